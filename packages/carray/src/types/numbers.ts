import {
  bigIntegerKind,
  float32Kind,
  float64Kind,
  inOrder,
  integerKind,
  safeInteger,
} from './number-types.js';

/*
 * Each number of 16 bits and more comes in three byte orders: that of the host, as C programs on this machine
 * have it, and big-endian or little-endian, as file formats and networks lay it down.
 */

const int8Kind = integerKind<Int8Array>(
  'int8',
  Int8Array,
  (view, at) => view.getInt8(at),
  (view, at, value) => view.setInt8(at, value),
);
const uint8Kind = integerKind<Uint8Array>(
  'uint8',
  Uint8Array,
  (view, at) => view.getUint8(at),
  (view, at, value) => view.setUint8(at, value),
);
const int16Kind = integerKind<Int16Array>(
  'int16',
  Int16Array,
  (view, at, little) => view.getInt16(at, little),
  (view, at, value, little) => view.setInt16(at, value, little),
);
const uint16Kind = integerKind<Uint16Array>(
  'uint16',
  Uint16Array,
  (view, at, little) => view.getUint16(at, little),
  (view, at, value, little) => view.setUint16(at, value, little),
);
const int32Kind = integerKind<Int32Array>(
  'int32',
  Int32Array,
  (view, at, little) => view.getInt32(at, little),
  (view, at, value, little) => view.setInt32(at, value, little),
);
const uint32Kind = integerKind<Uint32Array>(
  'uint32',
  Uint32Array,
  (view, at, little) => view.getUint32(at, little),
  (view, at, value, little) => view.setUint32(at, value, little),
);
const int64Kind = bigIntegerKind<BigInt64Array>(
  'int64',
  BigInt64Array,
  (view, at, little) => view.getBigInt64(at, little),
  (view, at, value, little) => view.setBigInt64(at, value, little),
);
const uint64Kind = bigIntegerKind<BigUint64Array>(
  'uint64',
  BigUint64Array,
  (view, at, little) => view.getBigUint64(at, little),
  (view, at, value, little) => view.setBigUint64(at, value, little),
);

/**
 * C `int8_t`: a number from -128 to 127.
 *
 * As with all integers here, NaN, fractions and numbers out of range are ERR_OUT_OF_RANGE, and other kinds (strings, booleans, bigints, null)
 * ERR_INVALID_ARG_TYPE: nothing is converted.
 *
 * @example
 * const levels = CArray.of(int8, -128, 127);
 * console.log(levels.toArray()); // [ -128, 127 ]
 */
export const int8 = inOrder(int8Kind, 'host');
/** C `uint8_t`: a number from 0 to 255. */
export const uint8 = inOrder(uint8Kind, 'host');
/** C `int16_t`, in the byte order of the host: a number from -32768 to 32767. */
export const int16 = inOrder(int16Kind, 'host');
/** C `int16_t`, big-endian: a number from -32768 to 32767. */
export const int16be = inOrder(int16Kind, 'be');
/** C `int16_t`, little-endian: a number from -32768 to 32767. */
export const int16le = inOrder(int16Kind, 'le');
/** C `uint16_t`, in the byte order of the host: a number from 0 to 65535. */
export const uint16 = inOrder(uint16Kind, 'host');
/** C `uint16_t`, big-endian: a number from 0 to 65535. */
export const uint16be = inOrder(uint16Kind, 'be');
/** C `uint16_t`, little-endian: a number from 0 to 65535. */
export const uint16le = inOrder(uint16Kind, 'le');
/** C `int32_t`, in the byte order of the host: a number from -(2 ** 31) to 2 ** 31 - 1. */
export const int32 = inOrder(int32Kind, 'host');
/** C `int32_t`, big-endian: a number from -(2 ** 31) to 2 ** 31 - 1. */
export const int32be = inOrder(int32Kind, 'be');
/** C `int32_t`, little-endian: a number from -(2 ** 31) to 2 ** 31 - 1. */
export const int32le = inOrder(int32Kind, 'le');
/** C `uint32_t`, in the byte order of the host: a number from 0 to 2 ** 32 - 1. */
export const uint32 = inOrder(uint32Kind, 'host');
/**
 * C `uint32_t`, big-endian: a number from 0 to 2 ** 32 - 1.
 *
 * @example
 * console.log(CArray.of(uint32be, 0xcafe).toBuffer().toString('hex')); // 0000cafe
 */
