import { describe, expect, it } from 'vitest';
import { CArray, float64, munmap, PROT_READ, struct, uint8, uint16, uint64 } from '../src/index.js';
import { checkedArray, fakeApi } from './support/api.js';
import { NOT_THE_KIND, NOT_THE_VALUE, OUT_OF_RANGE, READ_ONLY, refusal, UNMAPPED } from './support/errors.js';

const start = [1, 2, 3, 4, 5];

function everyWay(): [string, CArray<typeof uint16>][] {
  const host = struct({ head: uint8, value: uint16 });
  return [
    ['heap', CArray.from(uint16, start)],
    ['unaligned', CArray.alloc(uint8, 11).cast(uint16, 1)],
    ['checked', checkedArray(uint16, 5)],
    ['mapped', fakeApi().mapAnonymous(uint16, 5)],
    ['column', CArray.alloc(host, 5).field('value')],
  ];
}

const refill = (array: CArray<typeof uint16>) => {
  for (const [index, value] of start.entries()) array.set(index, value);
  return array;
};

const infinity = Number.POSITIVE_INFINITY;

describe.each(everyWay())('replace in a %s array', (_way, array) => {
  it.each<[number[], number | bigint | undefined, number | bigint | undefined, number[]]>([
    // as many
    [[9, 8], 1, 3, [1, 9, 8, 4, 5]],
    [[9, 8, 7, 6, 5], undefined, undefined, [9, 8, 7, 6, 5]],
    // more: the rest moves up, and what leaves the array is dropped
    [[9, 8, 7], 1, 3, [1, 9, 8, 7, 4]],
    [[9, 8, 7], 1, 1, [1, 9, 8, 7, 2]],
    [[9, 8, 7, 6, 5, 4, 3], 0, 0, [9, 8, 7, 6, 5]],
    [[9, 8, 7, 6, 5, 4, 3], 3, 4, [1, 2, 3, 9, 8]],
    [[9, 8, 7, 6, 5, 4, 3], undefined, undefined, [9, 8, 7, 6, 5]],
    [[9], 4, 4, [1, 2, 3, 4, 9]],
    // fewer: the rest moves down, and zeros come in
    [[9], 1, 3, [1, 9, 4, 5, 0]],
    [[], 1, 3, [1, 4, 5, 0, 0]],
    [[], undefined, undefined, [0, 0, 0, 0, 0]],
    [[9], 0, 5, [9, 0, 0, 0, 0]],
    [[9], undefined, 4, [9, 5, 0, 0, 0]],
    // from the end, beyond it, and the wrong way round
    [[9], -2, -1, [1, 2, 3, 9, 5]],
    [[9, 8], -2, undefined, [1, 2, 3, 9, 8]],
    [[9], 5, 5, start],
    [[9], infinity, undefined, start],
    [[9], -infinity, infinity, [9, 0, 0, 0, 0]],
    [[9], 3, 1, [1, 2, 3, 9, 4]],
    [[9, 8], 1n, -3n, [1, 9, 8, 3, 4]],
    [[9], -(2n ** 80n), 2n ** 80n, [9, 0, 0, 0, 0]],
  ])('%o from %s to %s', (items, from, to, expected) => {
    // An array, and typed arrays: of the same numbers, which are stored as a whole, and of others.
    const given = [
      items,
      new Uint16Array(items),
      new Uint16Array([0, ...items, 0]).subarray(1, -1),
      new Float64Array(items),
    ];
    for (const each of given) {
      expect(refill(array).replace(each, from, to)).toBe(array);
      expect(array.toArray()).toEqual(expected);
    }
  });

  it.each<[number[], Iterable<number>, number[]]>([
    [
      [9, 8],
      [0, 2],
      [9, 2, 8, 4, 5],
    ],
    [
      [9, 8],
      [-1, -5],
      [8, 2, 3, 4, 9],
    ],
    [[9, 8, 7], [3], [1, 2, 3, 9, 5]],
    [[9], [3, 1, 2], [1, 2, 3, 9, 5]],
    [[], [3, 1, 2], start],
    [[9, 8], [], start],
    [
      [9, 8, 7],
      [1, 1, 1],
      [1, 7, 3, 4, 5],
    ],
    [[9, 8], new Set([4, 0]), [8, 2, 3, 4, 9]],
    [[9, 8], Uint8Array.of(4, 3), [1, 2, 3, 8, 9]],
    [[9, 8], CArray.of(uint8, 1, 2), [1, 9, 8, 4, 5]],
  ])('%o at indexes %o', (items, indexes, expected) => {
    expect(refill(array).replace(items, indexes)).toBe(array);
    expect(array.toArray()).toEqual(expected);
  });

  it.each<[unknown[], string]>([
    [[[1, 65_536]], OUT_OF_RANGE],
    [[[1, null]], NOT_THE_KIND],
    [[[1], [0, 5]], OUT_OF_RANGE],
    [[[1], [0, -6]], OUT_OF_RANGE],
    [[[1], [0.5]], OUT_OF_RANGE],
    [[[1], ['0']], NOT_THE_KIND],
    [[[1], [0], 1], NOT_THE_VALUE],
    [
      [
        [1, -1],
        [0, 1],
      ],
      OUT_OF_RANGE,
    ],
    [[[1], {}], NOT_THE_KIND],
    [[[1], '0'], NOT_THE_KIND],
    [[[1], null], NOT_THE_KIND],
    [[5], NOT_THE_KIND],
    [[null], NOT_THE_KIND],
    [[undefined], NOT_THE_KIND],
    [[{ length: 1, 0: 1 }], NOT_THE_KIND],
  ])('%o: %s', (given, expected) => {
    refill(array);
    const replace = () => Reflect.apply(array.replace, array, given);
    expect(refusal(replace)).toBe(expected);
    expect(array.toArray()).toEqual(start);
  });

  it('does not look at items that have no room', () => {
    const given = [[1, 'x'], 4];
    expect(Reflect.apply(refill(array).replace, array, given).toArray()).toEqual([1, 2, 3, 4, 1]);
    expect(Reflect.apply(array.replace, array, [['x'], 5]).toArray()).toEqual([1, 2, 3, 4, 1]);
    expect(Reflect.apply(array.replace, array, [[7, 'x'], [0]]).toArray()).toEqual([7, 2, 3, 4, 1]);
  });

  it('takes items from its own memory as they were', () => {
    expect(refill(array).replace(array.subarray(0, 4), 1).toArray()).toEqual([1, 1, 2, 3, 4]);
    expect(refill(array).replace(array.subarray(1), 0, 4).toArray()).toEqual([2, 3, 4, 5, 5]);
    expect(refill(array).replace(array, 2, 2).toArray()).toEqual([1, 2, 1, 2, 3]);
    expect(refill(array).replace(array, [4, 3, 2, 1, 0]).toArray()).toEqual([5, 4, 3, 2, 1]);
  });

  it('runs the iterator of a typed array that has its own', () => {
    class Doubled extends Uint16Array {
      override *[Symbol.iterator](): ArrayIterator<number> {
        for (const value of new Uint16Array(this)) yield 2 * value;
      }
    }
    expect(
      refill(array)
        .replace(new Doubled([3, 4]), 1, 3)
        .toArray(),
    ).toEqual([1, 6, 8, 4, 5]);
  });

  it('takes a typed array without its buffer for an empty one', () => {
    const lost = new Uint16Array([7, 8]);
    structuredClone(lost.buffer, { transfer: [lost.buffer] });
    expect(refill(array).replace(lost, 1, 1).toArray()).toEqual(start);
  });

  it('ends an endless iterator as soon as there is no room', () => {
    let taken = 0;
    let returned = 0;
    const endless = {
      [Symbol.iterator]: () => ({
        next: () => ({ done: taken === 100, value: ++taken }),
        return: () => ({ done: true, value: ++returned }),
      }),
    };
    expect(refill(array).replace(endless, 2).toArray()).toEqual([1, 2, 1, 2, 3]);
    expect([taken, returned]).toEqual([3, 1]);
    expect(refill(array).replace(endless, [4, 0]).toArray()).toEqual([5, 2, 3, 4, 4]);
    expect([taken, returned]).toEqual([5, 2]);
    expect(refill(array).replace(endless, 5).toArray()).toEqual(start);
    expect([taken, returned]).toEqual([5, 2]);
  });

  it('changes nothing where the iterator throws midway', () => {
    refill(array);
    function* failing() {
      yield 9;
      throw new Error('no more');
    }
    expect(() => array.replace(failing(), 1, 3)).toThrow('no more');
    expect(() => array.replace(failing(), [0, 1])).toThrow('no more');
    expect(array.toArray()).toEqual(start);
  });
});

