import { MAP_SHARED } from '@carray/constants';
import { checkIndex } from '../arguments/check.js';
import { CArray } from '../array/carray.js';
import { invalidArray } from '../errors/arguments.js';
import { plainError, rangeError, typeError } from '../errors/coded.js';
import type { Mapping } from '../memory/mapping.js';
import type { ElementType } from '../types/element-type.js';

/** A number in memory that others have mapped too. */
export interface SharedPlace {
  readonly mapping: Mapping;
  /** Bytes from the start of the mapping, a multiple of the number's size. */
  readonly byteOffset: number;
  /** The array that it is an element of, for errors that name the index. */
  readonly array: CArray;
}

/** The first of the checks: an array, and an index of an element. */
export function checkElement(array: unknown, index: unknown): asserts array is CArray {
  if (!(array instanceof CArray)) throw invalidArray('array', array);
  checkIndex(index, array.length);
}

/** The place of an element of one of these types. @throws see `waitSync` */
export function sharedPlace(array: CArray, index: number, types: readonly ElementType[]): SharedPlace {
  const { type, stride, mapping } = array;
  if (!types.includes(type)) {
    const names = types.map(({ name }) => name).join(' or ');
    throw typeError(
      'ERR_ELEMENT_TYPE',
      `The array must have elements of type ${names}, which are those of this machine's byte order. These are of type ${type.name}: take array.cast(${types[0]?.name})`,
    );
  }
  if (stride !== type.size) {
    throw plainError(
      'ERR_UNSUPPORTED',
      `A column cannot be shared so: its elements lie ${stride} bytes apart. Take a cast of the bytes of one`,
    );
  }
  if (mapping === undefined) {
    throw typeError(
      'ERR_NOT_MAPPED',
      'Other processes cannot see memory of the engine: map a file or shared memory',
    );
  }
  const byteOffset = array.byteOffset + index * stride;
  if (byteOffset % type.size !== 0) {
    throw rangeError(
      'ERR_MISALIGNED',
      `The number must lie at a multiple of ${type.size} bytes of the mapping. This one lies at byte ${byteOffset}`,
    );
  }
  if ((mapping.flags & MAP_SHARED) === 0) {
    throw plainError(
      'ERR_NOT_SHARED',
      "The mapping is private: others do not see what is stored in it. Shared are those of mapFile with access: 'read-write', mapAnonymous with { shared: true }, and mmap with MAP_SHARED",
    );
  }
  return { mapping, byteOffset, array };
}

/** Throws unless the number may be accessed so now. */
export function checkPlace({ mapping, byteOffset, array }: SharedPlace, access: 'read' | 'write'): void {
  mapping.check(byteOffset, array.type.size, access, array);
}
