import type { TypedArray } from '../types/element-type.js';
import { chunksOf, type ElementBytes, isPartial, storeAt, viewOf } from './bytes.js';

/** Stores one checked value into all the elements. The caller has checked the access. */
export function fillElements(elements: ElementBytes, value: unknown): void {
  const { type, memory, byteOffset, length, stride, size, array } = elements;
  if (stride !== size || isPartial(type)) {
    for (let index = 0; index < length; index++) {
      storeAt(memory, byteOffset + index * stride, type, value, array);
    }
    return;
  }
  const fill = (bytes: Uint8Array) => {
    type.codec.store(viewOf(bytes), 0, value);
    repeat(bytes, size);
  };
  for (const { first, count } of chunksOf(length, size, memory)) {
    memory.overwrite(byteOffset + first * size, count * size, fill, array);
  }
}

/** Stores one checked value into elements that the engine has an array of. */
export function fillTyped(elements: TypedArray, value: unknown, from: number, to: number): void {
  if (elements instanceof BigInt64Array || elements instanceof BigUint64Array) {
    elements.fill(value as bigint, from, to);
  } else {
    elements.fill(value as number, from, to);
  }
}

/** Fills the bytes with copies of the first `size`, in ever longer pieces. */
function repeat(bytes: Uint8Array, size: number): void {
  const piece = 2 ** 16 * size;
  for (let done = size; done < bytes.length; ) {
    const count = Math.min(done, piece, bytes.length - done);
    bytes.copyWithin(done, 0, count);
    done += count;
  }
}
