import { CArray, type MappedArray } from '../array/carray.js';
import type { Mapping } from '../memory/mapping.js';
import type { ElementType } from '../types/element-type.js';

/**
 * The array that a map function returns: the one that ends the mapping. Where it cannot be made,
 * `prepare` throws, or `lockAll` has asked for a lock that cannot be had, nothing stays mapped.
 */
export function ownedArray<E extends ElementType>(
  type: E,
  memory: Mapping,
  byteOffset: number,
  length: number,
  prepare: () => void = () => {},
): MappedArray<E> {
  try {
    prepare();
    memory.lockNew();
    const array = CArray.over({ type, memory, byteOffset, length, owner: true });
    memory.ownedBy(array);
    return array;
  } catch (error) {
    memory.unmap();
    throw error;
  }
}
