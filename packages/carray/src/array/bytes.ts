import { constants } from 'node:buffer';
import { rangeError } from '../errors/coded.js';
import type { Memory, Window } from '../memory/memory.js';
import type { ElementType } from '../types/element-type.js';

/** Elements in a memory, side by side or `stride` bytes apart. Lengths and offsets are in bytes, but for `length`. */
export interface ElementBytes {
  readonly type: ElementType;
  readonly memory: Memory;
  readonly byteOffset: number;
  readonly length: number;
  readonly stride: number;
  readonly size: number;
}

/** How many bytes go over the heap at once. */
export const CHUNK_BYTES = 2 ** 20;

/** One element's bytes as a view to load from or store to. The caller has checked the access. */
export function viewOf(memory: Memory, byteOffset: number, byteLength: number): DataView {
  const { buffer, offset } = windowOf(memory, byteOffset, byteLength);
  return new DataView(buffer, offset, byteLength);
}

/** Bytes of the memory itself. The caller has checked the access. */
export function bytesOf(memory: Memory, byteOffset: number, byteLength: number): Uint8Array {
  const { buffer, offset } = windowOf(memory, byteOffset, byteLength);
  return new Uint8Array(buffer, offset, byteLength);
}

/** The buffer with all the bytes, or ERR_OUT_OF_RANGE where they are more than the engine can put into one. */
export function windowOf(memory: Memory, byteOffset: number, byteLength: number): Window {
  if (byteLength === 0) return { buffer: new ArrayBuffer(0), start: byteOffset, offset: 0 };
  const window = memory.window(byteOffset, byteLength);
  if (window !== undefined) return window;
  throw rangeError(
    'ERR_OUT_OF_RANGE',
    `A view of ${byteLength} bytes is longer than one ArrayBuffer can be here (${memory.maxWindowBytes} bytes): take a subarray`,
  );
}

/** Ranges of so many elements as go through one window, or over the heap, at once. */
export function* chunksOf(length: number, size: number, memory: Memory, most = Number.MAX_SAFE_INTEGER) {
  const count = Math.max(1, Math.floor(Math.min(memory.maxWindowBytes, most) / size));
  for (let first = 0; first < length; first += count) yield { first, count: Math.min(count, length - first) };
}

/** Copies elements to the heap, side by side. The caller has checked the access. */
export function gather({ memory, byteOffset, length, stride, size }: ElementBytes, target: Uint8Array): void {
  if (stride === size) {
    for (const { first, count } of chunksOf(length, size, memory)) {
      target.set(bytesOf(memory, byteOffset + first * size, count * size), first * size);
    }
    return;
  }
  for (let index = 0; index < length; index++) {
    target.set(bytesOf(memory, byteOffset + index * stride, size), index * size);
  }
}

/** Copies elements from the heap, where they lie side by side. The caller has checked the access. */
export function scatter(
  { memory, byteOffset, length, stride, size }: ElementBytes,
  source: Uint8Array,
): void {
  if (stride === size) {
    for (const { first, count } of chunksOf(length, size, memory)) {
      const part = source.subarray(first * size, (first + count) * size);
      bytesOf(memory, byteOffset + first * size, count * size).set(part);
    }
    return;
  }
  for (let index = 0; index < length; index++) {
    bytesOf(memory, byteOffset + index * stride, size).set(source.subarray(index * size, (index + 1) * size));
  }
}

/** The elements, copied to the heap. Throws as `Memory.check` does. */
export function copyBytes(elements: ElementBytes): Buffer {
  const { memory, byteOffset, length, stride, size } = elements;
  memory.check(byteOffset, length === 0 ? 0 : (length - 1) * stride + size, 'read');
  const copy = Buffer.from(allocate(length * size));
  gather(elements, copy);
  return copy;
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
