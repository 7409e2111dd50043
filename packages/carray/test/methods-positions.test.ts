import { describe, expect, it } from 'vitest';
import { CArray, uint8 } from '../src/index.js';
import { checkedArray } from './support/api.js';
import { NOT_THE_KIND, OUT_OF_RANGE, refusal } from './support/errors.js';

type Method = (array: CArray<typeof uint8>, from: unknown, to?: unknown) => unknown;

const call = (array: CArray<typeof uint8>, method: keyof CArray, ...given: unknown[]): unknown =>
  Reflect.apply(array[method] as () => unknown, array, given);

/** Each method with its first position, and its second where it has one. */
const ranges: [string, Method][] = [
  ['subarray', (array, from, to) => call(array, 'subarray', from, to)],
  ['slice', (array, from, to) => call(array, 'slice', from, to)],
  ['fill', (array, from, to) => call(array, 'fill', 7, from, to)],
  ['replace', (array, from, to) => call(array, 'replace', [7], from, to)],
  ['copyWithin', (array, from, to) => call(array, 'copyWithin', 0, from, to)],
  ['copyWithin, target', (array, target, to) => call(array, 'copyWithin', target, 0, to)],
];
const searches: [string, Method][] = [
  ['indexOf', (array, from) => call(array, 'indexOf', 3, from)],
  ['lastIndexOf', (array, from) => call(array, 'lastIndexOf', 3, from)],
  ['includes', (array, from) => call(array, 'includes', 3, from)],
];

const wrong: [unknown, string][] = [
  [0.5, OUT_OF_RANGE],
  [-1.5, OUT_OF_RANGE],
  [Number.NaN, OUT_OF_RANGE],
  [Number.MIN_VALUE, OUT_OF_RANGE],
  ['1', NOT_THE_KIND],
  ['', NOT_THE_KIND],
  [null, NOT_THE_KIND],
  [true, NOT_THE_KIND],
  [Symbol('1'), NOT_THE_KIND],
  [() => 1, NOT_THE_KIND],
];
const objects: [unknown, string][] = [
  [{ valueOf: () => 1 }, NOT_THE_KIND],
  [new Date(0), NOT_THE_KIND],
  [Object(1), NOT_THE_KIND],
];

const values = [1, 2, 3, 4];
const arrays: [string, CArray<typeof uint8>][] = [
  ['heap', CArray.from(uint8, values)],
  ['checked', checkedArray(uint8, 4).replace(values)],
];

describe.each(arrays)('positions in a %s array', (_way, array) => {
  describe.each([...ranges, ...searches])('%s', (name, method) => {
    it.each([...wrong, ...objects])('refuses %o: %s, and changes nothing', (position, expected) => {
      expect(refusal(() => method(array, position))).toBe(expected);
      if (ranges.some(([known]) => known === name))
        expect(refusal(() => method(array, 0, position))).toBe(expected);
      expect(array.toArray()).toEqual(values);
    });
  });

  it.each(ranges)('%s takes bigints as numbers, and clamps', (_name, method) => {
    for (const [from, to] of [
      [1, 3],
      [-2, 4],
      [-9, 9],
      [3, 1],
    ] as const) {
      method(array, from, to);
      const numbers = [array.toArray(), String(method(array, from, to))];
      array.replace(values);
      method(array, BigInt(from), BigInt(to));
      expect([array.toArray(), String(method(array, BigInt(from), BigInt(to)))]).toEqual(numbers);
      array.replace(values);
    }
    const infinity = Number.POSITIVE_INFINITY;
    for (const [from, to] of [
      [-infinity, infinity],
      [-(2n ** 70n), 2n ** 70n],
      [-(2 ** 53), 2 ** 53],
    ]) {
      method(array, from, to);
      const clamped = array.toArray();
      array.replace(values);
      method(array, 0, 4);
      expect(clamped).toEqual(array.toArray());
      array.replace(values);
    }
  });

  it('-0 is 0, in results too', () => {
    expect(Object.is(array.indexOf(1, -0), 0)).toBe(true);
    expect(Object.is(array.lastIndexOf(1, -0), 0)).toBe(true);
    expect(Object.is(array.subarray(-0, -0).length, 0)).toBe(true);
    expect(Object.is(array.subarray(4, -0).length, 0)).toBe(true);
  });
});