describe('replace by typed arrays', () => {
  it('takes those over its own memory as they were', () => {
    const array = CArray.from(uint16, start);
    expect(array.replace(array.typedArray.subarray(0, 4), 1).toArray()).toEqual([1, 1, 2, 3, 4]);
  });

  it('takes a Buffer for bytes, big integers for 64 bits, and every bit of a number', () => {
    expect(
      CArray.of(uint8, 1, 2, 3)
        .replace(Buffer.from([7, 8]), 1)
        .toArray(),
    ).toEqual([1, 7, 8]);
    const most = 2n ** 64n - 1n;
    expect(
      CArray.of(uint64, 1n, 2n)
        .replace(new BigUint64Array([most]), 1)
        .toArray(),
    ).toEqual([1n, most]);
    const values = [-0, Number.NaN, 5e-324, Number.NEGATIVE_INFINITY];
    expect(CArray.alloc(float64, 4).replace(new Float64Array(values)).toArray()).toEqual(values);
  });

  it('refuses what does not fit, of other kinds, and stores none of it', () => {
    const array = CArray.of(uint8, 1, 2, 3);
    expect(refusal(() => array.replace(new Uint16Array([7, 256])))).toBe(OUT_OF_RANGE);
    expect(array.toArray()).toEqual([1, 2, 3]);
  });

  it('refuses dead and read-only memory', () => {
    const { mapAnonymous } = fakeApi();
    const [dead, readOnly] = [mapAnonymous(uint8, 4), mapAnonymous(uint8, 4)];
    munmap(dead);
    readOnly.mapping.protect('read');
    const codes = [dead, readOnly].map((array) => refusal(() => array.replace(new Uint8Array(2))));
    expect(codes).toEqual([UNMAPPED, READ_ONLY]);
  });
});

