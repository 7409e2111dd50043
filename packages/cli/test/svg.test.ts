import { readFileSync, writeFileSync } from 'node:fs';
import { pageSize } from 'carray';
import { beforeAll, describe, expect, test } from 'vitest';
import { Cells } from '../src/cache/cells.js';
import { Totals } from '../src/cache/entry.js';
import { noneSkipped } from '../src/cache/skipped.js';
import { MOST_ROWS, Picture } from '../src/cache/svg.js';
import { carray, run, temporaryDirectory } from './support/cli.js';
import { fileOfPages } from './support/files.js';
import { has } from './support/tools.js';

const file = temporaryDirectory();
let large = '';
let small = '';

beforeAll(() => {
  large = fileOfPages(file('large'), 2048);
  small = fileOfPages(file('small'), 64);
});

describe('residency --svg', () => {
  const svgOf = async (...args: string[]): Promise<string> => {
    const { status, stderr } = await carray(['residency', ...args, '--svg', file('out.svg')]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return readFileSync(file('out.svg'), 'utf8');
  };

  test('has a title, a description and its data as a table', async () => {
    const svg = await svgOf(large, small);
    expect(svg).toMatch(
      /<title id="title">Pages in the page cache<\/title>\n<desc id="desc">[\d,]+ of 2,112 pages of 2 files/,
    );
    expect(svg.match(/role="row"/g)?.length).toBe(3);
    expect(svg.match(/role="rowheader"/g)?.length).toBe(2);
    expect(svg.match(/role="columnheader"/g)?.length).toBe(5);
    expect(svg).toMatch(/<text role="cell" class="number" [^>]*>2,048<\/text>/);
    expect(svg.match(/aria-label="by tenths of the file: (?:[\d.]+%(?:, )?){10}"/g)?.length).toBe(2);
  });

  test.skipIf(!has.python)('is XML, whatever the names', async () => {
    const odd = fileOfPages(file('a<b>&"\x01\x1b\ufffe.bin'), 1);
    await svgOf(odd, fileOfPages(file('empty&'), 0));
    const parse = 'import sys, xml.dom.minidom as d; print(d.parse(sys.argv[1]).documentElement.tagName)';
    const { stdout, stderr } = await run('python3', ['-c', parse, file('out.svg')]);
    expect({ stdout, stderr }).toEqual({ stdout: 'svg\n', stderr: '' });
    expect(readFileSync(file('out.svg'), 'utf8')).toContain('a&lt;b&gt;&amp;&quot;\\x01\\x1b\ufffd.bin');
  });

  test('of more files than it has rows for says how many', () => {
    const picture = new Picture(pageSize);
    const totals = new Totals();
    const cells = new Cells(1, 1);
    for (let index = 0; index < MOST_ROWS + 7; index++)
      picture.add({ path: `${index}`, bytes: 1, firstPage: 0, pages: 1, resident: 0, cells });
    const svg = picture.svg({ totals, skipped: noneSkipped(), failed: 0 });
    expect(svg).toContain('7 more files have no row');
    expect(svg.match(/role="rowheader"/g)?.length).toBe(MOST_ROWS);
  });

  test('that cannot be written is told', async () => {
    const { status, stderr } = await carray(['residency', small, '--svg', '/nowhere/out.svg']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^carray: ENOENT.*\/nowhere\/out\.svg.*\n$/);
  });

  test('replaces the file that is there, and tells how many paths failed', async () => {
    writeFileSync(file('out.svg'), '');
    await carray(['residency', '/nowhere', small, '--svg', file('out.svg')]);
    expect(readFileSync(file('out.svg'), 'utf8')).toContain('1 failed');
  });
});
