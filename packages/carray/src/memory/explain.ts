import { constants as os } from 'node:os';
import { MS_ASYNC, MS_SYNC } from '@carray/constants';

/** The system calls on bytes of a mapping. */
export type RangeCall = 'mprotect' | 'madvise' | 'msync';

const { EACCES, EAGAIN, EBUSY, EFAULT, EINVAL, ENOMEM } = os.errno;

/** The likely cause of a refusal, as a clause; undefined where there is nothing to add. `argument` is the call's own. */
export function explainRange(
  call: RangeCall,
  errno: number,
  byteOffset: number,
  argument: number,
  pageSize: number,
): string | undefined {
  switch (errno) {
    case EINVAL:
      return explainInvalid(call, byteOffset, argument, pageSize);
    case EACCES:
      return 'the file was not opened for writing, and the mapping is shared';
    case EBUSY:
      return call === 'msync'
        ? 'MS_INVALIDATE is refused for locked pages, and other mappings may be inside of the range'
        : 'another mapping is inside of the range';
    case EFAULT:
      return 'a page cannot be had: it lies past the end of the file, or there is no room for it';
    case ENOMEM:
      return 'the process has as many areas of memory as it may (vm.max_map_count), or there is no memory';
    default:
      return undefined;
  }
}

/** The same for mremap(2) of a whole mapping. */
export function explainResize(errno: number, flags: number): string | undefined {
  switch (errno) {
    case EINVAL:
      return 'it must have at least 1 byte, and whole pages where they are huge';
    case ENOMEM:
      return flags === 0
        ? 'something else lies behind it, and mayMove is false'
        : 'no room for so many bytes, or the process has as many areas of memory as it may (vm.max_map_count)';
    case EBUSY:
      return 'its pages are in use: a flush is under way, a buffer over them was moved away, or another mapping is inside; on ffi with Node 20 mayMove must be true to make it shorter';
    case EFAULT:
      return 'its pages differ, in protection, in advice, or in that some are locked: mremap(2) takes those that are alike';
    case EAGAIN:
      return 'it is locked, and more memory than the process may lock (RLIMIT_MEMLOCK)';
    default:
      return undefined;
  }
}

function explainInvalid(call: RangeCall, byteOffset: number, argument: number, pageSize: number): string {
  if (byteOffset % pageSize !== 0) {
    return `offset ${byteOffset} is not a multiple of the page size, ${pageSize} bytes`;
  }
  if (call === 'mprotect') return `the system does not know all bits of the protection ${argument}`;
  if (call === 'madvise')
    return `advice ${argument} is unknown to this kernel, or not for this kind of memory`;
  const both = (argument & MS_ASYNC) !== 0 && (argument & MS_SYNC) !== 0;
  return both ? 'flags may have one of MS_ASYNC and MS_SYNC, not both' : `flags ${argument} are unknown`;
}
