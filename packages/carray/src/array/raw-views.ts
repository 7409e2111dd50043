import { plainError, rangeError, typeError } from '../errors/coded.js';
import type { ElementType, TypedArrayOf } from '../types/element-type.js';
import { windowOf } from './bytes.js';
import { ElementAccess } from './element-access.js';

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
   * @throws ERR_ELEMENT_TYPE where the engine has no such array, ERR_MISALIGNED, ERR_OUT_OF_RANGE (longer than one
   * ArrayBuffer can be: take a `subarray`), ERR_MAPPING_UNMAPPED, ERR_MAPPING_NO_ACCESS, ERR_MAPPING_FAULT;
   * ERR_UNSUPPORTED for a column.
   */
  get typedArray(): TypedArrayOf<E> {
    this.memory.check(this.byteOffset, this.span, 'read');
    const { engine } = this.type.codec;
    if (engine === undefined)
      throw typeError(
        'ERR_ELEMENT_TYPE',
        `The engine has no typed array for elements of type ${this.type.name}`,
      );
    const { buffer, offset } = this.#expose();
    const elements = this.trusted();
    if (elements !== undefined) return elements as TypedArrayOf<E>;
    if (offset % this.type.size === 0) return new engine(buffer, offset, this.length) as TypedArrayOf<E>;
    throw rangeError(
      'ERR_MISALIGNED',
      `A typed array of ${this.type.name} must start at a multiple of ${this.type.size} bytes. This array starts at byte ${offset} of its buffer`,
    );
  }

  /** The memory as bytes; as `typedArray`. */
  get bytes(): Uint8Array {
    const { buffer, offset } = this.#expose();
    return new Uint8Array(buffer, offset, this.byteLength);
  }

  /** The memory as a DataView; as `typedArray`. */
  get dataView(): DataView {
    const { buffer, offset } = this.#expose();
    return new DataView(buffer, offset, this.byteLength);
  }

  /** The ArrayBuffer that the memory lies in; it may reach further than the array. As `typedArray`. */
  get buffer(): ArrayBufferLike {
    return this.#expose().buffer;
  }

  #expose() {
    this.requireSideBySide('raw view');
    this.memory.check(this.byteOffset, this.span, 'read');
    this.memory.exposeRaw();
    return windowOf(this.memory, this.byteOffset, this.byteLength);
  }

  /** Refuses for a column what takes the elements' bytes as one range. */
  protected requireSideBySide(what: string): void {
    if (this.stride === this.type.size) return;
    const message = `A column has no ${what}: its elements lie ${this.stride} bytes apart. Take slice() first`;
    throw plainError('ERR_UNSUPPORTED', message);
  }
}
