import type { CArray, ElementType } from 'carray';
import { bytesOf } from '../elements/blocks.js';
import { UsageError } from '../errors.js';
import { orderOf, swapBytes } from '../values/byte-order.js';

// Numbers as the engine's own arrays of them.

export type Floats = Float32Array | Float64Array;
/** Of up to 32 bits; those of bit-fields come as float64. */
export type Integers =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float64Array;
/** Of 64 bits. */
export type WideIntegers = BigInt64Array | BigUint64Array;
export type Numbers = Floats | Integers | WideIntegers;

/** What the numbers of a type are, and how to have those of a copy, whose bytes may be turned around for it. */
export type Numeric =
  | { readonly kind: 'float'; readonly numbersOf: NumbersOf<Floats> }
  /** 'small' are those of up to 16 bits. */
  | { readonly kind: 'small' | 'integer'; readonly numbersOf: NumbersOf<Integers> }
  | { readonly kind: 'wide'; readonly numbersOf: NumbersOf<WideIntegers> };

type NumbersOf<N> = (copy: CArray<ElementType>) => N;

interface View<N> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer, byteOffset: number, length: number): N;
}

/** By the name of the type, without the byte order. */
const floats = new Map<string, View<Floats>>([
  ['float32', Float32Array],
  ['float64', Float64Array],
]);
const integers = new Map<string, View<Integers>>([
  ['int8', Int8Array],
  ['uint8', Uint8Array],
  ['int16', Int16Array],
  ['uint16', Uint16Array],
  ['int32', Int32Array],
  ['uint32', Uint32Array],
]);
const wideIntegers = new Map<string, View<WideIntegers>>([
  ['int64', BigInt64Array],
  ['uint64', BigUint64Array],
  ['safeInt64', BigInt64Array],
  ['safeUint64', BigUint64Array],
  ['pointer', BigUint64Array],
]);

/** How to read elements as numbers. A copy of a bit-field's column is `bits(...)`. @throws UsageError where they are none */
export function numericOf(type: ElementType): Numeric {
  const [, bits] = /^bits\((\w+), \d+\)$/.exec(type.name) ?? [];
  const { base, isForeign } = orderOf(bits ?? type.name);
  const [float, integer, wide] = [floats.get(base), integers.get(base), wideIntegers.get(base)];
  if (float !== undefined) return { kind: 'float', numbersOf: viewed(float, isForeign) };
  if (integer !== undefined) {
    const kind = integer.BYTES_PER_ELEMENT <= 2 ? 'small' : 'integer';
    return { kind, numbersOf: bits === undefined ? viewed(integer, isForeign) : listed };
  }
  if (wide !== undefined) {
    return { kind: 'wide', numbersOf: bits === undefined ? viewed(wide, isForeign) : listedWide(base) };
  }
  throw new UsageError(
    `elements of type ${type.name} are no numbers: of a struct, --field NAME takes one that is`,
  );
}

function viewed<N>(View: View<N>, isForeign: boolean): NumbersOf<N> {
  return (copy) => {
    const bytes = bytesOf(copy);
    if (isForeign) swapBytes(bytes, View.BYTES_PER_ELEMENT);
    return new View(bytes.buffer, bytes.byteOffset, bytes.length / View.BYTES_PER_ELEMENT);
  };
}

const listed: NumbersOf<Integers> = (copy) => Float64Array.from(copy.toArray(), Number);

function listedWide(base: string): NumbersOf<WideIntegers> {
  const View = /^u|^safeU/.test(base) ? BigUint64Array : BigInt64Array;
  const wide = (value: unknown): bigint => (typeof value === 'bigint' ? value : BigInt(Number(value)));
  return (copy) => View.from(copy.toArray().map(wide));
}
