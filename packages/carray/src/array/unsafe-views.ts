import type { ElementType, TypedArrayOf } from '../types/element-type.js';

/** How the views are made. */
interface Makers<E extends ElementType> {
  typedArray(): TypedArrayOf<E>;
  bytes(): Uint8Array;
  dataView(): DataView;
  buffer(): ArrayBufferLike;
  sharedBuffer(): SharedArrayBuffer;
}

/** The raw views of an array, also those through which a store would end the process; see `CArray.unsafe`. */
export class UnsafeViews<E extends ElementType> {
  readonly #make: Makers<E>;

  /** @internal */
  constructor(make: Makers<E>) {
    this.#make = make;
  }

  /** As `CArray.typedArray`, never ERR_MAPPING_READ_ONLY. */
  get typedArray(): TypedArrayOf<E> {
    return this.#make.typedArray();
  }

  /** As `CArray.bytes`, never ERR_MAPPING_READ_ONLY. */
  get bytes(): Uint8Array {
    return this.#make.bytes();
  }

  /** As `CArray.dataView`, never ERR_MAPPING_READ_ONLY. */
  get dataView(): DataView {
    return this.#make.dataView();
  }

  /** As `CArray.buffer`, never ERR_MAPPING_READ_ONLY. */
  get buffer(): ArrayBufferLike {
    return this.#make.buffer();
  }

  /** As `CArray.sharedBuffer`, never ERR_MAPPING_READ_ONLY. */
  get sharedBuffer(): SharedArrayBuffer {
    return this.#make.sharedBuffer();
  }
}
