import { describe, expect, it } from 'vitest';
import {
  array,
  CArray,
  char,
  type ElementType,
  float32,
  float64,
  int64,
  munmap,
  safeInt64,
  struct,
  uint8,
  uint16,
  uint16be,
  uint32,
} from '../src/index.js';
import { checkedArray, fakeApi } from './support/api.js';
import { NOT_THE_KIND, refusal, UNMAPPED } from './support/errors.js';

const padded = struct({ a: uint8, b: uint32 });
const packed = struct({ a: uint8, b: uint32 }, { pack: 1 });
const point = struct({ x: float64, tags: array(uint8, 2) });
const nan = Number.NaN;

const of = (type: ElementType, ...values: unknown[]): CArray => CArray.from(type, values);

describe('equals', () => {
  it.each<[string, CArray, CArray, boolean]>([
    ['the same elements', of(uint8, 1, 2), of(uint8, 1, 2), true],
    ['another element', of(uint8, 1, 2), of(uint8, 1, 3), false],
    ['fewer elements', of(uint8, 1, 2), of(uint8, 1), false],
    ['no elements', of(uint8), of(float64), true],
    ['another type', of(uint8, 1, 2), of(float64, 1, 2), true],
    ['another byte order', of(uint16, 258), of(uint16be, 258), true],
    ['bigints and numbers', of(int64, 1n), of(safeInt64, 1), false],
    ['rounded numbers', of(float32, 0.1), of(float64, 0.1), false],
    ['NaN', of(float64, nan, 1), of(float64, nan, 1), true],
    ['NaN of another size', of(float64, nan), of(float32, nan), true],
    ['NaN and a number', of(float64, nan), of(float64, 0), false],
    ['0 and -0', of(float64, 0), of(float64, -0), true],
    ['characters and bytes', of(char, 'a'), of(uint8, 97), false],
    ['texts', of(array(char, 4), 'ab'), of(array(char, 8), 'ab'), true],
    ['structs', of(point, { x: nan, tags: [1, 2] }), of(point, { x: nan, tags: [1, 2] }), true],
    ['a nested element', of(point, { x: 1, tags: [1, 2] }), of(point, { x: 1, tags: [1, 3] }), false],
    ['a struct and a number', of(padded, { a: 1, b: 2 }), of(uint8, 1), false],
    ['other layouts', of(padded, { a: 1, b: 2 }), of(packed, { a: 1, b: 2 }), true],
    ['0 and -0 in structs', of(point, { x: 0, tags: [0, 0] }), of(point, { x: -0, tags: [0, 0] }), true],
  ])('of %s', (_what, one, other, expected) => {
    expect([one.equals(other), other.equals(one)]).toEqual([expected, expected]);
    expect([one.equals(one), other.equals(other)]).toEqual([true, true]);
  });

  it('does not look at the bytes between fields, nor behind the NUL of a text', () => {
    const [one, other] = [CArray.alloc(padded, 2), CArray.alloc(padded, 2)];
    other.cast(uint8).fill(0xee);
    for (const array of [one, other]) array.fill({ a: 1, b: 2 });
    expect([one.equals(other), one.toBuffer().equals(other.toBuffer())]).toEqual([true, false]);
    const texts = CArray.of(uint8, 97, 0, 98, 97, 0, 99).cast(array(char, 3));
    expect(texts.subarray(0, 1).equals(texts.subarray(1))).toBe(true);
  });

  it('compares columns, subarrays and checked arrays by their elements', () => {
    const structs = CArray.of(padded, { a: 1, b: 5 }, { a: 2, b: 6 }, { a: 3, b: 7 });
    const checked = checkedArray(uint16, 3).replace([5, 6, 7]);
    expect(structs.field('b').equals(checked)).toBe(true);
    expect(checked.equals(structs.field('b'))).toBe(true);
    expect(checked.equals(structs.field('a'))).toBe(false);
    expect(
      structs
        .field('b')
        .subarray(1)
        .equals(CArray.of(uint8, 6, 7)),
    ).toBe(true);
  });

  it.each([undefined, null, 1, [1, 2], Uint8Array.of(1, 2), {}, { length: 2, get: () => 1 }])(
    'refuses %o',
    (other) => {
      const array = CArray.of(uint8, 1, 2);
      expect(refusal(() => Reflect.apply(array.equals, array, [other]))).toBe(NOT_THE_KIND);
    },
  );

  it('needs both memories', () => {
    const mapped = fakeApi().mapAnonymous(uint8, 2);
    const heap = CArray.alloc(uint8, 3);
    munmap(mapped);
    expect([refusal(() => mapped.equals(heap)), refusal(() => heap.equals(mapped))]).toEqual([
      UNMAPPED,
      UNMAPPED,
    ]);
  });
});
