import { plainError, rangeError } from '../errors/coded.js';
import type { Region } from './region.js';

/** The engine's views count on it: where one may start is decided by its offset in the buffer alone. */
const ALIGNMENT = 8;

/**
 * The SharedArrayBuffers over one mapping: one for each range, kept until the mapping ends. What other threads have of them
 * cannot be taken back, so each owns the pages until nobody has it any more.
 */
export class SharedBuffers {
  readonly #region: Region;
  readonly #buffers = new Map<string, SharedArrayBuffer>();

  constructor(region: Region) {
    this.#region = region;
  }

  /** @throws ERR_UNSUPPORTED, ERR_OUT_OF_RANGE, ERR_MISALIGNED where the bytes can have none. */
  check(byteOffset: number, byteLength: number): void {
    const { name, supports, maxBufferBytes } = this.#region.backend;
    if (!supports.sharedBuffers) {
      throw plainError(
        'ERR_UNSUPPORTED',
        `The ${name} backend cannot make a SharedArrayBuffer over mapped memory in this runtime (Node ${process.versions.node}). The native one can in Node from 22.23.3, 24.16.0 and 26.1.0 on, and in Bun. Take share() and attach(): they give other threads the same pages everywhere`,
      );
    }
    if (byteLength > maxBufferBytes) {
      throw rangeError(
        'ERR_OUT_OF_RANGE',
        `A SharedArrayBuffer of ${byteLength} bytes is longer than one can be here (${maxBufferBytes} bytes): take a subarray`,
      );
    }
    if (byteOffset % ALIGNMENT === 0) return;
    throw rangeError(
      'ERR_MISALIGNED',
      `A SharedArrayBuffer must start at a multiple of ${ALIGNMENT} bytes of the mapping, for views and Atomics of every type. This array starts at byte ${byteOffset}: take the sharedBuffer of one that starts earlier, and an offset in the view`,
    );
  }

  /** The buffer of the range. The caller has checked. */
  over(byteOffset: number, byteLength: number): SharedArrayBuffer {
    const range = `${byteOffset} ${byteLength}`;
    let buffer = this.#buffers.get(range);
    if (buffer === undefined) {
      buffer = this.#region.sharedBuffer(byteOffset, byteLength);
      this.#buffers.set(range, buffer);
    }
    return buffer;
  }
}
