import { typeError } from '../errors/coded.js';
import { Memory, type Window } from './memory.js';

/** Memory of the engine: an ArrayBuffer of ours, or a part of one of the user's. */
export class HeapMemory extends Memory {
  readonly mapping = undefined;
  readonly maxWindowBytes = Number.MAX_SAFE_INTEGER;
  readonly byteLength: number;
  readonly #buffer: ArrayBufferLike;
  readonly #offset: number;

  constructor(buffer: ArrayBufferLike, byteOffset: number, byteLength: number) {
    super();
    this.#buffer = buffer;
    this.#offset = byteOffset;
    this.byteLength = byteLength;
  }

  // The user may have detached the buffer, or made a resizable one shorter.
  #reaches(byteOffset: number, byteLength: number): boolean {
    return this.#offset + byteOffset + byteLength <= this.#buffer.byteLength;
  }

  check(byteOffset: number, byteLength: number): void {
    if (this.#reaches(byteOffset, byteLength)) return;
    throw typeError('ERR_MAPPING_UNMAPPED', 'The ArrayBuffer under this array was detached or made shorter');
  }

  isWritable(): boolean {
    return true;
  }

  steady(): 'read-write' {
    return 'read-write';
  }

  window(byteOffset: number, byteLength: number): Window | undefined {
    if (!this.#reaches(byteOffset, byteLength)) return undefined;
    return { buffer: this.#buffer, start: byteOffset, offset: this.#offset + byteOffset };
  }

  peek(byteOffset: number, byteLength: number): Uint8Array | undefined {
    return this.#reaches(byteOffset, byteLength) ? this.bytes(byteOffset, byteLength).slice() : undefined;
  }

  exposeRaw(): void {}

  readonly attachable = true;

  attach(): void {}
}
