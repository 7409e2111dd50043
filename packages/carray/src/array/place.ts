import type { Memory } from '../memory/memory.js';

/** What an array is made from. */
export interface ArrayPlace<E> {
  readonly type: E;
  readonly memory: Memory;
  /** The array's first byte, in the memory. */
  readonly byteOffset: number;
  /** Elements. */
  readonly length: number;
  /** Bytes from one element to the next; the size of the type where they lie side by side. */
  readonly stride?: number;
  /** Whether this array is the one that ends the mapping. */
  readonly owner?: boolean;
}

/** Bytes from the first byte of the first of some elements to the last byte of the last. */
export function spanOf(length: number, stride: number, size: number): number {
  return length === 0 ? 0 : (length - 1) * stride + size;
}
