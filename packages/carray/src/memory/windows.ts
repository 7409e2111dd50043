import type { Backend, RegionId } from '@carray/backend';
import { SystemError } from '../errors/system-error.js';
import type { Window } from './memory.js';
import { pageFloor } from './range.js';
import { WeakList } from './weak-list.js';

/**
 * The ArrayBuffers over one region, made when they are needed. One covers everything where the engine's
 * limit allows; else windows overlap by half, so that a range up to half the limit always lies in one:
 *
 *   |------- window 0 -------|
 *               |------- window 1 -------|
 *                           |------- window 2 -------|
 */
export class Windows {
  readonly #backend: Backend;
  readonly #region: RegionId;
  readonly #byteLength: number;
  readonly #buffers = new Map<number, ArrayBuffer>();
  /** Those of the windows before, which the backend cannot empty as long as the region lives. */
  #retired: WeakList<ArrayBuffer> | undefined;

  constructor(backend: Backend, region: RegionId, byteLength: number, retired?: WeakList<ArrayBuffer>) {
    this.#backend = backend;
    this.#region = region;
    this.#byteLength = byteLength;
    this.#retired = retired;
  }

  /** The longest range that fits into one buffer wherever it starts: an element may start inside a page. */
  get maxBytes(): number {
    const { maxBufferBytes, pageSize } = this.#backend;
    return this.#byteLength <= maxBufferBytes ? this.#byteLength : maxBufferBytes - pageSize;
  }

  window(byteOffset: number, byteLength: number): Window | undefined {
    if (byteLength > this.maxBytes) return undefined;
    const start = this.#startFor(byteOffset, byteLength);
    let buffer = this.#buffers.get(start);
    // One of length 0 was moved away by the user: its pages are still here, under a new buffer.
    if (buffer === undefined || buffer.byteLength === 0) {
      buffer = this.#make(start);
      this.#buffers.set(start, buffer);
    }
    return { buffer, start: byteOffset, offset: byteOffset - start };
  }

  #startFor(byteOffset: number, byteLength: number): number {
    const { maxBufferBytes, pageSize } = this.#backend;
    if (this.#byteLength <= maxBufferBytes) return 0;
    const step = pageFloor(maxBufferBytes / 2, pageSize);
    const start = byteOffset - (byteOffset % step);
    return byteOffset + byteLength <= start + maxBufferBytes ? start : pageFloor(byteOffset, pageSize);
  }

  #make(start: number): ArrayBuffer {
    const byteLength = Math.min(this.#byteLength - start, this.#backend.maxBufferBytes);
    const buffer = this.#backend.buffer(this.#region, start, byteLength);
    if (typeof buffer !== 'number') return buffer;
    const cause = 'the engine refuses an ArrayBuffer over memory that is not its own';
    throw new SystemError({
      errno: -buffer,
      syscall: 'ArrayBuffer',
      info: { byteOffset: start, byteLength },
      cause,
    });
  }

  /** Empties all raw views: for the end of the region. */
  detachAll(): void {
    for (const buffer of this.#buffers.values()) this.#backend.detach(buffer);
    for (const buffer of this.#retired?.items ?? []) this.#backend.detach(buffer);
    this.#buffers.clear();
  }

  /** Empties the raw views of a region that goes on, where the backend can. Returns those that it cannot, for the windows after these. */
  retire(): WeakList<ArrayBuffer> | undefined {
    if (this.#backend.supports.detach) this.detachAll();
    else for (const buffer of this.#buffers.values()) this.#retire(buffer);
    this.#buffers.clear();
    return this.#retired;
  }

  #retire(buffer: ArrayBuffer): void {
    this.#retired ??= new WeakList();
    this.#retired.add(buffer);
  }
}
