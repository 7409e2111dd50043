import { plainError, rangeError, typeError } from '../errors/coded.js';
import type { ElementType, TypedArrayOf } from '../types/element-type.js';
import { ElementAccess } from './element-access.js';
import { UnsafeViews } from './unsafe-views.js';

/** The memory as the engine's own objects: no copy, and only the engine's checks. */
export abstract class RawViews<E extends ElementType> extends ElementAccess<E> {
  /** Bytes of the elements. */
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
   */
  get typedArray(): TypedArrayOf<E> {
    return this.#typedArray(false);
  }

  /** The memory as bytes; as `typedArray`. */
  get bytes(): Uint8Array {
    return this.#bytes(false);
  }

  /** The memory as a DataView; as `typedArray`. */
  get dataView(): DataView {
    return this.#dataView(false);
  }

  /** The ArrayBuffer that the memory lies in; it may reach further than the array. As `typedArray`. */
  get buffer(): ArrayBufferLike {
    return this.#expose(false).buffer;
  }

  /**
   * `typedArray`, `bytes`, `dataView` and `buffer` of read-only memory where a store through them would end the process, and they
   * are refused elsewhere: with the ffi backend what `mmap` made without PROT_WRITE, or `protect` made read-only. For those who
   * know that nothing stores through them.
   */
  get unsafe(): UnsafeViews<E> {
    return new UnsafeViews({
      typedArray: () => this.#typedArray(true),
      bytes: () => this.#bytes(true),
      dataView: () => this.#dataView(true),
      buffer: () => this.#expose(true).buffer,
    });
  }

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
      `A typed array of ${this.type.name} must start at a multiple of ${this.type.size} bytes. This array starts at byte ${offset} of its buffer`,
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