describe('replace, where the iterator takes the memory away,', () => {
  it.each<[string, (array: ReturnType<typeof mapped>) => void, string]>([
    ['by munmap', (array) => munmap(array), UNMAPPED],
    ['by protect', (array) => array.mapping.protect(PROT_READ), READ_ONLY],
  ])('%s, ends in an error', (_how, takeAway, expected) => {
    function* taking(array: ReturnType<typeof mapped>) {
      yield 3;
      takeAway(array);
      yield 2;
    }
    const [ranged, listed, indexed] = [mapped(), mapped(), mapped()];
    expect(refusal(() => ranged.replace(taking(ranged), 1))).toBe(expected);
    expect(refusal(() => listed.replace(taking(listed), [1, 2]))).toBe(expected);
    expect(refusal(() => indexed.replace([1, 2], taking(indexed)))).toBe(expected);
    if (expected === READ_ONLY) expect(ranged.toArray()).toEqual([0, 0, 0, 0]);
  });

  const mapped = () => fakeApi().mapAnonymous(float64, 4);
});

describe('replace of dead and of read-only memory', () => {
  it('asks for the range first, then for the memory, and for no item', () => {
    const array = fakeApi().mapAnonymous(uint8, 4);
    const untouched = {
      [Symbol.iterator](): Iterator<number> {
        throw new Error('an item was asked for');
      },
    };
    array.mapping.protect(PROT_READ);
    expect(refusal(() => array.replace(untouched))).toBe(READ_ONLY);
    expect(refusal(() => array.replace(untouched, [0]))).toBe(READ_ONLY);
    munmap(array);
    expect(refusal(() => array.replace(untouched))).toBe(UNMAPPED);
    expect(refusal(() => array.replace(untouched, [0]))).toBe(UNMAPPED);
    expect(refusal(() => array.replace(untouched, [4]))).toBe(OUT_OF_RANGE);
    expect(refusal(() => array.replace(untouched, 0.5))).toBe(OUT_OF_RANGE);
  });
});
