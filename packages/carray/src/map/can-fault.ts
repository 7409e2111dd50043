import type { Stats } from 'node:fs';
import type { Backend } from '@carray/backend';
import { F_SEAL_SHRINK, MAP_HUGETLB } from '@carray/constants';
import { statDescriptor } from '../memory/descriptors.js';
import { isAnonymous, type MapRequest } from '../memory/explain-map.js';
import { pageCeil } from '../memory/range.js';
import { isOfHugePages } from './huge-pages.js';
import { isSealed } from './seals.js';

/**
 * Whether pages of the mapping can be lost by what others do. Not those of memory that is the process's own, nor of a file that
 * is sealed against shrinking, as far as it reaches; a pool of huge pages, on the other hand, can be empty.
 *
 * Only a file without a name can be sealed, so that all others cost no call.
 */
export function canFault(
  backend: Backend,
  { fd, flags, offset, length }: MapRequest,
  stats: Stats | undefined,
): boolean {
  if (isAnonymous(flags)) return (flags & MAP_HUGETLB) !== 0;
  if (stats === undefined || !stats.isFile() || stats.nlink !== 0) return true;
  if (!isSealed(backend, fd, F_SEAL_SHRINK)) return true;
  // Asked behind the seal: from here on it can only become longer.
  if (offset + length > pageCeil(statDescriptor(fd).size, backend.pageSize)) return true;
  return stats.blksize > backend.pageSize && isOfHugePages(fd) !== false;
}
