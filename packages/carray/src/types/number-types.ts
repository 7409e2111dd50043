import { received, shown } from '../errors/arguments.js';
import { rangeError, typeError } from '../errors/coded.js';
import type { Codec, ElementType, Inline, TypedArray, TypedArrayClass } from './element-type.js';
import { isLittleEndian } from './host-order.js';

/** How the bytes of a number are ordered: as the processor has them, or as the name says. */
export type ByteOrder = 'host' | 'be' | 'le';

const hostOrder: ByteOrder = isLittleEndian ? 'le' : 'be';
const isLittle = (order: ByteOrder): boolean => (order === 'host' ? hostOrder : order) === 'le';

/** The error for a value of the wrong kind, or of the right kind and out of range. */
export function refusedValue(name: string, expected: string, value: unknown, kind: string): Error {
  const message = `A value of type ${name} must be ${expected}.`;
  if (typeof value !== kind) return typeError('ERR_INVALID_ARG_TYPE', `${message} ${received(value)}`);
  return rangeError('ERR_OUT_OF_RANGE', `${message} Received ${shown(value)}`);
}

/** What one kind of number needs to be told about itself. */
interface Kind<V, A extends TypedArray> {
  readonly name: string;
  readonly typedArray: TypedArrayClass<A>;
  check(value: unknown): V;
  load(view: DataView, byteOffset: number, littleEndian: boolean): V;
  store(view: DataView, byteOffset: number, value: V, littleEndian: boolean): void;
  misfit(value: string): string;
}

/** The three element types of a kind of number: 'uint32', 'uint32be', 'uint32le'. */
export function inOrder<V, A extends TypedArray>(kind: Kind<V, A>, order: ByteOrder): ElementType<V, A> {
  const little = isLittle(order);
  const { typedArray, check, load, store } = kind;
  const size = typedArray.BYTES_PER_ELEMENT;
  const codec: Codec<V> = {
    check,
    load: (view, at) => load(view, at, little),
    store: (view, at, value) => store(view, at, value, little),
    // The engine's arrays have the byte order of the host.
    ...(little === isLittle('host') ? { engine: typedArray } : {}),
    inline: inlineNumber(kind, little),
  };
  const name = order === 'host' ? kind.name : `${kind.name}${order}`;
  return Object.freeze({ name, size, alignment: size, codec });
}

function inlineNumber({ typedArray, misfit }: Kind<unknown, TypedArray>, little: boolean): Inline {
  const name = typedArray.name.replace('Array', ''); // Uint32Array: getUint32, setUint32
  return {
    load: (view, at) => `${view}.get${name}(${at}, ${little})`,
    ...(name.startsWith('Big') ? {} : { loads: name.startsWith('Float') ? 'number' : 'integer' }),
    stores: { misfit, store: (view, at, value) => `${view}.set${name}(${at}, ${value}, ${little})` },
  };
}

type Load<V> = Kind<V, TypedArray>['load'];
type Store<V> = Kind<V, TypedArray>['store'];

/** Integers as numbers, of 8 to 32 bits. */
export function integerKind<A extends TypedArray>(
  name: string,
  typedArray: TypedArrayClass<A>,
  load: Load<number>,
  store: Store<number>,
): Kind<number, A> {
  const bits = 8 * typedArray.BYTES_PER_ELEMENT;
  const signed = name.startsWith('int');
  const min = signed ? -(2 ** (bits - 1)) : 0;
  const max = signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1;
  const expected = `an integer from ${min} to ${max}`;
  const check = (value: unknown): number => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    throw refusedValue(name, expected, value, 'number');
  };
  const misfit = (value: string) =>
    `typeof ${value} === 'number' && (${convertedInteger(value, bits, signed)}) === ${value} ? 0 : 1`;
  return { name, typedArray, check, load, store, misfit };
}

// The engine's own conversion changes exactly the numbers that do not fit. Other kinds must not come here: it
// calls code of theirs.
function convertedInteger(value: string, bits: number, signed: boolean): string {
  if (bits === 32) return signed ? `${value} | 0` : `${value} >>> 0`;
  const shift = 32 - bits;
  return signed ? `(${value} << ${shift}) >> ${shift}` : `${value} & ${2 ** bits - 1}`;
}

/** Integers of 64 bits as bigints. */
export function bigIntegerKind<A extends TypedArray>(
  name: 'int64' | 'uint64',
  typedArray: TypedArrayClass<A>,
  load: Load<bigint>,
  store: Store<bigint>,
): Kind<bigint, A> {
  const wrap = name === 'int64' ? 'asIntN' : 'asUintN';
  const [min, max] = name === 'int64' ? ['-2n ** 63n', '2n ** 63n - 1n'] : ['0n', '2n ** 64n - 1n'];
  const expected = `a bigint from ${min} to ${max} (safe${name === 'int64' ? 'Int64' : 'Uint64'} takes numbers)`;
  const check = (value: unknown): bigint => {
    if (typeof value === 'bigint' && BigInt[wrap](64, value) === value) return value;
    throw refusedValue(name, expected, value, 'bigint');
  };
  const misfit = (value: string) =>
    `typeof ${value} === 'bigint' && BigInt.${wrap}(64, ${value}) === ${value} ? 0 : 1`;
  return { name, typedArray, check, load, store, misfit };
}

const overflowsFloat32 = (value: number): boolean =>
  Number.isFinite(value) && !Number.isFinite(Math.fround(value));

/** Floating-point numbers of 32 bits: rounded, never to an infinity. */
export const float32Kind: Kind<number, Float32Array> = {
  name: 'float32',
  typedArray: Float32Array,
  check(value) {
    if (typeof value === 'number' && !overflowsFloat32(value)) return value;
    throw refusedValue(
      'float32',
      'a number that rounds to a finite float, or is not finite itself',
      value,
      'number',
    );
  },
  load: (view, at, little) => view.getFloat32(at, little),
  store: (view, at, value, little) => view.setFloat32(at, value, little),
  // x - x is 0 for finite numbers alone, so only a finite value that rounds to an infinity fails both tests.
  misfit: (value) =>
    `typeof ${value} === 'number' && (Math.fround(${value}) - Math.fround(${value}) === 0 || ${value} - ${value} !== 0) ? 0 : 1`,
};

/** Floating-point numbers of 64 bits: all of JavaScript's. */
export const float64Kind: Kind<number, Float64Array> = {
  name: 'float64',
  typedArray: Float64Array,
  check(value) {
    if (typeof value === 'number') return value;
    throw refusedValue('float64', 'a number', value, 'number');
  },
  load: (view, at, little) => view.getFloat64(at, little),
  store: (view, at, value, little) => view.setFloat64(at, value, little),
  misfit: (value) => `typeof ${value} === 'number' ? 0 : 1`,
};

/** The bits of a 64-bit integer as a number: stores and loads only what a number holds exactly. */
export function safeInteger(name: string, base: ElementType<bigint>, min: number): ElementType<number> {
  const expected = `an integer from ${min} to ${Number.MAX_SAFE_INTEGER}`;
  const { size, alignment } = base;
  const codec: Codec<number> = {
    check(value) {
      if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min) return value;
      throw refusedValue(name, expected, value, 'number');
    },
    load(view, at) {
      const exact = base.codec.load(view, at);
      const value = Number(exact);
      if (Number.isSafeInteger(value)) return value;
      const message = `The element is ${exact}n, which no number holds exactly: read it as ${base.name}`;
      throw rangeError('ERR_OUT_OF_RANGE', message);
    },
    store: (view, at, value) => base.codec.store(view, at, BigInt(value)),
  };
  return Object.freeze({ name, size, alignment, codec });
}
