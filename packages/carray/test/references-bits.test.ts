import { describe, expect, it } from 'vitest';
import {
  bits,
  bool,
  CArray,
  int8,
  int32,
  int64,
  type RecordType,
  struct,
  uint8,
  uint16,
  uint32,
  uint64,
} from '../src/index.js';
import { checkedArray } from './support/api.js';
import { NOT_THE_KIND, OUT_OF_RANGE, refusal } from './support/errors.js';

const flags = struct({
  low: bits(uint8, 3),
  signed: bits(int8, 5),
  flag: bits(bool, 1),
  straddling: bits(uint32, 13),
  whole: bits(uint32, 32),
  minus: bits(int32, 32),
  big: bits(uint64, 61),
  far: bits(int64, 64),
});
/** Not aligned to anything: fields begin and end in the middle of bytes. */
const packed = struct(
  {
    a: bits(uint8, 5),
    b: bits(uint16, 15),
    c: bits(int32, 31),
    d: bits(bool, 1),
    e: bits(int64, 64),
    f: bits(uint32, 30),
    g: bits(int32, 2),
  },
  { pack: 1 },
);

const unsigned = (width: number) => ({ fits: [0, 1, 2 ** width - 1], beyond: [2 ** width, -1, 0.5, 1e-20] });
const signed = (width: number) => ({
  fits: [0, -1, 2 ** (width - 1) - 1, -(2 ** (width - 1))],
  beyond: [2 ** (width - 1), -(2 ** (width - 1)) - 1, Number.NaN],
});
const unsignedBig = (width: bigint) => ({ fits: [0n, 2n ** width - 1n], beyond: [2n ** width, -1n] });
const signedBig = (width: bigint) => ({
  fits: [-1n, 2n ** (width - 1n) - 1n, -(2n ** (width - 1n))],
  beyond: [2n ** (width - 1n), -(2n ** (width - 1n)) - 1n],
});
const truth = { fits: [true, false], beyond: [] };

interface Limits {
  readonly fits: readonly unknown[];
  readonly beyond: readonly unknown[];
}
const cases: [string, RecordType<object>, Record<string, Limits>][] = [
  [
    'flags',
    flags,
    {
      low: unsigned(3),
      signed: signed(5),
      flag: truth,
      straddling: unsigned(13),
      whole: unsigned(32),
      minus: signed(32),
      big: unsignedBig(61n),
      far: signedBig(64n),
    },
  ],
  [
    'packed flags',
    packed,
    {
      a: unsigned(5),
      b: unsigned(15),
      c: signed(31),
      d: truth,
      e: signedBig(64n),
      f: unsigned(30),
      g: signed(2),
    },
  ],
];

const wrongFor = (value: unknown): unknown[] =>
  [1, 1n, true, '1', null, undefined, {}].filter((each) => typeof each !== typeof value);

