import { checkFlags, checkOptionalCount } from '../arguments/check.js';
import { CArray } from '../array/carray.js';
import { receivedNoArray } from '../errors/arguments.js';
import { rangeError, typeError } from '../errors/coded.js';
import { isDestructive } from '../memory/advice.js';
import type { Mapping } from '../memory/mapping.js';
import { type ByteRange, operationRange, pageFloor } from '../memory/range.js';
import type { ElementType } from '../types/element-type.js';

function mappingOf(array: unknown, action: string): Mapping {
  const mapping = array instanceof CArray ? array.mapping : undefined;
  if (mapping !== undefined) return mapping;
  const instead = array instanceof CArray ? 'This one is over memory of the engine' : receivedNoArray(array);
  throw typeError('ERR_NOT_MAPPED', `Cannot ${action}: an array over a mapping is needed. ${instead}`);
}

/**
 * Ends the mapping of an array that a map function returned (`mmap`, `mapFile`, `openSharedMemory`, `attach` ...): its raw views become empty,
 * every access throws ERR_MAPPING_UNMAPPED, on its subarrays and casts too. Stores into shared mappings are in
 * the file from then on, and on the disk some time later (`msync` before, for certainty). See {@link Mapping.unmap} for what keeps the pages.
 *
 * @param array that was returned, not one made from it.
 * @returns true the first time, false afterwards.
 * @throws ERR_NOT_MAPPED for anything else, subarrays and casts included; SystemError of munmap(2): ENOMEM where the kernel would have to part
 * an area and has as many as vm.max_map_count allows.
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
 * The bytes of the mapping that one of the three operations means.
 *
 * On the array that `mmap` returned, alignment is the system's business. Any other may start or end inside a page
 * that it shares with its neighbours: then its bytes are rounded outward, or, where the neighbours would be changed
 * with it, refused.
 */
function targetOf(
  array: CArray<ElementType>,
  mapping: Mapping,
  action: string,
  offset: unknown,
  size: unknown,
  neighbours: 'unharmed' | 'changed',
): ByteRange {
  const base = array.byteOffset;
  const total = array.owner ? mapping.byteLength - base : array.span;
  const range = operationRange(total, checkOptionalCount('offset', offset), checkOptionalCount('size', size));
  const from = base + range.byteOffset;
  const { byteLength } = range;
  if (array.owner && base === 0) return { byteOffset: from, byteLength };
  const start = pageFloor(from, mapping.pageSize);
  if (neighbours === 'changed') refuseSharedPages(mapping, from, from + byteLength, action);
  return { byteOffset: start, byteLength: from + byteLength - start };
}

function refuseSharedPages(mapping: Mapping, from: number, to: number, action: string): void {
  const { pageSize, byteLength } = mapping;
  if (from % pageSize === 0 && (to % pageSize === 0 || to === byteLength)) return;
  throw rangeError(
    'ERR_MISALIGNED',
    `Cannot ${action}: the bytes must start and end with pages of ${pageSize} bytes. Received bytes ${from} to ${to} of the mapping`,
  );
}

/**
 * Changes what may be done with the bytes of a mapped array: PROT_NONE, or PROT_READ, PROT_WRITE, PROT_EXEC or-ed. All
 * arrays over the mapping follow at once. Offset and size are in bytes from the array's first one; none means
 * all, a size alone counts from 0, an offset alone means the rest. Whole pages are changed. Raw views that are there cannot be told: a store
 * through one into read-only pages is a fault.
 *
 * @param array any over the mapping.
 * @param prot an integer from 0 to 2 ** 31 - 1.
 * @param offset first byte, from 0 to the array's end; on what `mmap` returned a multiple of the page size.
 * @param size bytes, at most up to the array's end.
 * @returns true, as there is nothing else that it could say without an error.
 * @throws ERR_NOT_MAPPED, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE (three kinds, see the message), ERR_MISALIGNED (a
 * subarray or cast that shares pages with its neighbours), ERR_MAPPING_UNMAPPED, ERR_UNSUPPORTED (shared with other threads); SystemError EINVAL (offset, bits),
 * EACCES (writing to a shared file that was not opened for it), ENOMEM, EBUSY.
 * @see mprotect(2)
 * @example
 * const page = mapAnonymous(uint8, pageSize).fill(1);
 * mprotect(page, PROT_READ);
 * console.log(page.get(0), page.writable); // 1 false
 */
export function mprotect(
  array: CArray<ElementType>,
  prot: number,
  offset?: number | bigint,
  size?: number | bigint,
): true {
  const mapping = mappingOf(array, 'protect');
  const protection = checkFlags('prot', prot);
  const { byteOffset, byteLength } = targetOf(array, mapping, 'protect', offset, size, 'changed');
  mapping.applyProtection(byteOffset, byteLength, protection);
  return true;
}

/**
 * Tells the system how the bytes of a mapped array will be used, by a MADV_* number: a choice, not flags to be or-ed. Where the platform lacks
 * a name its number is 0, which is MADV_NORMAL: ask `isAvailable`. Offset and size as in `mprotect`. Advice that may lose data (MADV_DONTNEED, MADV_FREE, MADV_REMOVE, MADV_GUARD_INSTALL ...) is refused
 * for a subarray or cast that shares pages with its neighbours; other advice is rounded outward.
 *
 * @param array any over the mapping.
 * @param advice an integer from 0 to 2 ** 31 - 1.
 * @param offset as of `mprotect`.
 * @param size as of `mprotect`.
 * @returns true.
 * @throws as `mprotect`; SystemError EINVAL (offset, advice that this kernel or this kind of memory does not know),
 * EFAULT (MADV_POPULATE_READ past the end of the file), ENOMEM.
 * @see madvise(2)
 * @example
 * const bytes = mapFile(process.execPath);
 * madvise(bytes, MADV_SEQUENTIAL);
 */
export function madvise(
  array: CArray<ElementType>,
  advice: number,
  offset?: number | bigint,
  size?: number | bigint,
): true {
  const mapping = mappingOf(array, 'advise');
  const number = checkFlags('advice', advice);
  const neighbours = isDestructive(number) ? 'changed' : 'unharmed';
  const { byteOffset, byteLength } = targetOf(array, mapping, 'advise', offset, size, neighbours);
  mapping.applyAdvice(byteOffset, byteLength, number);
  return true;
}

/**
 * Writes the stores into a shared mapping to its file. Offset and size as in `mprotect`; the bytes of a subarray or
 * cast are rounded outward to whole pages. Without effect on private and anonymous memory.
 *
 * @param array any over the mapping.
 * @param flags one of MS_SYNC (durable when it returns) and MS_ASYNC, and MS_INVALIDATE or not.
 * @param offset as of `mprotect`.
 * @param size as of `mprotect`.
 * @returns true.
 * @throws ERR_NOT_MAPPED, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE (three kinds, see the message),
 * ERR_MAPPING_UNMAPPED; SystemError EINVAL (offset, flags), EBUSY (MS_INVALIDATE on locked pages), EIO (the disk).
 * @see msync(2)
 * @example
 * const log = mapFile('data.bin', { access: 'read-write' });
 * log.set(0, 1);
 * msync(log, MS_SYNC, 0, 1); // on the disk
 * munmap(log);
 */
export function msync(
  array: CArray<ElementType>,
  flags: number,
  offset?: number | bigint,
  size?: number | bigint,
): true {
  const mapping = mappingOf(array, 'sync');
  checkFlags('flags', flags);
  const { byteOffset, byteLength } = targetOf(array, mapping, 'sync', offset, size, 'unharmed');
  mapping.applySync(byteOffset, byteLength, flags);
  return true;
}
