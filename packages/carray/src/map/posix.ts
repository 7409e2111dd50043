import { CArray } from '../array/carray.js';
import { checkFlags, checkOptionalCount } from '../declarations/check.js';
import { received } from '../errors/arguments.js';
import { typeError } from '../errors/coded.js';
import type { Mapping } from '../memory/mapping.js';
import { operationRange, pageFloor } from '../memory/range.js';
import type { ElementType } from '../types/element-type.js';
import { explainSync } from './explain.js';

function mappingOf(array: unknown, action: string): Mapping {
  const mapping = array instanceof CArray ? array.mapping : undefined;
  if (mapping !== undefined) return mapping;
  throw typeError(
    'ERR_NOT_MAPPED',
    `Cannot ${action}: an array over a mapping is needed. ${received(array)}`,
  );
}

/**
 * Ends the mapping of an array that `mmap`, `mapFile` or `mapAnonymous` returned: its raw views become empty,
 * every access throws ERR_MAPPING_UNMAPPED, on its subarrays and casts too. Stores into shared mappings are in
 * the file from then on.
 *
 * @returns true the first time, false afterwards.
 * @throws ERR_NOT_MAPPED for anything else, subarrays and casts included.
 * @see munmap(2)
 * @example
 * const scratch = mapAnonymous(uint32, 1024);
 * munmap(scratch); // true
 * munmap(scratch); // false
 */
export function munmap(array: CArray<ElementType>): boolean {
  const mapping = mappingOf(array, 'unmap');
  if (array.owner) return mapping.unmap();
  throw typeError(
    'ERR_NOT_MAPPED',
    'Cannot unmap: a subarray or cast does not own the mapping. Unmap the array it came from',
  );
}

/**
 * Writes the stores into a shared mapping to its file. Offset and size are in bytes from the array's first one;
 * none means all, a size alone counts from 0, an offset alone means the rest.
 *
 * On the array that `mmap` returned, the offset must be a multiple of the page size; the bytes of any other
 * array are rounded outward to whole pages.
 *
 * @param flags MS_SYNC (durable when it returns) or MS_ASYNC, and MS_INVALIDATE.
 * @throws ERR_NOT_MAPPED, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE (three kinds, see the message),
 * ERR_MAPPING_UNMAPPED; SystemError EINVAL (offset, flags), EBUSY (MS_INVALIDATE on locked pages), EIO.
 * @see msync(2)
 */
export function msync(
  array: CArray<ElementType>,
  flags: number,
  offset?: number | bigint,
  size?: number | bigint,
): true {
  const mapping = mappingOf(array, 'sync');
  checkFlags('flags', flags);
  const total = array.owner ? mapping.byteLength - array.byteOffset : array.byteLength;
  const range = operationRange(total, checkOptionalCount('offset', offset), checkOptionalCount('size', size));
  const from = array.byteOffset + range.byteOffset;
  const exact = array.owner && array.byteOffset === 0;
  const start = exact ? from : pageFloor(from, mapping.pageSize);
  const cause = explainSync(start, flags, mapping.pageSize);
  mapping.apply('sync', start, from + range.byteLength - start, flags, cause);
  return true;
}
