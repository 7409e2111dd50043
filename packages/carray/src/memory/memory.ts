import { rangeError } from '../errors/coded.js';
import type { Mapping } from './mapping.js';
import { type ElementPlace, faultError } from './mapping-fault.js';

/** Bytes of a memory that lie in one ArrayBuffer: byte `offset` of the buffer is byte `start` of the memory. */
export interface Window {
  readonly buffer: ArrayBufferLike;
  readonly start: number;
  readonly offset: number;
}

/** Something built over a memory that must hear when its pages move, vanish or change their protection. */
export interface Dependent {
  /** The bytes it may concern, in the memory. */
  memoryChanged(byteOffset: number, byteLength: number): void;
}

/** An array whose length is that of its memory. */
export interface Owner {
  memoryResized(): void;
}

/**
 * Bytes and their lifetime, without elements: the heap's, or a mapping's. Offsets and lengths are in bytes. `elements` is there so
 * that an error can name the index.
 *
 * An access is a `check`, and then `read` or `write`; or, through a view of a `window`, a `settle` behind it.
 */
export abstract class Memory {
  abstract readonly byteLength: number;
  /** @internal The mapping that owns the bytes; undefined for memory of the engine. */
  abstract readonly mapping: Mapping | undefined;
  /** @internal Throws unless the bytes are alive, may be accessed so, and are not at fault as far as is known. */
  abstract check(
    byteOffset: number,
    byteLength: number,
    access: 'read' | 'write',
    elements?: ElementPlace,
  ): void;

  /** @internal Throws where the bytes were at fault when they were accessed just now. */
  settle(_byteOffset: number, _byteLength: number, _elements?: ElementPlace): void {}

  /** @internal What to throw where the kernel could not get past a byte, and told so by EFAULT. */
  failed(byteOffset: number, elements: ElementPlace): Error {
    return faultError({ kind: 'io', file: undefined, fileOffset: 0, byteOffset, elements });
  }

  /** @internal Gives the bytes to `use`, and returns what that makes of them. The caller has checked the access. */
  read<T>(byteOffset: number, byteLength: number, use: (bytes: Uint8Array) => T, elements?: ElementPlace): T {
    const result = use(this.bytes(byteOffset, byteLength));
    this.settle(byteOffset, byteLength, elements);
    return result;
  }

  /** @internal Lets `use` change the bytes. The caller has checked the access. */
  write(
    byteOffset: number,
    byteLength: number,
    use: (bytes: Uint8Array) => void,
    elements?: ElementPlace,
  ): void {
    use(this.bytes(byteOffset, byteLength));
    this.settle(byteOffset, byteLength, elements);
  }

  /** @internal As `write`, where all the bytes are stored: what they were need not be given. */
  overwrite(
    byteOffset: number,
    byteLength: number,
    use: (bytes: Uint8Array) => void,
    elements?: ElementPlace,
  ): void {
    this.write(byteOffset, byteLength, use, elements);
  }

  /** @internal Copies the bytes to the heap. The caller has checked the access. */
  copyOut(byteOffset: number, target: Uint8Array, elements?: ElementPlace): void {
    this.read(byteOffset, target.length, (bytes) => target.set(bytes), elements);
  }

  /** @internal The longest range that `read` and `write` should be given at once. */
  get chunkBytes(): number {
    return this.maxWindowBytes;
  }

  /** @internal Whether many bytes at once must go by `read` and `write`, and not through views of a window. */
  get copies(): boolean {
    return false;
  }

  /** @internal Not 0 as soon as a page was at fault; undefined for memory that cannot fault. */
  get faultCount(): Uint32Array | undefined {
    return undefined;
  }

  /** @internal The bytes themselves. */
  bytes(byteOffset: number, byteLength: number): Uint8Array {
    const { buffer, offset } = this.wholeWindow(byteOffset, byteLength);
    return new Uint8Array(buffer, offset, byteLength);
  }

  /** @internal The buffer with all the bytes, or ERR_OUT_OF_RANGE where they are more than the engine can put into one. */
  wholeWindow(byteOffset: number, byteLength: number): Window {
    if (byteLength === 0) return { buffer: new ArrayBuffer(0), start: byteOffset, offset: 0 };
    const window = this.window(byteOffset, byteLength);
    if (window !== undefined) return window;
    throw rangeError(
      'ERR_OUT_OF_RANGE',
      `A view of ${byteLength} bytes is longer than one ArrayBuffer can be here (${this.maxWindowBytes} bytes): take a subarray`,
    );
  }

  /** @internal Whether the bytes may be stored into. */
  abstract isWritable(byteOffset: number, byteLength: number): boolean;

  /**
   * @internal
   * What may be done with every byte of the range, for as long as dependents hear of no change. Undefined
   * where that differs from byte to byte, or is not certain: then each access must be checked.
   */
  abstract steady(byteOffset: number, byteLength: number): 'read' | 'read-write' | undefined;

  /** @internal The buffer that the bytes lie in; undefined where they are more than one ArrayBuffer can hold, or dead. */
  abstract window(byteOffset: number, byteLength: number): Window | undefined;

  /** @internal The longest range that `window` serves. */
  abstract readonly maxWindowBytes: number;

  /** @internal A copy of the bytes, if they can be read now: without a fault, an error or a mark that they were read. */
  abstract peek(byteOffset: number, byteLength: number): Uint8Array | undefined;

  /**
   * @internal Makes the bytes ready for stores past our checks: what a raw view does must not kill the process. Throws where it
   * could, unless that is `accepted`.
   */
  abstract exposeRaw(byteOffset: number, byteLength: number, accepted: boolean): void;

  /** @internal Whether dependents can be told of changes now; those that are not must check each access. */
  abstract readonly attachable: boolean;

  /** @internal Tells it of every change from now on; it is held weakly. */
  abstract attach(dependent: Dependent): void;
}
