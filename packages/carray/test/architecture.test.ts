import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GuardedMemory } from '../src/memory/guarded-memory.js';
import { MappedMemory } from '../src/memory/mapped-memory.js';
import { Mapping } from '../src/memory/mapping.js';
import { Memory } from '../src/memory/memory.js';
import { ProtectedMemory } from '../src/memory/protected-memory.js';
import { RenewableMemory } from '../src/memory/renewable-memory.js';
import { ResidentMemory } from '../src/memory/resident-memory.js';
import { ResizableMemory } from '../src/memory/resizable-memory.js';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
const chain = [
  ...[Memory, MappedMemory, ProtectedMemory, GuardedMemory],
  ...[RenewableMemory, ResizableMemory, ResidentMemory, Mapping],
];

/** The cells of the tables under a heading. */
function rowsUnder(heading: string): string[][] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  );
}

const codeIn = (cell: string | undefined): string[] =>
  Array.from((cell ?? '').matchAll(/`([^`]+)`/g), ([, text = '']) => text);

describe('ARCHITECTURE.md', () => {
  const places = rowsUnder('Where does X happen?');

  it('has rows', () => {
    expect(places.length).toBeGreaterThan(30);
  });

  it.each(places)('knows where this is: %s', (_, where) => {
    let folder = '';
    for (const name of codeIn(where).filter((text) => /\/$|\.(ts|mjs|cc|hh|md)$/.test(text))) {
      const candidates = [
        `packages/${name}`,
        `packages/carray/src/${name}`,
        `packages/${folder}/${name}`,
        name,
      ];
      const found = candidates.find((path) => existsSync(join(root, path)));
      expect(found, name).toBeDefined();
      if (name.includes('/')) folder = name.endsWith('/') ? name : dirname(name);
    }
  });

  const classes = rowsUnder('The classes of a mapping');

  it('names the classes of a mapping in their order, each on top of the one before', () => {
    expect(classes.map(([name]) => name)).toEqual(chain.map(({ name }) => `\`${name}\``));
    for (const [index, each] of chain.entries()) {
      if (index > 0) expect(Object.getPrototypeOf(each)).toBe(chain[index - 1]);
    }
  });

  it('says in which class a method is', () => {
    const source = (name: string) =>
      readFileSync(
        join(root, `packages/carray/src/memory/${name.replace(/\B[A-Z]/g, '-$&').toLowerCase()}.ts`),
        'utf8',
      );
    for (const [index, each] of chain.entries()) {
      for (const name of codeIn(classes[index]?.[2])) {
        const isThere =
          Object.hasOwn(each.prototype, name) || source(each.name).includes(`  readonly ${name}`);
        expect(isThere, `${name} of ${each.name}`).toBe(true);
      }
    }
  });
});
