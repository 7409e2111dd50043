import {
  type ElementType,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  safeInt64,
  safeUint64,
  uint8,
  uint16,
  uint32,
  uint64,
} from '../../src/index.js';

type Setter = 'Int8' | 'Uint8' | 'Int16' | 'Uint16' | 'Int32' | 'Uint32' | 'Float32' | 'Float64';
type BigSetter = 'BigInt64' | 'BigUint64';

export interface NumberCase {
  readonly name: string;
  readonly type: ElementType;
  readonly setter: Setter | BigSetter;
  /** Values to store. */
  readonly fits: readonly (number | bigint)[];
  /** Values of the right kind that no element can hold. */
  readonly beyond: readonly (number | bigint)[];
  /** Whether there are generated accessors. */
  readonly generated: boolean;
}

const notIntegers = [0.5, -0.5, 1e-320, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

function integers(type: ElementType, setter: Setter, min: number, max: number): NumberCase {
  const fits = [0, -0, 1, min, min + 1, max, max - 1, (max + min + 1) / 2];
  // The multiples of 2 ** 32 wrap to values that fit.
  const beyond = [
    min - 1,
    max + 1,
    2 ** 32 + 1,
    -(2 ** 32),
    2 ** 53,
    1e300,
    -1e300,
    max - 0.5,
    ...notIntegers,
  ];
  return { name: type.name, type, setter, fits, beyond, generated: true };
}

function bigintegers(type: ElementType, setter: BigSetter, min: bigint, max: bigint): NumberCase {
  const beyond = [min - 1n, max + 1n, min - 2n ** 64n, max + 2n ** 64n, 2n ** 200n, -(2n ** 200n)];
  return {
    name: type.name,
    type,
    setter,
    fits: [0n, 1n, min, min + 1n, max, max - 1n],
    beyond,
    generated: true,
  };
}

function safeIntegers(type: ElementType, setter: BigSetter, min: number): NumberCase {
  const max = Number.MAX_SAFE_INTEGER;
  const beyond = [min - 1, max + 1, -(2 ** 63), 2 ** 64, 1e300, ...notIntegers];
  return {
    name: type.name,
    type,
    setter,
    fits: [0, -0, 1, min, min + 1, max, max - 1],
    beyond,
    generated: false,
  };
}

const anyFloat = [0, -0, 1, -1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const maxFloat = 2 ** 128 - 2 ** 104;
const minSubnormal = 2 ** -149;
const floats = [
  ...anyFloat,
  0.1,
  maxFloat,
  -maxFloat,
  2 ** -126,
  minSubnormal,
  -minSubnormal,
  minSubnormal / 2,
  5e-324,
];
/** Halfway to the next float that would be, and ties go to even: the first number that rounds to an infinity. */
const firstOverflow = maxFloat + 2 ** 103;
const doubles = [
  ...anyFloat,
  0.1,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  2 ** -1022,
  Number.MIN_VALUE,
  -Number.MIN_VALUE,
];

/** Each of the types of a plain number, with every limit and the values one beyond. */
export const numberCases: readonly NumberCase[] = [
  integers(int8, 'Int8', -128, 127),
  integers(uint8, 'Uint8', 0, 255),
  integers(int16, 'Int16', -32_768, 32_767),
  integers(uint16, 'Uint16', 0, 65_535),
  integers(int32, 'Int32', -2_147_483_648, 2_147_483_647),
  integers(uint32, 'Uint32', 0, 4_294_967_295),
  bigintegers(int64, 'BigInt64', -(2n ** 63n), 2n ** 63n - 1n),
  bigintegers(uint64, 'BigUint64', 0n, 2n ** 64n - 1n),
  safeIntegers(safeInt64, 'BigInt64', Number.MIN_SAFE_INTEGER),
  safeIntegers(safeUint64, 'BigUint64', 0),
  {
    name: 'float32',
    type: float32,
    setter: 'Float32',
    fits: [...floats, firstOverflow * (1 - Number.EPSILON)],
    beyond: [firstOverflow, -firstOverflow, Number.MAX_VALUE, -Number.MAX_VALUE],
    generated: true,
  },
  { name: 'float64', type: float64, setter: 'Float64', fits: doubles, beyond: [], generated: true },
];

/** The bytes that a DataView stores for a value, in the byte order of the host. */
export function bytesOf({ setter, type }: NumberCase, value: number | bigint): number[] {
  const view = new DataView(new ArrayBuffer(type.size));
  const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
  if (setter === 'BigInt64' || setter === 'BigUint64') view[`set${setter}`](0, BigInt(value), littleEndian);
  else view[`set${setter}`](0, Number(value), littleEndian);
  return [...new Uint8Array(view.buffer)];
}

/** What is read back after a value was stored: integers know no -0, and float32 rounds. */
export function readBack({ setter }: NumberCase, value: number | bigint): number | bigint {
  if (typeof value === 'bigint' || setter === 'Float64') return value;
  return setter === 'Float32' ? Math.fround(value) : value + 0;
}
