import { describe, expect, it } from 'vitest';
import {
  array,
  CArray,
  char,
  type ElementType,
  float64,
  int64,
  munmap,
  PROT_READ,
  struct,
  uint8,
  uint16,
  uint32,
} from '../src/index.js';
import { checkedArray, fakeApi } from './support/api.js';
import { READ_ONLY, refusal, UNMAPPED } from './support/errors.js';

const values = [10, 11, 12, 13, 14, 15];
const host = struct({ head: uint8, value: uint16, tail: uint32 });
const infinity = Number.POSITIVE_INFINITY;
const positions = [undefined, 0, -0, 1, 3, 5, 6, 7, -1, -3, -6, -7, infinity, -infinity, 2 ** 40];

const everyWay: [string, () => CArray<typeof uint16>][] = [
  ['heap', () => CArray.alloc(uint16, 6)],
  ['unaligned', () => CArray.alloc(uint8, 13).cast(uint16, 1)],
  ['checked', () => checkedArray(uint16, 6)],
  ['column', () => CArray.alloc(host, 6).field('value')],
];

describe.each(everyWay)('copyWithin of a %s array', (_way, make) => {
  const array = make();
  it.each(positions)('to %s, from everywhere: as typed arrays do', (target) => {
    for (const from of positions) {
      for (const to of positions) {
        for (const [index, value] of values.entries()) array.set(index, value);
        const expected = Reflect.apply(Uint16Array.prototype.copyWithin, Uint16Array.from(values), [
          target,
          from,
          to,
        ]);
        expect(Reflect.apply(array.copyWithin, array, [target, from, to])).toBe(array);
        expect(array.toArray(), `from ${from} to ${to}`).toEqual([...expected]);
      }
    }
  });
});

const size24 = struct({ price: float64, id: uint32, name: array(char, 12) });

/** A type, and a value for each index. */
const types: [ElementType, (index: number) => unknown][] = [
  [uint8, (index) => index],
  [uint16, (index) => 257 * index],
  [array(uint8, 3), (index) => [index, index + 1, index + 2]],
  [uint32, (index) => 2 ** 24 * index],
  [array(char, 5), (index) => `a${index}`],
  [int64, (index) => BigInt(-index)],
  [float64, (index) => index / 3],
  [size24, (index) => ({ price: index, id: index, name: `n${index}` })],
];

describe.each(types)('reverse of elements of type %o', (type, valueAt) => {
  const list = (length: number) => Array.from({ length }, (_, index) => valueAt(index));

  it.each([0, 1, 2, 3, 4, 5, 8, 9])('%i of them', (length) => {
    const heap = CArray.from(type, list(length));
    expect(heap.reverse()).toBe(heap);
    expect(heap.toArray()).toEqual(list(length).reverse());
    expect(heap.reverse().toArray()).toEqual(list(length));
    const checked = checkedArray(uint8, length * type.size).cast(type);
    for (const [index, value] of list(length).entries()) checked.set(index, value);
    expect(checked.reverse().toArray()).toEqual(list(length).reverse());
  });

  it.each([1, 2, 3, 6, 7])('%i of them in a column: the bytes between stay', (length) => {
    const structs = CArray.alloc(struct({ head: uint8, value: type, tail: uint8 }), length);
    const bytes = structs.cast(uint8).fill(0xee);
    const column = structs.field('value') as CArray;
    for (const [index, value] of list(length).entries()) column.set(index, value);
    const before = structs.toBuffer();
    column.reverse();
    expect(column.toArray()).toEqual(list(length).reverse());
    expect([structs.field('head').toArray(), structs.field('tail').toArray()]).toEqual([
      Array(length).fill(0xee),
      Array(length).fill(0xee),
    ]);
    column.reverse();
    expect(bytes.toBuffer().equals(before)).toBe(true);
  });
});

describe('copyWithin and reverse', () => {
  it('stay within a subarray', () => {
    const array = CArray.of(uint8, 1, 2, 3, 4, 5, 6);
    array.subarray(1, 5).reverse();
    expect(array.toArray()).toEqual([1, 5, 4, 3, 2, 6]);
    array.subarray(1, 5).copyWithin(-2, 0, 99);
    expect(array.toArray()).toEqual([1, 5, 4, 5, 4, 6]);
  });

  it('of more than is copied at once are right at the seams', () => {
    const length = 2 ** 18 * 9 + 5; // chunks of 1 MiB, and the column's values lie apart
    const structs = CArray.alloc(struct({ value: uint32, tail: uint8 }), length);
    const column = structs.field('value');
    const reference = Uint32Array.from({ length }, (_, index) => index * 2_654_435_761);
    for (let index = 0; index < length; index++) column.set(index, reference[index] ?? 0);
    const equal = (): boolean => Buffer.from(reference.buffer).equals(column.toBuffer());
    column.reverse();
    reference.reverse();
    expect(equal()).toBe(true);
    column.copyWithin(1000, 3, length - 7);
    reference.copyWithin(1000, 3, length - 7);
    expect(equal()).toBe(true);
    column.copyWithin(0, 2 ** 18 + 1);
    reference.copyWithin(0, 2 ** 18 + 1);
    expect(equal()).toBe(true);
  });

  it('need memory that is there and writable', () => {
    const array = fakeApi().mapAnonymous(uint8, 4);
    array.mapping.protect(PROT_READ);
    expect(refusal(() => array.reverse())).toBe(READ_ONLY);
    expect(refusal(() => array.copyWithin(1, 0))).toBe(READ_ONLY);
    munmap(array);
    expect(refusal(() => array.reverse())).toBe(UNMAPPED);
    expect(refusal(() => array.copyWithin(1, 0))).toBe(UNMAPPED);
  });
});
