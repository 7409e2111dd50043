import { endianness } from 'node:os';
import { inspect } from 'node:util';
import { received } from '../errors/arguments.js';
import { rangeError, typeError } from '../errors/coded.js';
import type { Codec, ElementType, Engine, TypedArray, TypedArrayClass } from './element-type.js';

const littleEndian = endianness() === 'LE';

function refused(name: string, expected: string, value: unknown, kind: 'number' | 'bigint'): Error {
  const message = `A value of type ${name} must be ${expected}.`;
  if (typeof value !== kind) return typeError('ERR_INVALID_ARG_TYPE', `${message} ${received(value)}`);
  return rangeError('ERR_OUT_OF_RANGE', `${message} Received ${inspect(value)}`);
}

function elementType<V, A extends TypedArray>(
  name: string,
  typedArray: TypedArrayClass<A>,
  codec: Omit<Codec<V>, 'engine'> & Pick<Engine, 'refuses'>,
): ElementType<V, A> {
  const { refuses, ...rest } = codec;
  const size = typedArray.BYTES_PER_ELEMENT;
  return Object.freeze({ name, size, alignment: size, codec: { ...rest, engine: { typedArray, refuses } } });
}

type Load<V> = (view: DataView, byteOffset: number) => V;
type Store<V> = (view: DataView, byteOffset: number, value: V) => void;

function integer<A extends TypedArray>(
  name: string,
  typedArray: TypedArrayClass<A>,
  load: Load<number>,
  store: Store<number>,
): ElementType<number, A> {
  const bits = 8 * typedArray.BYTES_PER_ELEMENT;
  const signed = name.startsWith('int');
  const min = signed ? -(2 ** (bits - 1)) : 0;
  const max = signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1;
  const expected = `an integer from ${min} to ${max}`;
  return elementType(name, typedArray, {
    check(value) {
      if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
      throw refused(name, expected, value, 'number');
    },
    load,
    store,
    refuses: `typeof value !== 'number' || ${refusesInteger(bits, signed)}`,
  });
}

/** The engine's own conversion changes exactly the numbers that do not fit. Other kinds must not come here: it calls code of theirs. */
function refusesInteger(bits: number, signed: boolean): string {
  if (bits === 32) return signed ? '(value | 0) !== value' : '(value >>> 0) !== value';
  const shift = 32 - bits;
  return signed ? `((value << ${shift}) >> ${shift}) !== value` : `(value & ${2 ** bits - 1}) !== value`;
}

function bigInteger<A extends TypedArray>(
  name: string,
  typedArray: TypedArrayClass<A>,
  wrap: 'asIntN' | 'asUintN',
  load: Load<bigint>,
  store: Store<bigint>,
): ElementType<bigint, A> {
  const [min, max] = wrap === 'asIntN' ? ['-2n ** 63n', '2n ** 63n - 1n'] : ['0n', '2n ** 64n - 1n'];
  const expected = `a bigint from ${min} to ${max} (safe${name === 'int64' ? 'Int64' : 'Uint64'} takes numbers)`;
  return elementType(name, typedArray, {
    check(value) {
      if (typeof value === 'bigint' && BigInt[wrap](64, value) === value) return value;
      throw refused(name, expected, value, 'bigint');
    },
    load,
    store,
    refuses: `typeof value !== 'bigint' || BigInt.${wrap}(64, value) !== value`,
  });
}

/** C `int8_t`: a number from -128 to 127. */
export const int8 = integer(
  'int8',
  Int8Array,
  (view, at) => view.getInt8(at),
  (view, at, value) => view.setInt8(at, value),
);
/** C `uint8_t`: a number from 0 to 255. */
export const uint8 = integer(
  'uint8',
  Uint8Array,
  (view, at) => view.getUint8(at),
  (view, at, value) => view.setUint8(at, value),
);
/** C `int16_t` in the byte order of the host: a number from -32768 to 32767. */
export const int16 = integer(
  'int16',
  Int16Array,
  (view, at) => view.getInt16(at, littleEndian),
  (view, at, value) => view.setInt16(at, value, littleEndian),
);
/** C `uint16_t` in the byte order of the host: a number from 0 to 65535. */
export const uint16 = integer(
  'uint16',
  Uint16Array,
  (view, at) => view.getUint16(at, littleEndian),
  (view, at, value) => view.setUint16(at, value, littleEndian),
);
/** C `int32_t` in the byte order of the host: a number from -(2 ** 31) to 2 ** 31 - 1. */
export const int32 = integer(
  'int32',
  Int32Array,
  (view, at) => view.getInt32(at, littleEndian),
  (view, at, value) => view.setInt32(at, value, littleEndian),
);
/** C `uint32_t` in the byte order of the host: a number from 0 to 2 ** 32 - 1. */
export const uint32 = integer(
  'uint32',
  Uint32Array,
  (view, at) => view.getUint32(at, littleEndian),
  (view, at, value) => view.setUint32(at, value, littleEndian),
);

