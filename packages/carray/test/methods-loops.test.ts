import { describe, expect, it } from 'vitest';
import { type CArray as AnyArray, CArray, munmap, struct, uint8, uint16 } from '../src/index.js';
import { checkedArray, fakeApi } from './support/api.js';
import { NOT_THE_KIND, OUT_OF_RANGE, refusal, UNMAPPED } from './support/errors.js';

const values = [3, 1, 2];
const filled = (array: AnyArray<typeof uint16>) => array.replace(values);
const host = struct({ head: uint8, value: uint16 });

describe.each<[string, AnyArray<typeof uint16>]>([
  ['heap', CArray.from(uint16, values)],
  ['checked', filled(checkedArray(uint16, 3))],
  ['mapped', filled(fakeApi().mapAnonymous(uint16, 3))],
  ['column', filled(CArray.alloc(host, 3).field('value'))],
])('loops over a %s array', (_way, array) => {
  it('forEach calls back with element, index and array, in order', () => {
    const calls: unknown[][] = [];
    const result = array.forEach((...given) => {
      calls.push(given);
    });
    expect(result).toBeUndefined();
    expect(calls).toEqual(values.map((value, index) => [value, index, array]));
    expect(calls.every((call) => call[2] === array)).toBe(true);
  });

  it('reduce begins with the initial value, any that is given', () => {
    const calls: unknown[][] = [];
    const count = (...given: [number, number, number, unknown]) => {
      calls.push(given);
      return given[0] + given[1];
    };
    expect(array.reduce(count, 10)).toBe(16);
    expect(calls).toEqual([
      [10, 3, 0, array],
      [13, 1, 1, array],
      [14, 2, 2, array],
    ]);
    expect(array.reduce<unknown>((result, value) => [result, value], undefined)).toEqual([
      [[undefined, 3], 1],
      2,
    ]);
  });

  it('reduce begins with the first element where none is given', () => {
    const calls: unknown[][] = [];
    const last = array.reduce((...given) => {
      calls.push(given);
      return given[1];
    });
    expect(last).toBe(2);
    expect(calls).toEqual([
      [3, 1, 1, array],
      [1, 2, 2, array],
    ]);
    expect(array.subarray(1, 2).reduce(() => 99)).toBe(1);
  });

  it('of no elements call nothing; reduce needs an initial value then', () => {
    const empty = array.subarray(1, 1);
    const never = () => {
      throw new Error('called');
    };
    empty.forEach(never);
    expect(empty.reduce(never, 'initial')).toBe('initial');
    expect(empty.reduce(never, undefined)).toBe(undefined);
    expect(refusal(() => empty.reduce(never))).toBe(OUT_OF_RANGE);
    expect([[...empty.keys()], [...empty.values()], [...empty.entries()]]).toEqual([[], [], []]);
  });

  it.each([undefined, null, 'x', {}, [], 1, Symbol('x')])('refuse %o as callback', (callback) => {
    for (const method of ['forEach', 'reduce'] as const) {
      expect(refusal(() => Reflect.apply(array[method], array, [callback]))).toBe(NOT_THE_KIND);
      expect(refusal(() => Reflect.apply(array.subarray(0, 0)[method], array, [callback, 0]))).toBe(
        NOT_THE_KIND,
      );
    }
  });

  it('let an error of the callback through, and end there', () => {
    let calls = 0;
    const failing = () => {
      calls++;
      throw new Error('mine');
    };
    expect(() => array.forEach(failing)).toThrow('mine');
    expect(() => array.reduce(failing, 0)).toThrow('mine');
    expect(calls).toBe(2);
  });

  it('read each element when its turn comes', () => {
    const seen: number[] = [];
    array.forEach((value, index) => {
      seen.push(value);
      if (index < 2) array.set(index + 1, 7 + index);
    });
    expect(seen).toEqual([3, 7, 8]);
    expect(
      filled(array).reduce((result, value, index) => {
        if (index < 2) array.set(index + 1, 100);
        return result + value;
      }),
    ).toBe(3 + 1 + 100);
    filled(array);
  });

  it('keys, values, entries and the array itself iterate alike', () => {
    expect([...array.keys()]).toEqual([0, 1, 2]);
    expect([...array.values()]).toEqual(values);
    expect([...array.entries()]).toEqual([...values.entries()]);
    expect([...array]).toEqual(values);
    expect(Object.fromEntries(array.entries())).toEqual({ ...values });
    const iterator = array.values();
    expect([iterator[Symbol.iterator]() === iterator, iterator.next(), iterator.return?.()]).toEqual([
      true,
      { done: false, value: 3 },
      { done: true, value: undefined },
    ]);
  });
});

describe('loops whose callback unmaps', () => {
  it.each<[string, (array: AnyArray<typeof uint16>, end: () => void) => void]>([
    ['forEach', (array, end) => array.forEach(end)],
    [
      'reduce',
      (array, end) =>
        array.reduce((sum, value) => {
          end();
          return sum + value;
        }),
    ],
    [
      'values',
      (array, end) => {
        for (const _ of array) end();
      },
    ],
    [
      'entries',
      (array, end) => {
        for (const _ of array.entries()) end();
      },
    ],
  ])('%s end in ERR_MAPPING_UNMAPPED', (_name, loop) => {
    for (const part of [
      (array: AnyArray<typeof uint16>) => array,
      (array: AnyArray<typeof uint16>) => array.subarray(1),
    ]) {
      const array = fakeApi().mapAnonymous(uint16, 4);
      let calls = 0;
      const end = () => {
        calls++;
        munmap(array);
      };
      expect(refusal(() => loop(part(array), end))).toBe(UNMAPPED);
      expect(calls).toBe(1);
    }
  });

  it('do not begin on dead memory', () => {
    const array = fakeApi().mapAnonymous(uint16, 4);
    const empty = array.subarray(2, 2);
    munmap(array);
    for (const dead of [array, empty]) {
      expect(refusal(() => dead.forEach(() => {}))).toBe(UNMAPPED);
      expect(refusal(() => dead.reduce((sum) => sum, 0))).toBe(UNMAPPED);
      expect(refusal(() => dead.toArray())).toBe(UNMAPPED);
    }
    expect(refusal(() => [...array])).toBe(UNMAPPED);
  });
});
