import { describe, expect, it } from 'vitest';
import {
  CArray,
  MAP_ANONYMOUS,
  MAP_PRIVATE,
  munmap,
  PROT_NONE,
  PROT_READ,
  struct,
  uint8,
  uint16,
} from '../src/index.js';
import { checkedArray, fakeApi, wayOf } from './support/api.js';
import {
  NO_ACCESS,
  NOT_THE_KIND,
  OUT_OF_RANGE,
  READ_ONLY,
  refusal,
  thrownBy,
  UNMAPPED,
} from './support/errors.js';
import { numberCases } from './support/numbers.js';

const LENGTH = 5;

const outside = [
  LENGTH,
  LENGTH + 1,
  255,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  Number.MAX_VALUE,
  -1,
  -LENGTH,
  -LENGTH - 1,
];
const notIntegers = [
  0.5,
  -0.5,
  3.999,
  5e-324,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
];
const notNumbers: unknown[] = [
  '0',
  '',
  'length',
  '-0',
  null,
  undefined,
  true,
  0n,
  1n,
  {},
  [],
  [0],
  Symbol.iterator,
  Object(0),
  () => 0,
];

/** A method called with an index of any kind, as JavaScript can. */
function call(array: CArray, method: 'get' | 'set' | 'at' | 'setAt', index: unknown): unknown {
  const value = array.type.name.endsWith('nt64') && !array.type.name.startsWith('safe') ? 7n : 7;
  return Reflect.apply(array[method], array, [index, value]);
}

describe.each(numberCases)('an array of $name', ({ type, generated, fits }) => {
  const one = typeof fits[0] === 'bigint' ? 1n : 1;
  const numberOf = (value: number) => (typeof one === 'bigint' ? BigInt(value) : value);
  const filled = (array: CArray): CArray => {
    for (let index = 0; index < LENGTH; index++) array.set(index, numberOf(10 + index));
    return array;
  };
  const contents = [10, 11, 12, 13, 14].map(numberOf);
  const ways: [string, CArray][] = [
    [generated ? 'typed' : 'view', filled(CArray.alloc(type, LENGTH))],
    ['view', filled(CArray.alloc(struct({ gap: uint8, x: type }), LENGTH).field('x'))],
    ['checked', filled(checkedArray(type, LENGTH))],
  ];

  it.each(ways)('%s: takes every index in range, negative zero too', (way, array) => {
    expect(wayOf(array)).toBe(way);
    expect([0, 1, 2, 3, 4].map((index) => array.get(index))).toEqual(contents);
    expect(array.get(-0)).toBe(contents[0]);
    expect([0, 4, -1, -5, -0].map((index) => array.at(index))).toEqual([10, 14, 14, 10, 10].map(numberOf));
    for (const index of [LENGTH, 2 ** 32, 2 ** 53, -LENGTH - 1, -(2 ** 53)])
      expect(array.at(index)).toBeUndefined();
  });

  it.each(ways)('%s: refuses every other index, and works on', (_way, array) => {
    for (let round = 0; round < 3; round++) {
      for (const index of [...outside, ...notIntegers]) {
        expect(refusal(() => call(array, 'get', index))).toBe(OUT_OF_RANGE);
        expect(refusal(() => call(array, 'set', index))).toBe(OUT_OF_RANGE);
      }
      for (const index of [...notIntegers, LENGTH, -LENGTH - 1, 2 ** 32]) {
        expect(refusal(() => call(array, 'setAt', index))).toBe(OUT_OF_RANGE);
      }
      for (const index of notIntegers) expect(refusal(() => call(array, 'at', index))).toBe(OUT_OF_RANGE);
      for (const method of ['get', 'set', 'at', 'setAt'] as const) {
        for (const index of notNumbers) expect(refusal(() => call(array, method, index))).toBe(NOT_THE_KIND);
      }
    }
    expect(array.toArray()).toEqual(contents);
    array.setAt(-1, one);
    array.set(3, one);
    expect(array.toArray()).toEqual([...contents.slice(0, 3), one, one]);
  });
});

describe('messages', () => {
  const array = CArray.of(uint8, 1, 2, 3);
  const range = 'The value of "index" is out of range. It must be';
  it.each([
    ['get', 3, `${range} an integer from 0 to 2. Received 3`],
    ['get', -1, `${range} an integer from 0 to 2 (at counts from the end). Received -1`],
    ['set', -3, `${range} an integer from 0 to 2 (at counts from the end). Received -3`],
    ['get', -4, `${range} an integer from 0 to 2. Received -4`],
    ['get', 1.5, `${range} an integer from 0 to 2. Received 1.5`],
    ['setAt', -4, `${range} an integer from -3 to 2. Received -4`],
    ['get', '1', `The "index" argument must be of type number. Received type string ('1')`],
    ['at', null, 'The "index" argument must be of type number. Received null'],
    ['at', 0n, 'The "index" argument must be of type number. Received type bigint (0n)'],
  ] as const)('%s(%s): %s', (method, index, message) => {
    expect(thrownBy(() => call(array, method, index)).message).toBe(message);
  });

  it('says of an empty array that it has no element', () => {
    const message = `${range} of an element, but the array has none. Received 0`;
    expect(thrownBy(() => CArray.alloc(uint8, 0).get(0)).message).toBe(message);
  });
});

describe('the order of checks: kind of index, range, liveness, protection, value', () => {
  const { mmap } = fakeApi();
  const anonymous = (prot: number) => mmap(uint16, 64, prot, MAP_PRIVATE | MAP_ANONYMOUS);
  const dead = anonymous(PROT_READ);
  munmap(dead);
  it.each<[string, CArray, string, string]>([
    ['a dead array', dead, UNMAPPED, UNMAPPED],
    ['a read-only array', anonymous(PROT_READ), READ_ONLY, 'none'],
    ['an array without access', anonymous(PROT_NONE), NO_ACCESS, NO_ACCESS],
    ['a heap array', CArray.alloc(uint16, 32), OUT_OF_RANGE, 'none'],
  ])('%s', (_what, array, onStore, onLoad) => {
    const loads = (action: () => unknown) => {
      if (onLoad === 'none') expect(action()).toBe(0);
      else expect(refusal(action)).toBe(onLoad);
    };
    const setAny = (index: unknown, value: unknown) => Reflect.apply(array.set, array, [index, value]);
    expect(refusal(() => setAny('0', 70_000))).toBe(NOT_THE_KIND);
    expect(refusal(() => setAny(32, 'no value'))).toBe(OUT_OF_RANGE);
    expect(refusal(() => setAny(31, 70_000))).toBe(onStore);
    expect(refusal(() => array.setAt(-1, 70_000))).toBe(onStore);
    expect(refusal(() => array.fill(70_000))).toBe(onStore);
    expect(refusal(() => call(array, 'get', null))).toBe(NOT_THE_KIND);
    expect(refusal(() => array.get(-1))).toBe(OUT_OF_RANGE);
    loads(() => array.get(31));
    loads(() => array.at(-1));
  });
});

describe('at, out of range', () => {
  it('is undefined on memory without access, since it touches nothing', () => {
    const { mmap } = fakeApi();
    const closed = mmap(uint8, 64, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS);
    expect(closed.at(64)).toBeUndefined();
    expect(closed.subarray(8).at(64)).toBeUndefined();
  });
});
