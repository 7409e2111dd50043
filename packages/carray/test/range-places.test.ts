import { describe, expect, it } from 'vitest';
import {
  type CArray,
  MADV_DONTNEED,
  MADV_FREE,
  MADV_GUARD_INSTALL,
  MADV_GUARD_REMOVE,
  MADV_REMOVE,
  MADV_WILLNEED,
  MS_ASYNC,
  madvise,
  mprotect,
  msync,
  PROT_READ,
  type uint8,
  uint16,
  uint32,
} from '../src/index.js';
import { asked, fakeApi } from './support/api.js';
import { OUT_OF_RANGE, refusal, thrownBy } from './support/errors.js';
import { mapped, page, path, total } from './support/synced.js';

type Derive = (array: CArray<typeof uint8>) => CArray;
type Range = readonly [offset?: number, size?: number];
const from = page + 10;

const harmless = [
  ['msync', 'sync', (array: CArray, ...range: Range) => msync(array, MS_ASYNC, ...range), MS_ASYNC],
  [
    'madvise',
    'advise',
    (array: CArray, ...range: Range) => madvise(array, MADV_WILLNEED, ...range),
    MADV_WILLNEED,
  ],
] as const;

describe.each(harmless)('%s rounds outward to pages', (_name, asks, run, argument) => {
  it.each<[string, Derive, Range, [number, number]]>([
    ['a subarray', (array) => array.subarray(from, from + 20), [], [page, 30]],
    ['its offset', (array) => array.subarray(from, from + page), [page - 10], [2 * page, 10]],
    ['its offset and size', (array) => array.subarray(from, from + page), [2, 5], [page, 17]],
    ['its end', (array) => array.subarray(from, from + 20), [20], [page, 30]],
    ['a subarray of a subarray', (array) => array.subarray(from).subarray(3, 5), [], [page, 15]],
    ['a cast', (array) => array.cast(uint16, 2 * page + 1, 7), [], [2 * page, 7]],
    ['a subarray at 0', (array) => array.subarray(0, 9), [1], [0, 9]],
    ['an empty subarray', (array) => array.subarray(from, from), [], [page, 10]],
    ['a whole page', (array) => array.subarray(page, 2 * page), [], [page, page]],
  ])('%s', (_what, derive, range, expected) => {
    const { fake, array } = mapped();
    expect(run(derive(array), ...range)).toBe(true);
    expect(asked(fake, asks)).toEqual([[...expected, argument]]);
  });

  it('what mapFile returned from inside a page', () => {
    const { mapFile, fake } = fakeApi({ pageSize: page });
    const array = mapFile(path, { access: 'read-write', byteOffset: page + 100, length: page });
    run(array);
    run(array, page - 100, 50);
    expect(asked(fake, asks)).toEqual([
      [0, page + 100, argument],
      [page, 50, argument],
    ]);
    expect(refusal(() => run(array, 0, page + 1))).toBe(OUT_OF_RANGE);
  });

  it('but counts the range from the first byte of the array to its last', () => {
    const part = mapped().array.subarray(from, from + 20);
    for (const range of [[21], [0, 21], [20, 1]] as const) {
      expect(refusal(() => run(part, ...range))).toBe(OUT_OF_RANGE);
    }
  });
});

const losing = { MADV_DONTNEED, MADV_FREE, MADV_REMOVE, MADV_GUARD_INSTALL, MADV_GUARD_REMOVE };
type Run = (array: CArray, ...range: Range) => true;
const changing: [string, 'protect' | 'advise', number, Run][] = [
  ['mprotect', 'protect', PROT_READ, (array, ...range) => mprotect(array, PROT_READ, ...range)],
  ...Object.entries(losing)
    .filter(([, advice]) => advice !== 0)
    .map(([name, advice]): (typeof changing)[number] => {
      return [name, 'advise', advice, (array, ...range) => madvise(array, advice, ...range)];
    }),
];

describe.each(changing)('%s, which changes whole pages,', (_name, asks, argument, run) => {
  it.each<[string, Derive, Range]>([
    ['starts', (array) => array.subarray(1), []],
    ['starts, and has no bytes', (array) => array.subarray(from, from), []],
    ['starts by its offset', (array) => array.subarray(page), [1]],
    ['ends', (array) => array.subarray(0, page - 1), []],
    ['ends by its size', (array) => array.subarray(page), [0, page + 1]],
    ['starts, though a cast', (array) => array.cast(uint32, page + 4, page), []],
    ['ends one byte before the mapping', (array) => array.subarray(page, total - 1), []],
  ])('is refused where an array %s inside a page', (_what, derive, range) => {
    const { fake, array } = mapped();
    const part = derive(array);
    const calls = fake.calls.length;
    expect(refusal(() => run(part, ...range))).toBe('RangeError ERR_MISALIGNED');
    expect(thrownBy(() => run(part, ...range)).message).toMatch(`pages of ${page} bytes`);
    expect(fake.calls).toHaveLength(calls);
  });

  it.each<[string, Derive, Range, [number, number]]>([
    ['a page', (array) => array.subarray(page, 2 * page), [], [page, page]],
    ['pages to the end of the mapping', (array) => array.subarray(page), [], [page, total - page]],
    ['all', (array) => array.subarray(), [], [0, total]],
    ['an offset to a page', (array) => array.subarray(10), [page - 10, page], [page, page]],
    ['a cast', (array) => array.cast(uint32, page, page), [], [page, page]],
    ['no bytes at a page', (array) => array.subarray(page, page), [], [page, 0]],
  ])('takes %s', (_what, derive, range, expected) => {
    const { fake, array } = mapped();
    expect(run(derive(array), ...range)).toBe(true);
    expect(asked(fake, asks)).toEqual([[...expected, argument]]);
  });

  it('is refused for what mapFile returned from inside a page, but not for its whole pages', () => {
    const { mapFile, fake } = fakeApi({ pageSize: page });
    const array = mapFile(path, { access: 'read-write', byteOffset: 100, length: 2 * page });
    expect(refusal(() => run(array))).toBe('RangeError ERR_MISALIGNED');
    expect(run(array, page - 100, page)).toBe(true);
    expect(asked(fake, asks)).toEqual([[page, page, argument]]);
  });
});