const overflowsFloat32 = (value: number): boolean =>
  Number.isFinite(value) && !Number.isFinite(Math.fround(value));

/** C `float` in the byte order of the host: any number that does not overflow to infinity; it is rounded. */
export const float32: ElementType<number, Float32Array> = elementType('float32', Float32Array, {
  check(value) {
    if (typeof value === 'number' && !overflowsFloat32(value)) return value;
    throw refused(
      'float32',
      'a number that rounds to a finite float, or is not finite itself',
      value,
      'number',
    );
  },
  load: (view, at) => view.getFloat32(at, littleEndian),
  store: (view, at, value) => view.setFloat32(at, value, littleEndian),
  // x - x is 0 for finite numbers alone, so only a finite value that rounds to an infinity passes both tests.
  refuses:
    "typeof value !== 'number' || (value - value === 0 && Math.fround(value) - Math.fround(value) !== 0)",
});

/** C `double` in the byte order of the host: any number; NaN, infinities, -0 and subnormals are kept. */
export const float64: ElementType<number, Float64Array> = elementType('float64', Float64Array, {
  check(value) {
    if (typeof value === 'number') return value;
    throw refused('float64', 'a number', value, 'number');
  },
  load: (view, at) => view.getFloat64(at, littleEndian),
  store: (view, at, value) => view.setFloat64(at, value, littleEndian),
  refuses: "typeof value !== 'number'",
});

/** C `int64_t` in the byte order of the host: a bigint from -(2n ** 63n) to 2n ** 63n - 1n. */
export const int64 = bigInteger(
  'int64',
  BigInt64Array,
  'asIntN',
  (view, at) => view.getBigInt64(at, littleEndian),
  (view, at, value) => view.setBigInt64(at, value, littleEndian),
);
/** C `uint64_t` in the byte order of the host: a bigint from 0n to 2n ** 64n - 1n. */
export const uint64 = bigInteger(
  'uint64',
  BigUint64Array,
  'asUintN',
  (view, at) => view.getBigUint64(at, littleEndian),
  (view, at, value) => view.setBigUint64(at, value, littleEndian),
);

/** The bits of a 64-bit integer as a number: stores and loads only what a number holds exactly. */
function safeInteger(name: string, base: ElementType<bigint>, min: number): ElementType<number> {
  const expected = `an integer from ${min} to ${Number.MAX_SAFE_INTEGER}`;
  const { size, alignment } = base;
  const codec: Codec<number> = {
    check(value) {
      if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min) return value;
      throw refused(name, expected, value, 'number');
    },
    load(view, at) {
      const exact = base.codec.load(view, at);
      const value = Number(exact);
      if (Number.isSafeInteger(value)) return value;
      throw rangeError(
        'ERR_OUT_OF_RANGE',
        `The element is ${exact}n, which no number holds exactly: read it as ${base.name}`,
      );
    },
    store: (view, at, value) => base.codec.store(view, at, BigInt(value)),
  };
  return Object.freeze({ name, size, alignment, codec });
}

/** C `int64_t` as a number: the integers from -(2 ** 53 - 1) to 2 ** 53 - 1; loading any other is ERR_OUT_OF_RANGE. */
export const safeInt64 = safeInteger('safeInt64', int64, Number.MIN_SAFE_INTEGER);
/** C `uint64_t` as a number: the integers from 0 to 2 ** 53 - 1; loading any other is ERR_OUT_OF_RANGE. */
export const safeUint64 = safeInteger('safeUint64', uint64, 0);
