import { type ElementBytes, loadAt, storeAt } from './bytes.js';

/*
 * Columns of bit-fields: their bytes hold bits of other fields too, so elements are moved as values, and no byte as a whole.
 */

/** Copies `count` elements from one index to another as if over a copy. */
export function moveBitFields(bytes: ElementBytes, from: number, to: number, count: number): void {
  const values = Array.from({ length: count }, (_, index) => loadElement(bytes, from + index));
  for (const [index, value] of values.entries()) storeElement(bytes, to + index, value);
}

/** Puts the elements into the opposite order. */
export function reverseBitFields(bytes: ElementBytes): void {
  for (let front = 0, back = bytes.length - 1; front < back; front++, back--) {
    const value = loadElement(bytes, front);
    storeElement(bytes, front, loadElement(bytes, back));
    storeElement(bytes, back, value);
  }
}

/** Stores zeros. */
export function zeroBitFields(bytes: ElementBytes): void {
  const zero = bytes.type.codec.load(new DataView(new ArrayBuffer(bytes.size)), 0);
  for (let index = 0; index < bytes.length; index++) storeElement(bytes, index, zero);
}

function loadElement({ memory, byteOffset, stride, type, array }: ElementBytes, index: number): unknown {
  return loadAt(memory, byteOffset + index * stride, type, array);
}

function storeElement(bytes: ElementBytes, index: number, value: unknown): void {
  const { memory, byteOffset, stride, type, array } = bytes;
  storeAt(memory, byteOffset + index * stride, type, value, array);
}
