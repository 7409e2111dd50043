import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as library from '../src/index.js';

const listIn = (path: string): string[] =>
  readFileSync(new URL(path, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');

describe('the names of the package', () => {
  it('are those in exports.txt: add one there on purpose, remove none', () => {
    const own = listIn('./exports.txt');
    expect(own).toEqual([...new Set(own)].sort());
    const constants = listIn('../../constants/names.txt');
    expect(Object.keys(library).sort()).toEqual([...own, ...constants].sort());
  });

  it('are all defined', () => {
    for (const [name, value] of Object.entries(library)) expect(value, name).toBeDefined();
  });
});

describe('the element types', () => {
  const isType = (value: unknown): value is library.ElementType =>
    typeof value === 'object' && value !== null && 'codec' in value;
  const types = Object.entries(library).filter(([, value]) => isType(value));

  it.each(types)('%s is frozen, and the export that its name says', (_, type) => {
    expect(Object.isFrozen(type)).toBe(true);
    expect(isType(type) && Reflect.get(library, type.name)).toBe(type);
  });
});

describe('pageSize', () => {
  it('is that of the system', () => {
    expect(library.pageSize).toBe(
      Number(execFileSync('/usr/bin/getconf', ['PAGESIZE'], { encoding: 'utf8' })),
    );
  });
});
