import { plainError, rangeError, typeError } from '../errors/coded.js';
import type { ElementType, TypedArrayOf } from '../types/element-type.js';
import { ElementAccess } from './element-access.js';
import { UnsafeViews } from './unsafe-views.js';

/** The memory as the engine's own objects: no copy, and only the engine's checks. */
export abstract class RawViews<E extends ElementType> extends ElementAccess<E> {
  /** Bytes of the elements: `length * type.size`, of a column without those in between. */
  get byteLength(): number {
    return this.length * this.type.size;
  }

  /**
   * The memory as the engine's own typed array: no copy, and only the engine's checks. Stores through it wrap
   * and ignore as theirs do; after `unmap` its length is 0.
   *
   * What faults while such a view is used is survived by the native backend, and told by the next call on the mapping; until then
   * the view shows zeros, or the copy that was stored into. With ffi it ends the process.
   *
   * @throws ERR_ELEMENT_TYPE where the engine has no such array, ERR_MISALIGNED, ERR_OUT_OF_RANGE (longer than one
   * ArrayBuffer can be: take a `subarray`), ERR_MAPPING_UNMAPPED, ERR_MAPPING_NO_ACCESS, ERR_MAPPING_FAULT;
   * ERR_UNSUPPORTED for a column; ERR_MAPPING_READ_ONLY where a store through the view would end the process: `unsafe`.
   * @example
   * const samples = mapAnonymous(float64, 1000).fill(0.5);
   * console.log(samples.typedArray.reduce((sum, each) => sum + each)); // 500
   * munmap(samples);
   */
  get typedArray(): TypedArrayOf<E> {
    return this.#typedArray(false);
  }

  /** The memory as bytes: a Uint8Array for elements of any type. Errors and what is not promised are those of `typedArray`. */
  get bytes(): Uint8Array {
    return this.#bytes(false);
  }

  /** The memory as a DataView, for numbers at any byte. Errors and what is not promised are those of `typedArray`. */
  get dataView(): DataView {
    return this.#dataView(false);
  }

  /**
   * The ArrayBuffer that the memory lies in. It may begin before the array and reach further: `bytes.byteOffset` says where in it the array
   * is. Errors and what is not promised are those of `typedArray`.
   */
  get buffer(): ArrayBufferLike {
    return this.#expose(false).buffer;
  }

  /**
   * The bytes of the array, and no others, as a SharedArrayBuffer: `postMessage` gives it to other threads without a copy, and
   * `Atomics.wait` and `notify` work on it. One per range of a mapping, the same at each call, until that is unmapped.
   *
   * Nothing takes it back. After `unmap` the arrays are dead, but the pages stay, and stores through it reach the file, until the
   * last thread that has it has dropped it and the collector has noticed; it does not hurry for them. So the protection of the
   * mapping cannot be changed from the first `sharedBuffer` on, as after `share`. Faults, and stores into read-only memory, are as
   * with `typedArray`: survived by the native backend in every thread, after `unmap` too, and told by the next call on the mapping.
   *
   * For the native backend in Node from 22.23.3, 24.16.0 and 26.1.0 on, and in Bun: `backendInfo().native.supports.sharedBuffers`.
   *
   * @throws ERR_UNSUPPORTED with other runtimes and with ffi (`share` works there), and for a column; ERR_NOT_MAPPED for memory of
   * the engine, which cannot be shared afterwards; ERR_MISALIGNED where the array does not start at a multiple of 8 bytes of the
   * mapping; ERR_OUT_OF_RANGE (longer than one can be: take a `subarray`), ERR_MAPPING_UNMAPPED, ERR_MAPPING_NO_ACCESS,
   * ERR_MAPPING_FAULT, ERR_MAPPING_READ_ONLY as `typedArray`; SystemError ENOMEM where the engine refuses.
   * @see node_api_create_external_sharedarraybuffer, in Node's documentation
   * @example
   * const counters = mapAnonymous(int32, 16, { shared: true });
   * const worker = new Worker('Atomics.add(new Int32Array(require("node:worker_threads").workerData), 0, 1)', {
   *   eval: true,
   *   workerData: counters.sharedBuffer,
   * });
   * await new Promise((resolve) => worker.once('exit', resolve));
   * console.log(counters.get(0)); // 1
   */
  get sharedBuffer(): SharedArrayBuffer {
    return this.#sharedBuffer(false);
  }

  /**
   * `typedArray`, `bytes`, `dataView`, `buffer` and `sharedBuffer` of read-only memory where a store through them would end the process, and they
   * are refused elsewhere: with the ffi backend what `mmap` made without PROT_WRITE, or `protect` made read-only. For those who
   * know that nothing stores through them.
   *
   * @example
   * const program = mmap(uint8, 64, PROT_READ, MAP_PRIVATE, process.execPath);
   * console.log(program.unsafe.bytes.length); // 64
   */
  get unsafe(): UnsafeViews<E> {
    return new UnsafeViews({
      typedArray: () => this.#typedArray(true),
      bytes: () => this.#bytes(true),
      dataView: () => this.#dataView(true),
      buffer: () => this.#expose(true).buffer,
      sharedBuffer: () => this.#sharedBuffer(true),
    });
  }

  // `accepted`: whether the caller accepts that a store through the view may end the process, as with `unsafe`.
  #typedArray(accepted: boolean): TypedArrayOf<E> {
    this.memory.check(this.byteOffset, this.span, 'read', this);
    const { engine } = this.type.codec;
    if (engine === undefined)
      throw typeError(
        'ERR_ELEMENT_TYPE',
        `The engine has no typed array for elements of type ${this.type.name}`,
      );
    const { buffer, offset } = this.#expose(accepted);
    const elements = this.trusted();
    if (elements !== undefined) return elements as TypedArrayOf<E>;
    if (offset % this.type.size === 0) return new engine(buffer, offset, this.length) as TypedArrayOf<E>;
    throw rangeError(
      'ERR_MISALIGNED',
      `A typed array of ${this.type.name} must start at a multiple of ${this.type.size} bytes. This array starts at byte ${offset} of its buffer: get and set work there, slice() is an aligned copy`,
    );
  }

  #bytes(accepted: boolean): Uint8Array {
    const { buffer, offset } = this.#expose(accepted);
    return new Uint8Array(buffer, offset, this.byteLength);
  }

  #dataView(accepted: boolean): DataView {
    const { buffer, offset } = this.#expose(accepted);
    return new DataView(buffer, offset, this.byteLength);
  }

  #sharedBuffer(accepted: boolean): SharedArrayBuffer {
    const { mapping } = this;
    if (mapping === undefined) {
      throw typeError(
        'ERR_NOT_MAPPED',
        'Only mapped memory has a sharedBuffer. Make a SharedArrayBuffer and take CArray.view over it',
      );
    }
    this.requireSideBySide('SharedArrayBuffer');
    this.memory.check(this.byteOffset, this.span, 'read', this);
    return mapping.sharedBuffer(this.byteOffset, this.byteLength, accepted);
  }

  #expose(accepted: boolean) {
    this.requireSideBySide('raw view');
    this.memory.check(this.byteOffset, this.span, 'read', this);
    this.memory.exposeRaw(this.byteOffset, this.byteLength, accepted);
    return this.memory.wholeWindow(this.byteOffset, this.byteLength);
  }

  /** Refuses for a column what takes the elements' bytes as one range. */
  protected requireSideBySide(what: string): void {
    if (this.stride === this.type.size) return;
    const message = `A column has no ${what}: its elements lie ${this.stride} bytes apart. Take slice() first`;
    throw plainError('ERR_UNSUPPORTED', message);
  }
}
