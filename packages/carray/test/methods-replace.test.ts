import { describe, expect, it } from 'vitest';
import { CArray, float64, munmap, PROT_READ, struct, uint8, uint16 } from '../src/index.js';
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
    expect(refill(array).replace(items, from, to)).toBe(array);
    expect(array.toArray()).toEqual(expected);
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
