import { describe, expect, it } from 'vitest';
import {
  array,
  CArray,
  char,
  type ElementType,
  enumeration,
  float32,
  int64,
  safeInt64,
  safeUint64,
  struct,
  uint8,
  uint64,
} from '../src/index.js';
import { checkedArray, type Way, wayOf } from './support/api.js';
import { NOT_THE_KIND, OUT_OF_RANGE, refusal, thrownBy } from './support/errors.js';
import { bytesOf, type NumberCase, numberCases, readBack } from './support/numbers.js';

const untouched = 0xa5;

/** Three elements of the untouched byte, in each way that a CArray is made. */
function everyWay({ type }: NumberCase): [string, CArray][] {
  const spaced = struct({ gap: uint8, x: type });
  const checked = checkedArray(uint8, 3 * type.size);
  const aligned = CArray.alloc(uint8, 3 * type.size);
  const unaligned = CArray.alloc(uint8, 3 * type.size + 1);
  const structs = CArray.alloc(uint8, 3 * spaced.size);
  for (const bytes of [checked, aligned, unaligned, structs]) bytes.fill(untouched);
  return [
    ['aligned', aligned.cast(type)],
    ['unaligned', unaligned.cast(type, 1)],
    ['a column', structs.cast(spaced).field('x')],
    ['checked', checked.cast(type)],
  ];
}

const kinds = ['number', 'bigint'] as const;
const wrongKinds: unknown[] = [
  '1',
  '',
  true,
  false,
  null,
  undefined,
  {},
  [],
  [1],
  Symbol('1'),
  () => 1,
  new Date(1),
  Object(1),
  Object(1n),
];

describe.each(numberCases)('$name', (numberCase) => {
  const { type, fits, beyond, generated } = numberCase;
  const otherKind = kinds.find((kind) => kind !== typeof fits[0]);

  it('has generated accessors of the kind that its memory allows', () => {
    const ways = everyWay(numberCase).map(([what, array]): [string, Way] => [what, wayOf(array)]);
    const alwaysAligned = type.size === 1;
    expect(ways).toEqual([
      ['aligned', generated ? 'typed' : 'view'],
      ['unaligned', alwaysAligned ? 'typed' : 'view'],
      ['a column', 'view'],
      ['checked', 'checked'],
    ]);
  });

  it.each(fits)('stores the bytes of %s as a DataView does, and only those', (value) => {
    const neighbour = Array(type.size).fill(untouched);
    for (const [way, array] of everyWay(numberCase)) {
      array.set(1, value);
      expect([...array.toBuffer()], way).toEqual([...neighbour, ...bytesOf(numberCase, value), ...neighbour]);
      expect(array.get(1), way).toBe(readBack(numberCase, value));
    }
  });

  it.each(fits)('takes %s in fill, setAt, of and from alike', (value) => {
    const expected = [...bytesOf(numberCase, value), ...bytesOf(numberCase, value)];
    for (const [way, array] of everyWay(numberCase)) {
      expect([...array.fill(value, 1).toBuffer().subarray(type.size)], way).toEqual(expected);
      array.setAt(-3, value);
      expect(array.at(0), way).toBe(readBack(numberCase, value));
    }
    expect([...CArray.of(type, value, value).toBuffer()]).toEqual(expected);
    expect([...CArray.from(type, [value].values()).toArray()]).toEqual([readBack(numberCase, value)]);
  });

  const wrongKind = otherKind === 'bigint' ? [0n, 1n, -1n, 2n ** 64n] : [0, 1, -1, 0.5, Number.NaN];
  const refused: [unknown, string][] = [
    ...beyond.map((value): [unknown, string] => [value, OUT_OF_RANGE]),
    ...[...wrongKinds, ...wrongKind].map((value): [unknown, string] => [value, NOT_THE_KIND]),
  ];
  it.each(refused)(
    'refuses %s with %s everywhere, in the same words, and changes nothing',
    (value, expected) => {
      const messages = new Set<string>();
      const fails = (way: string, act: () => unknown) => {
        expect(refusal(act), way).toBe(expected);
        messages.add(thrownBy(act).message);
      };
      for (const [way, array] of everyWay(numberCase)) {
        const before = array.toBuffer();
        fails(way, () => array.set(1, value));
        fails(way, () => array.setAt(-1, value));
        fails(way, () => array.fill(value));
        fails(way, () => array.fill(value, 1, 1));
        expect(array.toBuffer().equals(before), way).toBe(true);
      }
      fails('of', () => CArray.of(type, fits[0], value));
      fails('from', () => CArray.from(type, [value]));
      expect([...messages]).toHaveLength(1);
    },
  );

  it('never calls code of the caller to convert a value', () => {
    const calls: string[] = [];
    const convertible = {
      valueOf: () => calls.push('valueOf'),
      toString: () => String(calls.push('toString')),
      [Symbol.toPrimitive]: () => calls.push('toPrimitive'),
    };
    for (const [way, array] of everyWay(numberCase)) {
      expect(
        refusal(() => array.set(0, convertible)),
        way,
      ).toBe(NOT_THE_KIND);
    }
    expect(calls).toEqual([]);
  });
});

