import { endianness } from 'node:os';
import fc from 'fast-check';
import type { ElementType } from '../../src/index.js';
import { NOT_THE_KIND, OUT_OF_RANGE } from './errors.js';

/** A value, and the refusal that it must meet. */
export interface Bad {
  readonly value: unknown;
  readonly refusal: string;
}

/** An element type, its values, and their bytes as JavaScript's own DataView and Buffer lay them down. */
export interface Spec {
  readonly type: ElementType;
  readonly values: fc.Arbitrary<unknown>;
  readonly bad: fc.Arbitrary<Bad>;
  /** What zero bytes read as. */
  readonly zero: unknown;
  bytes(value: unknown): Uint8Array;
  /** What is read back after a value was stored. */
  readBack(value: unknown): unknown;
}

const littleHost = endianness() === 'LE';
const isLittle = (type: ElementType): boolean =>
  littleHost ? !type.name.endsWith('be') : type.name.endsWith('le');

const kinds = [undefined, null, '1', {}, Symbol('1')].map((value) => ({ value, refusal: NOT_THE_KIND }));

/** Values that are refused: some for their range, others for their kind. */
export function badValues(beyond: readonly unknown[], others: readonly unknown[]): fc.Arbitrary<Bad> {
  const ranges = beyond.map((value) => ({ value, refusal: OUT_OF_RANGE }));
  const wrong = others.map((value) => ({ value, refusal: NOT_THE_KIND }));
  return fc.constantFrom(...ranges, ...wrong);
}

type NumberSetter = 'Int8' | 'Uint8' | 'Int16' | 'Uint16' | 'Int32' | 'Uint32' | 'Float32' | 'Float64';
type BigSetter = 'BigInt64' | 'BigUint64';

function bytesOf(type: ElementType, setter: NumberSetter | BigSetter, value: unknown): Uint8Array {
  const view = new DataView(new ArrayBuffer(type.size));
  if (setter === 'BigInt64' || setter === 'BigUint64') {
    view[`set${setter}`](0, BigInt(value as number | bigint), isLittle(type));
  } else {
    view[`set${setter}`](0, Number(value), isLittle(type));
  }
  return new Uint8Array(view.buffer);
}

/** Few values often, so that searches find some, and all others now and then. */
const mixed = <T>(few: readonly T[], all: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...few) }, { weight: 1, arbitrary: all });

export function integers(type: ElementType, setter: NumberSetter, min: number, max: number): Spec {
  const beyond = [min - 1, max + 1, 0.5, Number.NaN, Number.NEGATIVE_INFINITY, 2 ** 32 + 1, -(2 ** 40)];
  return {
    type,
    values: mixed([0, -0, 1, 2, min, max], fc.integer({ min, max })),
    bad: fc.oneof(badValues(beyond, [true, 1n]), fc.constantFrom(...kinds)),
    zero: 0,
    bytes: (value) => bytesOf(type, setter, value),
    readBack: (value) => Number(value) + 0,
  };
}

export function safeIntegers(type: ElementType, min: number): Spec {
  const max = Number.MAX_SAFE_INTEGER;
  return {
    type,
    values: mixed([0, -0, 1, min, max], fc.integer({ min, max })),
    bad: fc.oneof(badValues([min - 1, max + 1, 0.5, Number.NaN, 2 ** 64], [1n]), fc.constantFrom(...kinds)),
    zero: 0,
    bytes: (value) => bytesOf(type, 'BigInt64', value),
    readBack: (value) => Number(value) + 0,
  };
}

export function bigints(type: ElementType, setter: BigSetter, min: bigint, max: bigint): Spec {
  return {
    type,
    values: mixed([0n, 1n, min, max], fc.bigInt({ min, max })),
    bad: fc.oneof(badValues([min - 1n, max + 1n, 2n ** 200n], [1, true]), fc.constantFrom(...kinds)),
    zero: 0n,
    bytes: (value) => bytesOf(type, setter, value),
    readBack: (value) => value,
  };
}

const special = [0, -0, 1, -1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

export function floats(type: ElementType, setter: 'Float32' | 'Float64'): Spec {
  const single = setter === 'Float32';
  return {
    type,
    values: mixed<number>([...special, 0.1, 5e-324], single ? fc.float() : fc.double()),
    bad: fc.oneof(
      badValues(single ? [2 ** 128, -Number.MAX_VALUE] : [], [1n, true]),
      fc.constantFrom(...kinds),
    ),
    zero: 0,
    bytes: (value) => bytesOf(type, setter, value),
    readBack: (value) => (single ? Math.fround(Number(value)) : value),
  };
}