describe.each(cases)('bit-fields of %s', (_name, type, limits) => {
  const ways: [string, () => { bytes: CArray<typeof uint8>; structs: CArray }][] = [
    ['generated', () => over(CArray.alloc(uint8, 3 * type.size))],
    ['unaligned', () => over(CArray.alloc(uint8, 3 * type.size + 1), 1)],
    ['checked', () => over(checkedArray(uint8, 3 * type.size))],
  ];
  const over = (bytes: CArray<typeof uint8>, byteOffset = 0) => ({
    bytes,
    structs: bytes.cast(type, byteOffset),
  });

  it.each(ways)('%s: hold their limits, and leave all other bits alone', (_way, make) => {
    for (const background of [0, 0xff, 0xa5]) {
      const { bytes, structs } = make();
      bytes.fill(background);
      const reference = structs.ref(1) as Record<string, unknown>;
      const names = Object.keys(limits);
      for (const [name, { fits }] of Object.entries(limits)) {
        const before = names.map((each) => [each, reference[each]]);
        const original = reference[name];
        const bytesBefore = bytes.toBuffer();
        for (const value of fits) {
          reference[name] = value;
          expect(reference[name], name).toBe(value);
          expect(structs.get(1)).toMatchObject({ [name]: value });
        }
        reference[name] = original;
        expect(names.map((each) => [each, reference[each]])).toEqual(before);
        expect(bytes.toBuffer().equals(bytesBefore), name).toBe(true);
      }
    }
  });

  it.each(ways)('%s: refuse what does not fit, and nothing changes', (_way, make) => {
    const { bytes, structs } = make();
    bytes.fill(0xa5);
    const reference = structs.ref(1);
    const before = bytes.toBuffer();
    for (const [name, { fits, beyond }] of Object.entries(limits)) {
      const store = (value: unknown) => refusal(() => Reflect.set(Object(reference), name, value));
      expect(beyond.map(store), name).toEqual(beyond.map(() => OUT_OF_RANGE));
      expect(wrongFor(fits[0]).map(store), name).toEqual(wrongFor(fits[0]).map(() => NOT_THE_KIND));
    }
    expect(bytes.toBuffer().equals(before)).toBe(true);
  });

  it.each(Object.keys(limits))('the column of %s reads and stores the same bits', (name) => {
    const { bytes, structs } = over(CArray.alloc(uint8, 3 * type.size));
    bytes.fill(0xa5);
    const column: CArray = Reflect.apply(structs.field, structs, [name]);
    const { fits = [], beyond = [] } = limits[name] ?? {};
    const others = () => structs.toArray().map((each) => ({ ...Object(each), [name]: 0 }));
    const before = others();
    for (const value of fits) {
      column.set(1, value);
      expect([column.get(1), structs.get(1)]).toEqual([value, { ...Object(structs.get(1)), [name]: value }]);
    }
    for (const value of beyond) expect(refusal(() => column.set(1, value))).toBe(OUT_OF_RANGE);
    expect(others()).toEqual(before);
  });
});

describe('many elements of a column of bit-fields at once', () => {
  const sideBySide = struct({ a: bits(uint8, 3), b: bits(uint8, 5) });
  const apart = struct({ a: bits(uint8, 3), b: bits(uint8, 5), c: uint8 });
  type Pairs = CArray<RecordType<{ a: number; b: number }>>;
  const filled = (type: typeof sideBySide | typeof apart): Pairs => {
    const array = CArray.alloc(type, 4) as unknown as Pairs;
    for (let index = 0; index < 4; index++)
      Object.assign(array.ref(index) as object, { a: index + 1, b: 11 + index });
    return array;
  };
  const bulk: [string, (column: CArray) => unknown, number[]][] = [
    ['fill', (column) => column.fill(5), [5, 5, 5, 5]],
    ['fill of a part', (column) => column.fill(5, 1, 3), [1, 5, 5, 4]],
    ['replace', (column) => column.replace([7, 6, 5, 4]), [7, 6, 5, 4]],
    ['replace that shifts down', (column) => column.replace([7], 0, 2), [7, 3, 4, 0]],
    ['replace that shifts up', (column) => column.replace([7, 6], 0, 1), [7, 6, 2, 3]],
    ['replace by indexes', (column) => column.replace([7, 6], [3, 0]), [6, 2, 3, 7]],
    ['copyWithin', (column) => column.copyWithin(0, 2), [3, 4, 3, 4]],
    ['reverse', (column) => column.reverse(), [4, 3, 2, 1]],
  ];

  describe.each([
    ['side by side', sideBySide],
    ['apart', apart],
  ])('%s', (_what, type) => {
    it.each(bulk)('%s: the neighbours keep their bits', (_name, change, expected) => {
      const array = filled(type);
      const column: CArray = Reflect.apply(array.field, array, ['a']);
      change(column);
      const after = array.toArray();
      expect(after.map(({ a }) => a)).toEqual(expected);
      expect(after.map(({ b }) => b)).toEqual([11, 12, 13, 14]);
    });
  });
});
