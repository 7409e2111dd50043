import { readdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { pageSize, withBackend } from 'carray';
import { describe, expect, test } from 'vitest';
import { range } from '../src/arguments/range.js';
import { type Access, type FilePages, pagesIn, residencyOf, withFilePages } from '../src/cache/file-pages.js';
import { backends, temporaryDirectory } from './support/cli.js';
import { fileOfPages, sparseFile } from './support/files.js';

const file = temporaryDirectory();
const openFiles = (): number => readdirSync('/proc/self/fd').length;

describe.each(backends)('the pages of a file, %s', (backend) => {
  const api = withBackend(backend);
  const using = <T>(path: string, use: (pages: FilePages) => T | Promise<T>, access: Access = 'none') =>
    withFilePages(api, path, { range: undefined, access }, use);

  test('a file that is cut while it is looked at is a failure, and no fault', async () => {
    const path = fileOfPages(file('cut'), 10);
    const before = openFiles();
    const cut = using(path, (pages) => {
      truncateSync(path, 1);
      return [...residencyOf(pages)];
    });
    await expect(cut).rejects.toThrow(
      `it was cut from ${(10 * pageSize).toLocaleString('en-US')} bytes to 1 while`,
    );
    expect(openFiles()).toBe(before);
  });

  test('so is one whose pages are to be read in', async () => {
    const path = fileOfPages(file('cut'), 10);
    const cut = using(
      path,
      async ({ mapping }) => {
        truncateSync(path, pageSize);
        await mapping?.populate();
      },
      'read',
    );
    await expect(cut).rejects.toMatchObject({ code: 'ERR_MAPPING_FAULT' });
  });

  test('one that grows, goes, or is replaced is looked at as it was', async () => {
    const path = fileOfPages(file('grown'), 3);
    const pages = await using(path, (opened) => {
      truncateSync(path, 100 * pageSize);
      rmSync(path);
      fileOfPages(file('other'), 1);
      renameSync(file('other'), path);
      return [...residencyOf(opened)].map((piece) => piece.pages.length);
    });
    expect(pages).toEqual([3]);
  });

  test('one that became a directory is told', async () => {
    await expect(using(file(''), () => {})).rejects.toThrow('it is no regular file any more');
  });

  test('are looked at piece by piece', async () => {
    const path = sparseFile(file('pieces'), 10 * pageSize + 1);
    const pieces = await using(path, (pages) =>
      [...residencyOf(pages, 2, 9, 3)].map((piece) => [piece.firstPage, piece.pages.length]),
    );
    expect(pieces).toEqual([
      [2, 3],
      [5, 3],
      [8, 1],
    ]);
    const last = await using(path, (pages) =>
      [...residencyOf(pages, 10, 12, 3)].map(({ pages }) => pages.length),
    );
    expect(last).toEqual([1]);
  });

  test('of an empty file there are none', async () => {
    writeFileSync(file('empty'), '');
    expect(await using(file('empty'), (pages) => [pages.pages, [...residencyOf(pages)].length])).toEqual([
      0, 0,
    ]);
  });
});

test.each([
  ['0+0', 0, 0],
  ['0+1', 0, 1],
  ['1p..', 1, 2],
  ['-1..', 2, 1],
  ['1..1', 0, 0],
  ['..-5', 0, 2],
])('the pages of the range %s', (text, firstPage, pages) => {
  expect(pagesIn(2 * pageSize + 5, pageSize, range(text))).toEqual({ firstPage, pages });
});

test('a range past the end is told', () => {
  expect(() => pagesIn(3 * pageSize, pageSize, range('4p..'))).toThrow(RangeError);
  expect(pagesIn(3 * pageSize, pageSize, undefined)).toEqual({ firstPage: 0, pages: 3 });
});
