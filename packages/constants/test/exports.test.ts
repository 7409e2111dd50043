import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as exported from '../src/index.js';
import { names, platform, valueOn } from '../src/index.js';
import { tables } from '../src/tables/index.js';

const list = readFileSync(new URL('../names.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n');
const functions = ['isAvailable', 'names', 'platforms', 'sinceKernel', 'sourceOf', 'valueOn'];

describe('the exports', () => {
  it('are the names in names.txt and the functions, no more and no fewer', () => {
    expect(Object.keys(exported).sort()).toEqual([...list, ...functions, 'platform'].sort());
  });

  it('carry the value of their own name', () => {
    const values = new Map<string, unknown>(Object.entries(exported));
    for (const name of list) expect.soft(values.get(name), name).toBe(valueOn(platform, name) ?? 0);
  });
});

describe('names.txt', () => {
  it('is sorted and holds no name twice', () => {
    expect(list).toEqual([...new Set(list)].sort());
  });

  it('is what names() returns', () => {
    expect([...names()].sort()).toEqual(list);
  });

  it('has each name in one table only', () => {
    expect(tables.flatMap(({ rows }) => Object.keys(rows)).sort()).toEqual(list);
  });
});
