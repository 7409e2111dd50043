import { moveBitFields, reverseBitFields, zeroBitFields } from './bit-columns.js';
import { allocate, CHUNK_BYTES, chunksOf, type ElementBytes, gather, scatter } from './bytes.js';

/** Copies `count` elements from one index to another as if over a copy: the ranges may overlap. */
export function moveElements(elements: ElementBytes, from: number, to: number, count: number): void {
  if (count === 0 || from === to) return;
  if (elements.type.isPartial === true) {
    moveBitFields(elements, from, to, count);
    return;
  }
  const { memory, byteOffset, stride, size, array } = elements;
  const first = Math.min(from, to);
  const span = Math.abs(from - to) * size + count * size;
  const isSafe = memory.faultCount === undefined || memory.copies; // else zeros of a page that is gone could be stored
  if (stride === size && span <= memory.chunkBytes && isSafe) {
    const start = (from - first) * size;
    const move = (bytes: Uint8Array) => {
      bytes.copyWithin((to - first) * size, start, start + count * size);
    };
    memory.write(byteOffset + first * size, span, move, array);
    return;
  }
  // Two windows over the same bytes are two buffers to the engine, so it would not see that they overlap.
  const chunks = [...chunksOf(count, size, memory, CHUNK_BYTES)];
  for (const chunk of to > from ? chunks.reverse() : chunks) {
    const copy = new Uint8Array(allocate(chunk.count * size));
    gather(at(elements, from + chunk.first, chunk.count), copy);
    scatter(at(elements, to + chunk.first, chunk.count), copy);
  }
}

/** Puts the elements into the opposite order. */
export function reverseElements(elements: ElementBytes): void {
  if (elements.type.isPartial === true) {
    reverseBitFields(elements);
    return;
  }
  const { memory, length, size } = elements;
  const half = Math.floor(length / 2);
  for (const { first, count } of chunksOf(half, size, memory, CHUNK_BYTES)) {
    const front = at(elements, first, count);
    const back = at(elements, length - first - count, count);
    const [fromFront, fromBack] = [front, back].map((part) => {
      const copy = new Uint8Array(allocate(count * size));
      gather(part, copy);
      return reverseCopy(copy, size);
    });
    if (fromFront !== undefined) scatter(back, fromFront);
    if (fromBack !== undefined) scatter(front, fromBack);
  }
}

/** Fills the elements with zero bytes. */
export function zeroElements(elements: ElementBytes): void {
  if (elements.type.isPartial === true) {
    zeroBitFields(elements);
    return;
  }
  const { memory, byteOffset, length, stride, size, array } = elements;
  const zero = (bytes: Uint8Array) => {
    bytes.fill(0);
  };
  if (stride !== size) {
    for (let index = 0; index < length; index++)
      memory.overwrite(byteOffset + index * stride, size, zero, array);
    return;
  }
  for (const { first, count } of chunksOf(length, size, memory)) {
    memory.overwrite(byteOffset + first * size, count * size, zero, array);
  }
}

export function at(elements: ElementBytes, index: number, length: number): ElementBytes {
  const inFront = length === 0 ? 0 : index * elements.stride; // a column's end is behind the memory's
  return { ...elements, byteOffset: elements.byteOffset + inFront, length };
}

function reverseCopy(bytes: Uint8Array, size: number): Uint8Array {
  bytes.reverse(); // all bytes, and then those of each element back
  if (size === 1) return bytes;
  for (let start = 0; start < bytes.length; start += size) bytes.subarray(start, start + size).reverse();
  return bytes;
}
