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

  get typedArray(): TypedArrayOf<E> {
    return this.#make.typedArray();
  }

  get bytes(): Uint8Array {
    return this.#make.bytes();
  }

  get dataView(): DataView {
    return this.#make.dataView();
  }

  get buffer(): ArrayBufferLike {
    return this.#make.buffer();
  }

  get sharedBuffer(): SharedArrayBuffer {
    return this.#make.sharedBuffer();
  }
}
