import { describe, expect, it } from 'vitest';
import { CArray, float64, int64, uint8, uint16, uint32 } from '../src/index.js';
import { NOT_THE_KIND, OUT_OF_RANGE, refusal, thrownBy } from './support/errors.js';
import { notCounts, notTypes, type Refused } from './support/values.js';

describe('CArray.alloc', () => {
  it.each([0, 1, 7, 0n, 7n, -0])('makes %s zeros', (length) => {
    const array = CArray.alloc(uint32, length);
    expect([array.length, array.byteLength, array.stride]).toEqual([
      Number(length) + 0,
      4 * Number(length) + 0,
      4,
    ]);
    expect(array.toArray()).toEqual(Array(Number(length)).fill(0));
    expect([array.writable, array.mapping, array.type]).toEqual([true, undefined, uint32]);
  });

  it.each<Refused>([...notCounts, [undefined, NOT_THE_KIND]])('refuses length %s: %s', (length, expected) => {
    expect(refusal(() => Reflect.apply(CArray.alloc, CArray, [uint8, length]))).toBe(expected);
  });

  it.each([2 ** 45, Number.MAX_SAFE_INTEGER, 2n ** 52n])('refuses %s bytes that no engine has', (length) => {
    expect(refusal(() => CArray.alloc(uint8, length))).toBe(OUT_OF_RANGE);
    expect(refusal(() => CArray.alloc(float64, length))).toBe(OUT_OF_RANGE);
  });

  it('says what to do instead', () => {
    const message = 'The engine cannot allocate 281474976710656 bytes: map anonymous memory instead';
    expect(thrownBy(() => CArray.alloc(float64, 2 ** 45)).message).toBe(message);
  });
});

describe.each(['alloc', 'from', 'of', 'view'] as const)('CArray.%s', (maker) => {
  it('refuses what is no element type', () => {
    const rest = { alloc: 1, from: [], of: 1, view: new ArrayBuffer(8) }[maker];
    for (const type of notTypes)
      expect(refusal(() => Reflect.apply(CArray[maker], CArray, [type, rest]))).toBe(NOT_THE_KIND);
  });
});

describe('CArray.from and CArray.of', () => {
  it.each<[string, Iterable<number>]>([
    ['an Array', [1, 2, 3]],
    ['a Set', new Set([1, 2, 3])],
    ['a typed array', Float64Array.of(1, 2, 3)],
    ['a CArray', CArray.of(float64, 1, 2, 3)],
    [
      'values',
      new Map([
        [0, 1],
        [1, 2],
        [2, 3],
      ]).values(),
    ],
  ])('take %s', (_what, values) => {
    expect(CArray.from(uint16, values).toArray()).toEqual([1, 2, 3]);
  });

  it('make an empty array of nothing', () => {
    expect([CArray.from(uint16, []).length, CArray.of(int64).length]).toEqual([0, 0]);
  });

  it.each([undefined, null, 7, {}, { length: 1, 0: 1 }, Symbol.iterator, { [Symbol.iterator]: 1 }])(
    'refuse %s, which cannot be iterated',
    (values) => {
      expect(refusal(() => Reflect.apply(CArray.from, CArray, [uint16, values]))).toBe(NOT_THE_KIND);
    },
  );

  it.each<[Iterable<unknown>, string]>([
    ['12', NOT_THE_KIND],
    [Array(2), NOT_THE_KIND],
    [[1, 65_536], OUT_OF_RANGE],
    [[1n], NOT_THE_KIND],
  ])('check each value of %o', (values, expected) => {
    expect(refusal(() => Reflect.apply(CArray.from, CArray, [uint16, values]))).toBe(expected);
  });

  it('hand on what an iterable throws', () => {
    const own = new Error('mine');
    function* failing(): Generator<number> {
      yield 1;
      throw own;
    }
    expect(() => CArray.from(uint16, failing())).toThrow(own);
  });

  it('copy: a later change of the source is not seen', () => {
    const source = CArray.of(uint16, 1, 2);
    const copy = CArray.from(uint16, source);
    source.set(0, 9);
    expect(copy.toArray()).toEqual([1, 2]);
  });
});

describe('new CArray', () => {
  it('is refused, whatever it is given', () => {
    for (const given of [[], [undefined], [{}], [{ memory: {} }], [uint8, 4], [4]])
      expect(refusal(() => Reflect.construct(CArray, given))).toBe(NOT_THE_KIND);
  });
});
