import { constants } from 'node:buffer';
import { rangeError } from '../errors/coded.js';
import type { ElementPlace } from '../memory/mapping-fault.js';
import type { Memory } from '../memory/memory.js';
import { isArrayType } from '../types/arrays.js';
import type { ElementType } from '../types/element-type.js';
import { isRecordType } from '../types/struct.js';
import { spanOf } from './place.js';

/** Elements in a memory, side by side or `stride` bytes apart. Lengths and offsets are in bytes, but for `length`. */
export interface ElementBytes {
  readonly type: ElementType;
  readonly memory: Memory;
  readonly byteOffset: number;
  readonly length: number;
  readonly stride: number;
  readonly size: number;
  /** The array that they are of. */
  readonly array: ElementPlace;
}

/** How many bytes go over the heap at once. */
export const CHUNK_BYTES = 2 ** 20;

/** The value of one element. The caller has checked the access. */
export function loadAt(memory: Memory, byteOffset: number, type: ElementType, array: ElementPlace): unknown {
  const load = (bytes: Uint8Array) => type.codec.load(viewOf(bytes), 0);
  return memory.read(byteOffset, type.size, load, array);
}

/** Stores a checked value into one element. The caller has checked the access. */
export function storeAt(
  memory: Memory,
  byteOffset: number,
  type: ElementType,
  checked: unknown,
  array: ElementPlace,
): void {
  const store = (bytes: Uint8Array) => type.codec.store(viewOf(bytes), 0, checked);
  if (memory.copies && !isPartial(type)) memory.overwrite(byteOffset, type.size, store, array);
  else memory.write(byteOffset, type.size, store, array);
}

/** Whether a store leaves some of the bytes, or some bits of them: those between fields, and those of other bit-fields. */
export function isPartial(type: ElementType): boolean {
  return type.isPartial === true || isRecordType(type) || (isArrayType(type) && isPartial(type.element));
}

export const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);

/** Ranges of so many elements as go through one window, or over the heap, at once. */
export function* chunksOf(length: number, size: number, memory: Memory, most = Number.MAX_SAFE_INTEGER) {
  const count = Math.max(1, Math.floor(Math.min(memory.chunkBytes, most) / size));
  for (let first = 0; first < length; first += count) yield { first, count: Math.min(count, length - first) };
}

/** Copies elements to the heap, side by side. The caller has checked the access. */
export function gather(elements: ElementBytes, target: Uint8Array): void {
  const { memory, byteOffset, length, stride, size, array } = elements;
  const copy = (from: number, first: number, count: number) =>
    memory.copyOut(from, target.subarray(first * size, (first + count) * size), array);
  if (stride === size) {
    for (const { first, count } of chunksOf(length, size, memory)) {
      copy(byteOffset + first * size, first, count);
    }
    return;
  }
  for (let index = 0; index < length; index++) copy(byteOffset + index * stride, index, 1);
}

/** Copies elements from the heap, where they lie side by side. The caller has checked the access. */
export function scatter(elements: ElementBytes, source: Uint8Array): void {
  const { memory, byteOffset, length, stride, size, array } = elements;
  const copy = (to: number, first: number, count: number) => {
    const part = source.subarray(first * size, (first + count) * size);
    memory.overwrite(to, part.length, (bytes) => bytes.set(part), array);
  };
  if (stride === size) {
    for (const { first, count } of chunksOf(length, size, memory)) {
      copy(byteOffset + first * size, first, count);
    }
    return;
  }
  for (let index = 0; index < length; index++) copy(byteOffset + index * stride, index, 1);
}

/** The elements, copied to the heap. Throws as `Memory.check` does. */
export function copyBytes(elements: ElementBytes): Buffer {
  const { memory, byteOffset, length, stride, size, array } = elements;
  memory.check(byteOffset, spanOf(length, stride, size), 'read', array);
  const copy = Buffer.from(allocate(length * size));
  gather(elements, copy);
  return copy;
}

/** Bytes of the heap that are looked at at once. */
const UNPAGED = 2 ** 16;

/**
 * The elements up to the first that is all zeros, and it, copied to the heap; all of them where there is none. No page behind it is
 * touched. Throws as `Memory.check` does.
 */
export function copyUntilZero(elements: ElementBytes): Buffer {
  const { memory, byteOffset, length, stride, size } = elements;
  const pageSize = memory.mapping?.pageSize ?? UNPAGED;
  const parts: Buffer[] = [];
  let first = 0;
  do {
    const start = byteOffset + first * stride;
    const inPage = Math.max(1, Math.floor((pageSize - (start % pageSize)) / stride));
    const part = copyBytes({ ...elements, byteOffset: start, length: Math.min(inPage, length - first) });
    parts.push(part);
    if (hasZero(part, size)) break;
    first += inPage;
  } while (first < length);
  return Buffer.concat(parts);
}

function hasZero(bytes: Buffer, size: number): boolean {
  for (let at = bytes.indexOf(0); at !== -1; at = bytes.indexOf(0, at + 1)) {
    const start = at - (at % size);
    if (bytes.subarray(start, start + size).every((byte) => byte === 0)) return true;
  }
  return false;
}

/** Zeroed memory of the engine; ERR_OUT_OF_RANGE where it has not so much. */
export function allocate(byteLength: number): ArrayBuffer {
  const refusal = `The engine cannot allocate ${byteLength} bytes: map anonymous memory instead`;
  if (byteLength > constants.MAX_LENGTH) throw rangeError('ERR_OUT_OF_RANGE', refusal);
  try {
    return new ArrayBuffer(byteLength);
  } catch {
    throw rangeError('ERR_OUT_OF_RANGE', refusal); // its one reason is "Array buffer allocation failed"
  }
}
