import { describe, expect, it } from 'vitest';
import {
  array,
  CArray,
  char,
  enumeration,
  float32,
  float64,
  int64,
  munmap,
  struct,
  uint8,
  uint16,
  uint32,
} from '../src/index.js';
import { checkedArray, fakeApi } from './support/api.js';
import { refusal, UNMAPPED } from './support/errors.js';

const infinity = Number.POSITIVE_INFINITY;
const values = [1, Number.NaN, 0, -0, 1, infinity, 2, 1];
const sought = [1, 0, -0, 2, 3, Number.NaN, infinity, -infinity, 0.1];
const positions = [0, -0, 1, 3, 7, 8, 9, -1, -4, -8, -9, infinity, -infinity, 2 ** 40, -(2 ** 40)];
const host = struct({ head: uint8, value: float64 });

const filled = (target: CArray<typeof float64>) => {
  for (const [index, value] of values.entries()) target.set(index, value);
  return target;
};

describe.each<[string, CArray<typeof float64>]>([
  ['heap', CArray.from(float64, values)],
  ['unaligned', filled(CArray.alloc(uint8, 65).cast(float64, 1))],
  ['checked', filled(checkedArray(float64, 8))],
  ['column', filled(CArray.alloc(host, 8).field('value'))],
])('searches of a %s array', (_way, floats) => {
  const reference = Float64Array.from(values);

  it.each(sought)('for %s: as typed arrays do', (value) => {
    expect(floats.indexOf(value)).toBe(reference.indexOf(value));
    expect(floats.lastIndexOf(value)).toBe(reference.lastIndexOf(value));
    expect(floats.includes(value)).toBe(reference.includes(value));
    expect(floats.lastIndexOf(value, undefined)).toBe(reference.lastIndexOf(value));
    for (const from of positions) {
      expect(floats.indexOf(value, from), `from ${from}`).toBe(reference.indexOf(value, from));
      expect(floats.lastIndexOf(value, from), `from ${from}`).toBe(reference.lastIndexOf(value, from));
      expect(floats.includes(value, from), `from ${from}`).toBe(reference.includes(value, from));
    }
  });

  it.each([undefined, null, '1', 1n, true, [1], { valueOf: () => 1 }])('for %o find nothing', (value) => {
    for (const method of [floats.indexOf, floats.lastIndexOf]) {
      expect(Reflect.apply(method, floats, [value])).toBe(-1);
    }
    expect(Reflect.apply(floats.includes, floats, [value])).toBe(false);
  });

  it('take positions as bigints', () => {
    expect([floats.indexOf(1, 1n), floats.lastIndexOf(1, -2n), floats.includes(2, 2n ** 70n)]).toEqual([
      4,
      4,
      false,
    ]);
  });
});

describe('searches', () => {
  it('of no elements find nothing', () => {
    const empty = CArray.alloc(uint8, 0);
    expect([empty.indexOf(0), empty.lastIndexOf(0), empty.includes(0), empty.lastIndexOf(0, -1)]).toEqual([
      -1,
      -1,
      false,
      -1,
    ]);
  });

  it('compare bigints, names, texts and rounded numbers as they are read', () => {
    expect(CArray.of(int64, 1n, 2n).indexOf(2n)).toBe(1);
    expect(Reflect.apply(CArray.prototype.indexOf, CArray.of(int64, 1n), [1])).toBe(-1);
    expect(CArray.of(enumeration({ red: 0, green: 1 }), 'red', 'green').indexOf('green')).toBe(1);
    expect(CArray.of(array(char, 4), 'ab', 'c').lastIndexOf('c')).toBe(1);
    expect(CArray.of(float32, 0.1).indexOf(0.1)).toBe(-1);
    expect(CArray.of(float32, 0.1).indexOf(Math.fround(0.1))).toBe(0);
  });

  it('compare structs and arrays by what is in them', () => {
    const point = struct({ x: uint32, tags: array(uint16, 2), name: array(char, 4) });
    const one = { x: 1, tags: [1, 2], name: 'a' };
    const points = CArray.of(point, one, { ...one, x: 2 }, { ...one, tags: [1, 3] }, { ...one });
    expect([
      points.indexOf({ ...one }),
      points.lastIndexOf({ ...one }),
      points.indexOf({ ...one }, 1),
    ]).toEqual([0, 3, 3]);
    expect([points.includes({ ...one, tags: [1, 3] }), points.includes({ ...one, name: 'b' })]).toEqual([
      true,
      false,
    ]);
    expect(points.field('tags').indexOf([1, 3])).toBe(2);
    expect(Reflect.apply(points.indexOf, points, [{ x: 1 }])).toBe(-1);
  });

  it('need memory that is there', () => {
    const mapped = fakeApi().mapAnonymous(uint8, 4);
    munmap(mapped);
    for (const search of [() => mapped.indexOf(0), () => mapped.lastIndexOf(0), () => mapped.includes(0)]) {
      expect(refusal(search)).toBe(UNMAPPED);
    }
  });
});
