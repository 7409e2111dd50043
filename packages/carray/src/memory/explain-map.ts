import { constants as os } from 'node:os';
import { MAP_ANONYMOUS, MAP_DROPPABLE, MAP_HUGETLB, MAP_PRIVATE, MAP_SHARED } from '@carray/constants';
import { SystemError } from '../errors/system-error.js';

/** What mmap(2) was asked for. Lengths and offsets are in bytes. */
export interface MapRequest {
  readonly length: number;
  readonly protection: number;
  readonly flags: number;
  readonly fd: number;
  readonly offset: number;
  readonly address: number;
}

const { EACCES, EAGAIN, EBADF, EEXIST, EINVAL, ENODEV, ENOMEM, EOVERFLOW, EPERM } = os.errno;

/** The kernel's answer to mmap(2) as an error. */
export function mapError(
  errno: number,
  request: MapRequest,
  pageSize: number,
  path: string | undefined,
  cause = explainMap(errno, request, pageSize),
): SystemError {
  const { length, protection, flags, offset, address } = request;
  const info = { length, protection, flags, offset, address };
  return new SystemError({ errno, syscall: 'mmap', path, info, cause });
}

/** The likely cause of a refusal of mmap(2), as a clause; undefined where there is nothing to add. */
function explainMap(errno: number, request: MapRequest, pageSize: number): string | undefined {
  switch (errno) {
    case EINVAL:
      return explainInvalid(request, pageSize);
    case EEXIST:
      return `addr ${request.address} is taken: MAP_FIXED replaces nothing but a reservation without access`;
    case EAGAIN:
      return 'more memory would be locked than the process may lock (RLIMIT_MEMLOCK)';
    case EBADF:
      return request.fd < 0
        ? 'without a source the flags need MAP_ANONYMOUS'
        : `descriptor ${request.fd} is not open`;
    case EACCES:
      return "the file must be open for reading, and for writing too ('r+') where a shared mapping has PROT_WRITE, as access: 'read-write' makes it";
    case EPERM:
      return 'the seals of the file, its file system or a limit (RLIMIT_MEMLOCK, vm.mmap_min_addr) do not allow it';
    case ENODEV:
      return 'it cannot be mapped: directories, pipes, sockets and some devices cannot';
    case ENOMEM:
      if (isOfPool(request.flags)) return explainPool(request.length, pageSize);
      return `no room for ${request.length} bytes, or the process has as many areas of memory as it may (vm.max_map_count)`;
    case EOVERFLOW:
      return `offset ${request.offset} and length ${request.length} go past the largest file there can be`;
    default:
      return undefined;
  }
}

function explainInvalid({ length, flags, fd, offset, address }: MapRequest, pageSize: number): string {
  const unaligned = (name: string, value: number) =>
    `${name} ${value} is not a multiple of the page size, ${pageSize} bytes`;
  if (length === 0) return 'length must be at least 1 byte';
  if (offset % pageSize !== 0)
    return unaligned('offset', offset) + (fd < 0 ? '' : '; mapFile takes any byte');
  if ((flags & (MAP_SHARED | MAP_PRIVATE | MAP_DROPPABLE)) === 0)
    return 'flags need exactly one of MAP_SHARED and MAP_PRIVATE';
  if (address % pageSize !== 0) return unaligned('addr', address);
  if (isOfPool(flags)) return `this system has no huge pages of ${pageSize / 1024} kB`;
  if ((flags & MAP_HUGETLB) !== 0)
    return 'MAP_HUGETLB is for anonymous memory: a file has the pages of its file system';
  if ((flags & MAP_DROPPABLE) !== 0)
    return 'MAP_DROPPABLE goes with MAP_ANONYMOUS and nothing else, from Linux 6.11 on';
  return 'the system does not know this combination of flags and protection';
}

/** The likely cause of ENOMEM and EINVAL for pages of a pool, as a clause. */
function explainPool(length: number, pageSize: number): string {
  const kilobytes = pageSize / 1024;
  return `the pool of huge pages of ${kilobytes} kB has not as many free as ${length} bytes need, or there is none: vm.nr_hugepages and /sys/kernel/mm/hugepages/hugepages-${kilobytes}kB/nr_hugepages make it`;
}

/** Whether the request is for memory of a pool of huge pages. */
const isOfPool = (flags: number): boolean => isAnonymous(flags) && (flags & MAP_HUGETLB) !== 0;

/** Whether the request is for memory without a file. */
export const isAnonymous = (flags: number): boolean => (flags & MAP_ANONYMOUS) !== 0;
