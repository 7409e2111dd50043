import { describe, expect, it } from 'vitest';
import { CArray, float64, int8, int32, safeInt64, struct, uint8, uint16, uint32 } from '../src/index.js';
import { checkedArray, type Way, wayOf } from './support/api.js';
import { NOT_THE_KIND, OUT_OF_RANGE, refusal, thrownBy } from './support/errors.js';

const values = [10, 11, 12, 13, 14, 15, 16, 17];

/** The same eight elements of uint16, accessed in each way. */
function everyWay(): [string, CArray<typeof uint16>][] {
  const arrays: [Way, CArray<typeof uint16>][] = [
    ['typed', CArray.alloc(uint16, values.length)],
    ['view', CArray.alloc(struct({ gap: uint8, x: uint16 }), values.length).field('x')],
    ['view', CArray.alloc(uint8, 2 * values.length + 1).cast(uint16, 1)],
    ['checked', checkedArray(uint16, values.length)],
  ];
  for (const [, array] of arrays) for (const [index, value] of values.entries()) array.set(index, value);
  return arrays;
}

const infinity = Number.POSITIVE_INFINITY;
const positions = [undefined, 0, -0, 1, 4, 7, 8, 9, -1, -4, -8, -9, infinity, -infinity, 2 ** 40, -(2 ** 40)];

describe.each(everyWay())('subarray and slice of a %s array', (way, array) => {
  const reference = Uint16Array.from(values);

  it.each(positions)('from %s, to everywhere: as typed arrays do', (from) => {
    expect(wayOf(array)).toBe(way);
    for (const to of positions) {
      const expected = [...reference.subarray(from, to)];
      expect(array.subarray(from, to).toArray(), `to ${to}`).toEqual(expected);
      expect(array.slice(from, to).toArray(), `to ${to}`).toEqual(expected);
      expect(array.subarray(from, to).length, `to ${to}`).toBe(expected.length);
    }
  });

  it('takes positions as bigints', () => {
    expect(array.subarray(1n, -1n).toArray()).toEqual(values.slice(1, -1));
    expect(array.slice(-(2n ** 70n), 2n ** 70n).toArray()).toEqual(values);
  });

  it.each<[unknown, string]>([
    [0.5, OUT_OF_RANGE],
    [Number.NaN, OUT_OF_RANGE],
    ['1', NOT_THE_KIND],
    [null, NOT_THE_KIND],
    [{}, NOT_THE_KIND],
    [true, NOT_THE_KIND],
  ])('refuses the position %s: %s', (position, expected) => {
    for (const method of [array.subarray, array.slice]) {
      expect(refusal(() => Reflect.apply(method, array, [position]))).toBe(expected);
      expect(refusal(() => Reflect.apply(method, array, [0, position]))).toBe(expected);
    }
    expect(refusal(() => Reflect.apply(array.fill, array, [1, position]))).toBe(expected);
    expect(refusal(() => Reflect.apply(array.fill, array, [1, 0, position]))).toBe(expected);
  });

  it('nests: a subarray of a subarray counts from its own start', () => {
    const inner = array.subarray(2, 7).subarray(1, -1);
    expect(inner.toArray()).toEqual([13, 14, 15]);
    expect(refusal(() => inner.get(3))).toBe(OUT_OF_RANGE);
    expect(inner.subarray(-99, 99).toArray()).toEqual([13, 14, 15]);
  });

  it('shares the memory in a subarray, copies it in a slice', () => {
    const sub = array.subarray(2, 4);
    const copy = array.slice(2, 4);
    sub.set(0, 99);
    expect([array.get(2), copy.get(0)]).toEqual([99, 12]);
    copy.set(1, 77);
    expect([array.get(3), sub.get(1)]).toEqual([13, 13]);
    array.set(2, 12);
    expect([sub.get(0), copy.mapping]).toEqual([12, undefined]);
  });
});

describe.each(everyWay())('fill of a %s array', (_way, array) => {
  it.each(positions)('from %s, to everywhere: as Array.prototype.fill does', (from) => {
    for (const to of positions) {
      const expected = array.toArray().fill(7, from, to); // V8's typed arrays forget `to` where `from` is undefined
      expect(array.fill(7, from, to)).toBe(array);
      expect(array.toArray(), `to ${to}`).toEqual(expected);
      for (const [index, value] of values.entries()) array.set(index, value);
    }
  });

  it('stays within a subarray', () => {
    array.subarray(3, 5).fill(0, -99, 99);
    expect(array.toArray()).toEqual([10, 11, 12, 0, 0, 15, 16, 17]);
  });
});

describe('what every derived array is', () => {
  const array = CArray.from(uint16, values);
  it.each<[string, CArray]>([
    ['alloc', CArray.alloc(uint16, 2)],
    ['subarray', array.subarray(1)],
    ['an empty subarray', array.subarray(1, 1)],
    ['slice', array.slice()],
    ['an aligned cast', array.cast(int8, 1)],
    ['an unaligned cast', array.cast(int32, 1)],
    ['a cast without an engine type', array.cast(safeInt64)],
  ])('%s: a CArray, whatever class the accessors were generated into', (_what, derived) => {
    expect(derived).toBeInstanceOf(CArray);
    expect(derived.constructor).toBe(CArray);
    expect(Object.prototype.toString.call(derived)).toMatch(/^\[object /);
  });
});

describe.each(everyWay())('iteration of a %s array', (_way, array) => {
  it('gives keys, values and entries', () => {
    expect([...array.keys()]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect([...array.values()]).toEqual(values);
    expect([...array.entries()]).toEqual([...values.entries()]);
    expect([...array]).toEqual(values);
    expect(array.toArray()).toEqual(values);
  });

  it('reads each element when its turn comes', () => {
    const seen: number[] = [];
    for (const [index, value] of array.entries()) {
      seen.push(value);
      if (index < 7) array.set(index + 1, index);
    }
    expect(seen).toEqual([10, 0, 1, 2, 3, 4, 5, 6]);
    for (const [index, value] of values.entries()) array.set(index, value);
  });

  it('gives every iterator its own position, and the iterators are iterable', () => {
    const [first, second] = [array.values(), array.values()];
    expect([first.next().value, first.next().value, second.next().value]).toEqual([10, 11, 10]);
    expect([...first]).toEqual(values.slice(2));
  });

  it('gives nothing of an empty array', () => {
    const empty = array.subarray(3, 3);
    expect([[...empty], [...empty.keys()], [...empty.entries()], empty.toArray()]).toEqual([[], [], [], []]);
  });
});

describe('toBuffer', () => {
  it('copies', () => {
    const array = CArray.of(uint16, 0x0201, 0x0403);
    const copy = array.toBuffer();
    copy[0] = 99;
    array.set(1, 0);
    expect([array.get(0), copy.readUInt16LE(2), copy.length]).toEqual([0x0201, 0x0403, 4]);
    expect(CArray.alloc(float64, 0).toBuffer().length).toBe(0);
  });
});

describe('a sample of messages', () => {
  it('names the position', () => {
    const message = 'The value of "to" is out of range. It must be an integer. Received 0.5';
    expect(thrownBy(() => CArray.alloc(uint32, 1).subarray(0, 0.5)).message).toBe(message);
    const kind = 'The "from" argument must be of type number or bigint. Received an instance of Date';
    expect(
      thrownBy(() => Reflect.apply(CArray.prototype.slice, CArray.of(uint8), [new Date()])).message,
    ).toBe(kind);
  });
});
