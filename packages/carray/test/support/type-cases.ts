import {
  array,
  bchar,
  bool,
  boolOf,
  char,
  type ElementType,
  enumeration,
  float32be,
  float64be,
  int16be,
  int32be,
  int64be,
  pointer,
  safeInt64be,
  struct,
  uint8,
  uint16,
  uint16be,
  uint32,
  uint32be,
  uint64be,
  union,
  wchar,
  zarray,
} from '../../src/index.js';
import { numberCases, readBack } from './numbers.js';

/** A value, and what is read back after it was stored. */
export type Stored = readonly [value: unknown, loaded: unknown];

export interface TypeCase {
  readonly name: string;
  readonly type: ElementType;
  readonly fits: readonly Stored[];
  /** Values of the right kind that no element can hold. */
  readonly beyond: readonly unknown[];
  /** Values of another kind. */
  readonly wrong: readonly unknown[];
}

const noNumbers = ['1', '', true, null, undefined, {}, [1], Symbol('1'), () => 1, Object(1), new Date(1)];
const others = { number: [1n, 0n], bigint: [1, 0, 0.5] };

const same = (...values: unknown[]): Stored[] => values.map((value) => [value, value]);

const bigEndian: readonly ElementType[] = [
  ...[int16be, uint16be, int32be, uint32be, int64be, uint64be, float32be, float64be, safeInt64be],
];

const hostCases: TypeCase[] = numberCases.map((numberCase) => {
  const { name, type, fits, beyond } = numberCase;
  const kind = typeof fits[0] === 'bigint' ? 'bigint' : 'number';
  const stored = fits.map((value): Stored => [value, readBack(numberCase, value)]);
  return { name, type, fits: stored, beyond, wrong: [...noNumbers, ...others[kind]] };
});

const bigEndianCases = bigEndian.map((type): TypeCase => {
  const host = hostCases.find(({ name }) => `${name}be` === type.name);
  if (host === undefined) throw new Error(`no numbers for ${type.name}`);
  return { ...host, name: type.name, type };
});

const point = struct({ x: uint32, y: uint8 });
const either = union({ whole: uint16, bytes: array(uint8, 2) });

const otherCases: TypeCase[] = [
  { name: 'bool', type: bool, fits: same(true, false), beyond: [], wrong: [0, 1, 'true', null, 1n, {}] },
  {
    name: 'boolOf(uint32)',
    type: boolOf(uint32),
    fits: same(true, false),
    beyond: [],
    wrong: [0, 1, 'true', null, undefined, Object(true)],
  },
  {
    name: 'char',
    type: char,
    fits: same('a', '\0', '\xff'),
    beyond: ['', 'ab', '\u0100', '\u{1f600}'],
    wrong: [97, null, undefined, Object('a'), ['a']],
  },
  {
    name: 'bchar',
    type: bchar,
    fits: same('a', '\xff'),
    beyond: ['', 'ab', '\u0100'],
    wrong: [97, null, undefined],
  },
  {
    name: 'wchar',
    type: wchar,
    fits: same('a', '\uffff', '\u{10ffff}'),
    beyond: ['', 'ab', '\u{1f600}x'],
    wrong: [97, null, undefined],
  },
  {
    name: 'array(char, 4)',
    type: array(char, 4),
    fits: same('', 'a', 'abcd', 'éé'),
    beyond: ['abcde', 'ééx'],
    wrong: [5, null, ['a'], Object('a')],
  },
  {
    name: 'zarray(char, 4)',
    type: zarray(char, 4),
    fits: same('', 'abc'),
    beyond: ['abcd'],
    wrong: [5, null],
  },
  {
    name: 'enumeration',
    type: enumeration({ red: 0, green: 1, far: -7 }),
    fits: [...same('red', 'green', 'far', 5, -(2 ** 31)), [1, 'green'], [-7, 'far']],
    beyond: ['blue', '', '__proto__', 'toString', 2 ** 31, 0.5, Number.NaN],
    wrong: [1n, null, undefined, true, {}],
  },
  {
    name: 'pointer',
    type: pointer,
    fits: same(0n, 2n ** 47n, 2n ** 64n - 1n),
    beyond: [-1n, 2n ** 64n],
    wrong: [0, '0', null],
  },
  {
    name: 'struct',
    type: point,
    fits: same({ x: 0, y: 0 }, { x: 2 ** 32 - 1, y: 255 }),
    beyond: [
      { x: 1, y: 256 },
      { x: -1, y: 1 },
      { x: 1e-20, y: 1 },
    ],
    wrong: [5, null, undefined, 'x', {}, { x: 1 }, { x: 1, y: 1, z: 1 }, { x: 1, y: '1' }, { x: 1, y: 1n }],
  },
  {
    name: 'union',
    type: either,
    fits: [[{ bytes: [1, 2] }, { whole: 0x0201, bytes: [1, 2] }]],
    beyond: [{ whole: 65_536 }, { bytes: [1, 256] }],
    wrong: [5, null, {}, { whole: 1, bytes: [1, 2] }, { other: 1 }, { bytes: [1] }],
  },
  {
    name: 'array(uint16, 3)',
    type: array(uint16, 3),
    fits: same([1, 2, 65_535]),
    beyond: [
      [1, 2, 65_536],
      [-1, 0, 0],
    ],
    wrong: [5, null, '123', [1, 2], [1, 2, 3, 4], [1, 2, '3'], { length: 3 }],
  },
];

/** An element type of each sort, with values at its limits, one beyond, and of other kinds. */
export const typeCases: readonly TypeCase[] = [...hostCases, ...bigEndianCases, ...otherCases];
