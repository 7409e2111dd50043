import { CArray, type ElementType, safeInt64, safeUint64 } from 'carray';
import { isLowFirst, orderOf, swapBytes } from '../../values/byte-order.js';
import { FloatTexts, float32Kind, float64Kind } from './floats.js';
import { IntegerTexts } from './integers.js';
import { LongIntegerTexts } from './long-integers.js';
import type { NumberTexts } from './texts.js';

/** A type whose values are numbers, and how they are written. */
export interface NumberType {
  /** Characters of the longest value. */
  readonly width: number;
  texts(): NumberTexts;
}

type View<A> = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => A;

const viewer =
  <A>(view: View<A>, size: number) =>
  (bytes: Buffer): A =>
    new view(bytes.buffer, bytes.byteOffset, bytes.length / size);

/** By name, without the byte order. */
const numberTypes: Readonly<Record<string, NumberType>> = {
  int8: { width: 4, texts: () => new IntegerTexts(viewer(Int8Array, 1)) },
  uint8: { width: 3, texts: () => new IntegerTexts(viewer(Uint8Array, 1)) },
  int16: { width: 6, texts: () => new IntegerTexts(viewer(Int16Array, 2)) },
  uint16: { width: 5, texts: () => new IntegerTexts(viewer(Uint16Array, 2)) },
  int32: { width: 11, texts: () => new IntegerTexts(viewer(Int32Array, 4)) },
  uint32: { width: 10, texts: () => new IntegerTexts(viewer(Uint32Array, 4)) },
  float32: { width: 15, texts: () => new FloatTexts(float32Kind) },
  float64: { width: 25, texts: () => new FloatTexts(float64Kind) },
  int64: { width: 20, texts: () => new LongIntegerTexts(true, isLowFirst) },
  uint64: { width: 20, texts: () => new LongIntegerTexts(false, isLowFirst) },
  safeInt64: { width: 17, texts: () => checked(safeInt64, new LongIntegerTexts(true, isLowFirst)) },
  safeUint64: { width: 16, texts: () => checked(safeUint64, new LongIntegerTexts(false, isLowFirst)) },
};

/** Undefined for types of other values. */
export function numberTypeOf({ name, size }: ElementType): NumberType | undefined {
  const { base, isForeign } = orderOf(name);
  const found = Object.hasOwn(numberTypes, base) ? numberTypes[base] : undefined;
  if (found === undefined || !isForeign) return found;
  return { width: found.width, texts: () => swapped(found.texts(), size) };
}

/** The same, where all values are of the type: what it refuses is its error. */
function checked(type: ElementType, texts: NumberTexts): NumberTexts {
  const load = (bytes: Buffer): void => {
    CArray.view(type, bytes).toArray();
    texts.load(bytes);
  };
  return { ...methodsOf(texts), load };
}

/** The same of the other byte order. The bytes are turned around in place. */
const swapped = (texts: NumberTexts, size: number): NumberTexts => ({
  ...methodsOf(texts),
  load: (bytes) => texts.load(swapBytes(bytes, size)),
});

const methodsOf = (texts: NumberTexts): NumberTexts => ({
  load: (bytes) => texts.load(bytes),
  putBefore: (target, end, index) => texts.putBefore(target, end, index),
  isBeyondJson: (index) => texts.isBeyondJson(index),
});
