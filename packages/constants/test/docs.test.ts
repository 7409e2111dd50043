import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { page, withTables } from '../scripts/write-docs.mjs';
import * as constants from '../src/index.js';

const text = readFileSync(page, 'utf8');

it('docs/constants.md has the tables that scripts/write-docs.mjs writes', () => {
  expect(text).toBe(withTables(text, constants));
});

it('docs/constants.md has a row for each constant', () => {
  const rows = Array.from(text.matchAll(/^\| `(\w+)` \| \S/gm), ([, name]) => name);
  expect(rows).toEqual(constants.names());
});

it('docs/constants.md has these rows, written out', () => {
  expect(text).toContain('| `PROT_READ` | The pages may be read. | everywhere 1 |  |\n');
  expect(text).toMatch(
    /\| `MAP_ANONYMOUS` \| .+ \| Linux 0x20 \(mips, mips64, mips64el, mipsel 0x800; alpha, hppa 0x10\); macOS, FreeBSD, DragonFly BSD, NetBSD, OpenBSD 0x1000; illumos 0x100; AIX 0x10 \| {2}\|\n/,
  );
});

describe('the platforms', () => {
  const root = new URL('../../../', import.meta.url);
  const platforms = constants.platforms();

  it.each([
    ...['README.md', 'docs/constants.md', 'docs/cli.md', 'packages/cli/README.md'],
    ...['packages/constants/README.md', 'packages/constants/package.json'],
  ])('are as many as %s says', (name) => {
    const counts = Array.from(readFileSync(new URL(name, root), 'utf8').matchAll(/(\d+) platforms/g));
    expect(counts.map(([, count]) => Number(count))).toEqual([platforms.length]);
  });

  it('are in the table of docs/constants.md', () => {
    const [, table = ''] = /^\| system .*\n\|[-| ]*\n((?:\|.*\n)+)/m.exec(text) ?? [];
    const listed = table.split('\n').flatMap((row) => {
      const [, system = '', processors = ''] = row.split('|').map((cell) => cell.trim());
      const name = /`(.+)`/.exec(system)?.[1] ?? system.split(' ')[0]?.toLowerCase();
      return processors === '' ? [] : processors.split(', ').map((each) => `${name}-${each}`);
    });
    expect(listed.sort()).toEqual(platforms);
  });
});
