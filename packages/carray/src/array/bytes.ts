import { constants } from 'node:buffer';
import { rangeError } from '../errors/coded.js';
import type { Memory, Window } from '../memory/memory.js';

/** One element's bytes as a view to load from or store to. The caller has checked the access. */
export function viewOf(memory: Memory, byteOffset: number, byteLength: number): DataView {
  const { buffer, offset } = windowOf(memory, byteOffset, byteLength);
  return new DataView(buffer, offset, byteLength);
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

/** The bytes, copied to the heap. Throws as `Memory.check` does. */
export function copyBytes(memory: Memory, byteOffset: number, byteLength: number): Buffer {
  memory.check(byteOffset, byteLength, 'read');
  const copy = Buffer.from(allocate(byteLength));
  for (let done = 0; done < byteLength; ) {
    const size = Math.min(byteLength - done, memory.maxWindowBytes);
    const { buffer, offset } = windowOf(memory, byteOffset + done, size);
    copy.set(new Uint8Array(buffer, offset, size), done);
    done += size;
  }
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
