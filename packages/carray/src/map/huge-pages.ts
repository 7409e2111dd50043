import { readFileSync, type Stats, statfsSync } from 'node:fs';
import type { Backend } from '@carray/backend';
import {
  isAvailable,
  MAP_ANONYMOUS,
  MAP_HUGE_1GB,
  MAP_HUGE_2MB,
  MAP_HUGE_MASK,
  MAP_HUGE_SHIFT,
  MAP_HUGETLB,
} from '@carray/constants';
import { invalidValue } from '../errors/arguments.js';
import { plainError } from '../errors/coded.js';
import type { MapRequest } from '../memory/explain-map.js';

/**
 * Pages that are larger than ordinary ones, so that the processor has fewer to look up. 'advise': the system puts them together where
 * it can, and nothing is promised (Linux; ERR_UNSUPPORTED elsewhere). '2MB', '1GB': from a pool that the administrator has set aside
 * (vm.nr_hugepages), or ENOMEM; what is mapped is whole pages of that size.
 */
export type HugePages = 'advise' | '2MB' | '1GB';

const pools = { '2MB': MAP_HUGE_2MB, '1GB': MAP_HUGE_1GB } as const;
const HUGETLBFS_MAGIC = 0x958458f6;

/** Flags for mmap(2). @throws ERR_INVALID_ARG_VALUE for no word of these, ERR_UNSUPPORTED where the platform has none. */
export function hugePageFlags(hugePages: unknown): number {
  if (hugePages === undefined || hugePages === 'advise') return 0;
  if (hugePages !== '2MB' && hugePages !== '1GB') {
    throw invalidValue('options.hugePages', "must be 'advise', '2MB' or '1GB'", hugePages);
  }
  if (isAvailable('MAP_HUGETLB') && isAvailable(`MAP_HUGE_${hugePages}`))
    return MAP_HUGETLB | pools[hugePages];
  throw plainError('ERR_UNSUPPORTED', 'This platform has no MAP_HUGETLB');
}

/** Bytes of a page of what is asked for. */
export function pageSizeOf(
  backend: Backend,
  { flags, fd }: Pick<MapRequest, 'flags' | 'fd'>,
  stats: Stats | undefined,
): number {
  if ((flags & MAP_ANONYMOUS) === 0) return pageSizeOfFile(backend, fd, stats);
  if ((flags & MAP_HUGETLB) === 0) return backend.pageSize;
  const exponent = (flags >>> MAP_HUGE_SHIFT) & MAP_HUGE_MASK;
  return exponent === 0 ? (defaultHugePageSize() ?? backend.pageSize) : 2 ** exponent;
}

/** Bytes of a page of an open file: more than that of the system for one of huge pages, whose blocks are as large. */
export function pageSizeOfFile(backend: Backend, fd: number, stats: Stats | undefined): number {
  if (stats === undefined || !stats.isFile() || stats.blksize <= backend.pageSize) return backend.pageSize;
  const blksize = isOfHugePages(fd) === true ? stats.blksize : 0;
  return Math.max(blksize, backend.pageSize);
}

/** Whether an open file has huge pages; undefined where nobody can say. */
export function isOfHugePages(fd: number): boolean | undefined {
  try {
    return statfsSync(`/proc/self/fd/${fd}`).type >>> 0 === HUGETLBFS_MAGIC; // there is no fstatfs in node:fs
  } catch {
    return undefined;
  }
}

function defaultHugePageSize(): number | undefined {
  try {
    const found = /^Hugepagesize:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'latin1'))?.[1];
    return found === undefined ? undefined : 1024 * Number(found);
  } catch {
    return undefined;
  }
}