export const uint32be = inOrder(uint32Kind, 'be');
/** C `uint32_t`, little-endian: a number from 0 to 2 ** 32 - 1. */
export const uint32le = inOrder(uint32Kind, 'le');
/** C `float`, in the byte order of the host: any number that does not overflow to infinity; it is rounded. */
export const float32 = inOrder(float32Kind, 'host');
/** C `float`, big-endian: any number that does not overflow to infinity; it is rounded. */
export const float32be = inOrder(float32Kind, 'be');
/** C `float`, little-endian: any number that does not overflow to infinity; it is rounded. */
export const float32le = inOrder(float32Kind, 'le');
/** C `double`, in the byte order of the host: any number; NaN, infinities, -0 and subnormals are kept. */
export const float64 = inOrder(float64Kind, 'host');
/** C `double`, big-endian: any number; NaN, infinities, -0 and subnormals are kept. */
export const float64be = inOrder(float64Kind, 'be');
/** C `double`, little-endian: any number; NaN, infinities, -0 and subnormals are kept. */
export const float64le = inOrder(float64Kind, 'le');
/**
 * C `int64_t`, in the byte order of the host: a bigint from -(2n ** 63n) to 2n ** 63n - 1n. Numbers are ERR_INVALID_ARG_TYPE: `safeInt64`
 * takes them.
 */
export const int64 = inOrder(int64Kind, 'host');
/** C `int64_t`, big-endian: a bigint from -(2n ** 63n) to 2n ** 63n - 1n. */
export const int64be = inOrder(int64Kind, 'be');
/** C `int64_t`, little-endian: a bigint from -(2n ** 63n) to 2n ** 63n - 1n. */
export const int64le = inOrder(int64Kind, 'le');
/**
 * C `uint64_t`, in the byte order of the host: a bigint from 0n to 2n ** 64n - 1n. Numbers are ERR_INVALID_ARG_TYPE: `safeUint64` takes
 * them.
 */
export const uint64 = inOrder(uint64Kind, 'host');
/** C `uint64_t`, big-endian: a bigint from 0n to 2n ** 64n - 1n. */
export const uint64be = inOrder(uint64Kind, 'be');
/** C `uint64_t`, little-endian: a bigint from 0n to 2n ** 64n - 1n. */
export const uint64le = inOrder(uint64Kind, 'le');
/** C `int64_t`, in the byte order of the host, as a number: the integers from -(2 ** 53 - 1) to 2 ** 53 - 1; loading any other is ERR_OUT_OF_RANGE. */
export const safeInt64 = safeInteger('safeInt64', int64, Number.MIN_SAFE_INTEGER);
/** C `int64_t`, big-endian, as a number: the integers from -(2 ** 53 - 1) to 2 ** 53 - 1; loading any other is ERR_OUT_OF_RANGE. */
export const safeInt64be = safeInteger('safeInt64be', int64be, Number.MIN_SAFE_INTEGER);
/** C `int64_t`, little-endian, as a number: the integers from -(2 ** 53 - 1) to 2 ** 53 - 1; loading any other is ERR_OUT_OF_RANGE. */
export const safeInt64le = safeInteger('safeInt64le', int64le, Number.MIN_SAFE_INTEGER);
/**
 * C `uint64_t`, in the byte order of the host, as a number: the integers from 0 to 2 ** 53 - 1; loading any other is ERR_OUT_OF_RANGE.
 *
 * @example
 * const sizes = CArray.of(uint64, 2n ** 40n).cast(safeUint64);
 * console.log(sizes.get(0)); // 1099511627776
 */
export const safeUint64 = safeInteger('safeUint64', uint64, 0);
/** C `uint64_t`, big-endian, as a number: the integers from 0 to 2 ** 53 - 1; loading any other is ERR_OUT_OF_RANGE. */
export const safeUint64be = safeInteger('safeUint64be', uint64be, 0);
/** C `uint64_t`, little-endian, as a number: the integers from 0 to 2 ** 53 - 1; loading any other is ERR_OUT_OF_RANGE. */
export const safeUint64le = safeInteger('safeUint64le', uint64le, 0);
