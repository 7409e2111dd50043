import fc from 'fast-check';
import {
  array,
  bool,
  char,
  enumeration,
  float32,
  float64,
  float64be,
  int8,
  int16,
  int32be,
  int64,
  safeInt64,
  struct,
  uint8,
  uint16,
  uint32,
  uint64,
} from '../../src/index.js';
import { badValues, bigints, floats, integers, type Spec, safeIntegers } from './property-values.js';

const letters = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));

const characters: Spec = {
  type: char,
  values: fc.oneof(fc.constantFrom('a', '\0', 'ÿ'), letters),
  bad: badValues(['', 'ab', 'Ā', '😀'], [5, null, undefined, 1n]),
  zero: '\0',
  bytes: (value) => Uint8Array.of(String(value).charCodeAt(0)),
  readBack: (value) => value,
};

const booleans: Spec = {
  type: bool,
  values: fc.boolean(),
  bad: badValues([], [0, 1, 'true', null, undefined]),
  zero: false,
  bytes: (value) => Uint8Array.of(value === true ? 1 : 0),
  readBack: (value) => value,
};

const colours: Record<string, number> = { red: 0, green: 1, blue: 200 };
const nameOf = new Map(Object.entries(colours).map(([name, number]) => [number, name]));

const enumerations: Spec = {
  type: enumeration(colours, uint8),
  values: fc.oneof(fc.constantFrom(...Object.keys(colours)), fc.integer({ min: 0, max: 255 })),
  bad: badValues(['pink', '', 256, -1, 0.5], [null, undefined, {}, 1n]),
  zero: 'red',
  bytes: (value) => Uint8Array.of(typeof value === 'string' ? (colours[value] ?? 0) : Number(value)),
  readBack: (value) => (typeof value === 'number' ? (nameOf.get(value) ?? value) : value),
};

/** Text of so many bytes of UTF-8 at most, none of them a NUL. */
export const textOf = (room: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom('a', 'z', 'é', '€', '😀'), { maxLength: room })
    .map((list) => list.join(''))
    .filter((text) => Buffer.byteLength(text) <= room);

function padded(text: string, size: number): Uint8Array {
  const bytes = Buffer.alloc(size);
  bytes.write(text);
  return bytes;
}

const texts: Spec = {
  type: array(char, 5),
  values: textOf(5),
  bad: badValues(['abcdef', '€€', '\ud800'], [5, null, undefined, ['a']]),
  zero: '',
  bytes: (value) => padded(String(value), 5),
  readBack: (value) => value,
};

const small = integers(uint16, 'Uint16', 0, 65_535);

const triples: Spec = {
  type: array(uint16, 3),
  values: fc.array(small.values, { minLength: 3, maxLength: 3 }),
  bad: badValues([[1, 2, 65_536]], [[1, 2], [1, 2, 3, 4], [1, 2, '3'], 5, null, 'abc']),
  zero: [0, 0, 0],
  bytes: (value) => Buffer.concat((value as number[]).map((item) => small.bytes(item))),
  readBack: (value) => (value as number[]).map((item) => small.readBack(item)),
};

const price = floats(float64, 'Float64');
const id = integers(uint32, 'Uint32', 0, 2 ** 32 - 1);

interface Trade {
  readonly price: number;
  readonly id: number;
  readonly name: string;
}

const whole = { price: 1, id: 2, name: 'x' };

/** 24 bytes without padding. */
const trades: Spec = {
  type: struct({ price: float64, id: uint32, name: array(char, 12) }),
  values: fc.record({ price: price.values, id: id.values, name: textOf(12) }),
  bad: badValues(
    [
      { ...whole, id: -1 },
      { ...whole, name: 'a name too long' },
    ],
    [{ price: 1, id: 2 }, { ...whole, more: 1 }, { ...whole, price: '1' }, 5, null],
  ),
  zero: { price: 0, id: 0, name: '' },
  bytes(value) {
    const trade = value as Trade;
    return Buffer.concat([price.bytes(trade.price), id.bytes(trade.id), padded(trade.name, 12)]);
  },
  readBack(value) {
    const trade = value as Trade;
    return { ...trade, id: trade.id + 0 };
  },
};

/** Types of 1 to 24 bytes: of the engine and of our own, in both byte orders, with parts and without. */
export const specs: readonly Spec[] = [
  integers(uint8, 'Uint8', 0, 255),
  integers(int8, 'Int8', -128, 127),
  integers(int16, 'Int16', -32_768, 32_767),
  integers(int32be, 'Int32', -(2 ** 31), 2 ** 31 - 1),
  id,
  bigints(int64, 'BigInt64', -(2n ** 63n), 2n ** 63n - 1n),
  bigints(uint64, 'BigUint64', 0n, 2n ** 64n - 1n),
  safeIntegers(safeInt64, Number.MIN_SAFE_INTEGER),
  floats(float32, 'Float32'),
  price,
  floats(float64be, 'Float64'),
  characters,
  booleans,
  enumerations,
  texts,
  triples,
  trades,
];
