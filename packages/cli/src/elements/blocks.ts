import type { CArray, ElementType } from 'carray';

/** Small enough to stay in the processor's caches, and large enough that a copy's fixed costs do not count. */
const BLOCK_BYTES = 2 ** 20;

/** A copy of some elements, that nothing can change or take away. */
export interface Block<E extends ElementType = ElementType> {
  /** Index of its first element in the array. */
  readonly first: number;
  readonly elements: CArray<E>;
}

/**
 * The elements of an array, copied block by block: an array over a file that is made shorter meanwhile throws, on each backend.
 *
 * @param extra elements that a block has more, of the next one
 */
export function* blocks<E extends ElementType>(array: CArray<E>, extra = 0): Generator<Block<E>> {
  const step = elementsPerBlock(array);
  for (let first = 0; first < array.length; first += step) {
    yield { first, elements: array.slice(first, Math.min(first + step + extra, array.length)) };
  }
}

export function elementsPerBlock(array: CArray<ElementType>): number {
  return Math.max(1, Math.floor(BLOCK_BYTES / array.type.size));
}

/** The bytes of a copy. */
export function bytesOf(copy: CArray<ElementType>): Buffer<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = copy.bytes;
  if (buffer instanceof ArrayBuffer) return Buffer.from(buffer, byteOffset, byteLength);
  throw new TypeError('not a copy: it is shared with other threads');
}
