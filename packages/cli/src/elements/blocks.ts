import type { CArray, ElementType } from 'carray';
import type { Progress } from '../progress.js';

/** Small enough to stay in the processor's caches, and large enough that a copy's fixed costs do not count. */
const BLOCK_BYTES = 2 ** 20;

/** A copy of some elements, that nothing can change or take away. */
export interface Block<E extends ElementType = ElementType> {
  /** Index of its first element in the array. */
  readonly first: number;
  readonly elements: CArray<E>;
}

export interface BlockOptions {
  /** Elements from one block to the next; default: as many as the processor's caches hold. */
  readonly step?: number;
  /** Elements that a block has more, of the next one. */
  readonly extra?: number;
  /** Told of each block, once it is done with. */
  readonly progress?: Progress | undefined;
}

/** The elements of an array, copied block by block: an array over a file that is made shorter meanwhile throws, on each backend. */
export function* blocks<E extends ElementType>(
  array: CArray<E>,
  { step = elementsPerBlock(array), extra = 0, progress }: BlockOptions = {},
): Generator<Block<E>> {
  for (let first = 0; first < array.length; first += step) {
    const end = Math.min(first + step, array.length);
    yield { first, elements: array.slice(first, Math.min(end + extra, array.length)) };
    progress?.add((end - first) * array.type.size);
  }
}

export function elementsPerBlock({ type }: CArray<ElementType>): number {
  return Math.max(1, Math.floor(BLOCK_BYTES / type.size));
}

/** The bytes of a copy. */
export function bytesOf(copy: CArray<ElementType>): Buffer<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = copy.bytes;
  if (buffer instanceof ArrayBuffer) return Buffer.from(buffer, byteOffset, byteLength);
  throw new TypeError('not a copy: it is shared with other threads');
}
