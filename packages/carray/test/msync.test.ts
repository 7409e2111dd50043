import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type CArray,
  MAP_SHARED,
  MS_ASYNC,
  MS_SYNC,
  msync,
  PROT_READ,
  PROT_WRITE,
  uint8,
  uint16,
  uint32,
} from '../src/index.js';
import { asked, fakeApi } from './support/api.js';
import { OUT_OF_RANGE, refusal, thrownBy } from './support/errors.js';
import { fileOf, pattern } from './support/files.js';
import { mapped, page, path, total } from './support/synced.js';
import { notCounts } from './support/values.js';

describe('msync of what mmap returned', () => {
  it.each<[[offset?: number | bigint | undefined, size?: number | bigint], [number, number]]>([
    [[], [0, total]],
    [
      [undefined, 10],
      [0, 10],
    ],
    [
      [undefined, 0n],
      [0, 0],
    ],
    [[page], [page, total - page]],
    [
      [BigInt(page), 7n],
      [page, 7],
    ],
    [
      [0, total],
      [0, total],
    ],
    [
      [2 * page, page + 100],
      [2 * page, page + 100],
    ],
  ])('%o means bytes %o', (range, expected) => {
    const { fake, array } = mapped();
    expect(msync(array, MS_SYNC, ...range)).toBe(true);
    expect(asked(fake, 'sync')).toEqual([[...expected, MS_SYNC]]);
  });

  it('takes the very end with size 0, given or not', () => {
    const { mmap, fake } = fakeApi({ pageSize: page });
    const array = mmap(uint8, 2 * page, PROT_READ | PROT_WRITE, MAP_SHARED, path);
    expect([msync(array, MS_SYNC, 2 * page), msync(array, MS_SYNC, 2 * page, 0)]).toEqual([true, true]);
    expect(asked(fake, 'sync')).toEqual([
      [2 * page, 0, MS_SYNC],
      [2 * page, 0, MS_SYNC],
    ]);
  });

  it.each<[[offset?: number | undefined, size?: number], string]>([
    [[total + 1], `offset ${total + 1} lies beyond the ${total} bytes of the mapping`],
    [[total + 1, 0], `offset ${total + 1} lies beyond the ${total} bytes of the mapping`],
    [[1, 2 ** 53 - 1], `size ${2 ** 53 - 1} from offset 1 wraps around: the end is past 2 ** 53 - 1`],
    [
      [undefined, total + 1],
      `size ${total + 1} from offset 0 extends beyond the ${total} bytes of the mapping`,
    ],
    [[page, total], `size ${total} from offset ${page} extends beyond the ${total} bytes of the mapping`],
  ])('refuses %o: %s', (range, message) => {
    const { fake, array } = mapped();
    const sync = () => msync(array, MS_SYNC, ...range);
    expect([refusal(sync), thrownBy(sync).message]).toEqual([OUT_OF_RANGE, message]);
    expect(asked(fake, 'sync')).toEqual([]);
  });

  it.each(notCounts)('refuses %s as offset and as size: %s', (count, expected) => {
    const { array } = mapped();
    expect(refusal(() => Reflect.apply(msync, undefined, [array, MS_SYNC, count]))).toBe(expected);
    expect(refusal(() => Reflect.apply(msync, undefined, [array, MS_SYNC, 0, count]))).toBe(expected);
  });

  it('leaves alignment to the kernel, and names the page size', () => {
    const { array } = mapped();
    const message = 'EINVAL: invalid argument, msync';
    const cause = `: offset 100 is not a multiple of the page size, ${page} bytes`;
    const error = thrownBy(() => msync(array, MS_SYNC, 100, 10));
    expect([error.code, error.message.startsWith(message), error.message.endsWith(cause)]).toEqual([
      'EINVAL',
      true,
      true,
    ]);
    expect(error).toMatchObject({ syscall: 'msync', path, info: { byteOffset: 100, byteLength: 10 } });
  });

  it('covers the tail that no element reaches', () => {
    const { mmap, fake } = fakeApi({ pageSize: page });
    const array = mmap(uint32, 103, PROT_READ | PROT_WRITE, MAP_SHARED, path);
    msync(array, MS_SYNC);
    msync(array, MS_SYNC, undefined, 103);
    expect([array.byteLength, asked(fake, 'sync')]).toEqual([
      100,
      [
        [0, 103, MS_SYNC],
        [0, 103, MS_SYNC],
      ],
    ]);
  });
});

describe('msync of what starts elsewhere rounds outward to pages', () => {
  const from = page + 10;
  it.each<[string, (array: CArray) => CArray, [number?, number?], [number, number]]>([
    ['a subarray', (array) => array.subarray(from, from + 20), [], [page, 30]],
    ['its offset', (array) => array.subarray(from, from + page), [page - 10], [2 * page, 10]],
    ['its offset and size', (array) => array.subarray(from, from + page), [2, 5], [page, 17]],
    ['its end', (array) => array.subarray(from, from + 20), [20], [page, 30]],
    ['a cast', (array) => array.cast(uint16, 2 * page + 1, 7), [], [2 * page, 7]],
    ['a subarray at 0', (array) => array.subarray(0, 9), [1], [0, 9]],
  ])('%s', (_what, derive, range, expected) => {
    const { fake, array } = mapped();
    expect(msync(derive(array), MS_ASYNC, ...range)).toBe(true);
    expect(asked(fake, 'sync')).toEqual([[...expected, MS_ASYNC]]);
  });

  it('and an offset of a subarray ends where the subarray ends', () => {
    const part = mapped().array.subarray(from, from + 20);
    expect(refusal(() => msync(part, MS_SYNC, 21))).toBe(OUT_OF_RANGE);
    expect(refusal(() => msync(part, MS_SYNC, 0, 21))).toBe(OUT_OF_RANGE);
  });

  it('so does what mapFile returned from inside a page', () => {
    const { mapFile, fake } = fakeApi({ pageSize: page });
    const array = mapFile(path, { access: 'read-write', byteOffset: page + 100, length: page });
    expect(msync(array, MS_SYNC)).toBe(true);
    expect(msync(array, MS_SYNC, page - 50, 50)).toBe(true);
    expect(asked(fake, 'sync')).toEqual([
      [0, page + 100, MS_SYNC],
      [page, 50 + 50, MS_SYNC],
    ]);
    expect(refusal(() => msync(array, MS_SYNC, 0, page + 1))).toBe(OUT_OF_RANGE);
  });
});

describe('the stores', () => {
  it('are in the file afterwards, and only those', () => {
    const file = fileOf(pattern(2 * page));
    const array = fakeApi({ pageSize: page }).mapFile(file, { access: 'read-write' });
    array.set(0, 77);
    array.set(page, 78);
    msync(array.subarray(page, page + 1), MS_SYNC);
    expect([readFileSync(file)[0], readFileSync(file)[page]]).toEqual([1, 78]);
    array.mapping?.flushSync();
    expect([readFileSync(file)[0], readFileSync(file)[page]]).toEqual([77, 78]);
  });

  it('are flushed by mapping.flushSync from page to page', () => {
    const { fake, array } = mapped();
    array.mapping?.flushSync();
    array.mapping?.flushSync(page + 1, 5);
    array.mapping?.flushSync(BigInt(page) + 1n);
    expect(asked(fake, 'sync')).toEqual([
      [0, total, MS_SYNC],
      [page, 6, MS_SYNC],
      [page, total - page, MS_SYNC],
    ]);
    expect(refusal(() => array.mapping?.flushSync(total + 1))).toBe(OUT_OF_RANGE);
  });
});
