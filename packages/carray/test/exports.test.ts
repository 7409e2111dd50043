import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as library from '../src/index.js';

describe('the names of the package', () => {
  it('are those in exports.txt: add one there on purpose, remove none', () => {
    const committed = readFileSync(new URL('./exports.txt', import.meta.url), 'utf8')
      .trim()
      .split('\n');
    expect(Object.keys(library).sort()).toEqual(committed);
  });

  it('are all defined', () => {
    for (const [name, value] of Object.entries(library)) expect(value, name).toBeDefined();
  });
});

describe('pageSize', () => {
  it('is that of the system', () => {
    expect(library.pageSize).toBe(
      Number(execFileSync('/usr/bin/getconf', ['PAGESIZE'], { encoding: 'utf8' })),
    );
  });
});