describe('messages', () => {
  it.each([
    [uint8, 256, 'A value of type uint8 must be an integer from 0 to 255. Received 256'],
    [uint8, '7', "A value of type uint8 must be an integer from 0 to 255. Received type string ('7')"],
    [uint8, null, 'A value of type uint8 must be an integer from 0 to 255. Received null'],
    [
      float32,
      1e39,
      'A value of type float32 must be a number that rounds to a finite float, or is not finite itself. Received 1e+39',
    ],
    [
      int64,
      5,
      'A value of type int64 must be a bigint from -2n ** 63n to 2n ** 63n - 1n (safeInt64 takes numbers). Received type number (5)',
    ],
    [
      uint64,
      -1n,
      'A value of type uint64 must be a bigint from 0n to 2n ** 64n - 1n (safeUint64 takes numbers). Received -1n',
    ],
  ])('%o, %s: %s', (type, value, message) => {
    const array: CArray = CArray.alloc(type, 1);
    expect(thrownBy(() => array.set(0, value)).message).toBe(message);
  });
});

describe('what is refused is shown in part, however long it is', () => {
  const long = 'x'.repeat(1_000_000);
  const point = struct({ x: uint8 });
  it.each<[string, ElementType, unknown]>([
    ['a character', char, long],
    ['a number', uint8, long],
    ['a bigint', uint64, 10n ** 10_000n],
    ['a text', array(char, 4), long],
    ['a name of an enumeration', enumeration({ red: 0 }), long],
    ['a field that is none', point, { x: 1, [long]: 1 }],
    ['the value of a field', point, { x: long }],
    ['an object with a long field', uint8, { [long]: 1 }],
  ])('%s', (_, type, value) => {
    const elements: CArray = CArray.alloc(type, 1);
    expect(thrownBy(() => elements.set(0, value)).message.length).toBeLessThan(250);
  });

  it('so are positions and texts', () => {
    const elements = CArray.alloc(char, 4);
    for (const use of [
      () => elements.writeString(`${long}é\ud800`),
      () => elements.writeString(long),
      () => Reflect.apply(elements.get, elements, [long]),
      () => Reflect.apply(CArray.alloc, CArray, [uint8, 10n ** 10_000n]),
    ]) {
      expect(thrownBy(use).message.length).toBeLessThan(250);
    }
  });
});

describe('safe integers that a number cannot hold', () => {
  it.each([
    [safeInt64, 2n ** 53n, 'int64'],
    [safeInt64, -(2n ** 53n), 'int64'],
    [safeInt64, -(2n ** 63n), 'int64'],
    [safeUint64, 2n ** 53n, 'uint64'],
    [safeUint64, 2n ** 64n - 1n, 'uint64'],
  ])('%o: loading %s is an error that names %s, and the neighbours load', (type, value, base) => {
    const array = CArray.view(type, BigUint64Array.of(1n, BigInt.asUintN(64, value), 3n));
    for (const load of [() => array.get(1), () => array.at(-2), () => array.toArray(), () => [...array]]) {
      expect(refusal(load)).toBe(OUT_OF_RANGE);
    }
    const message = `The element is ${value}n, which no number holds exactly: read it as ${base}`;
    expect(thrownBy(() => array.get(1)).message).toBe(message);
    expect([array.get(0), array.get(2)]).toEqual([1, 3]);
  });
});
