import { constants as os } from 'node:os';
import type { Backend } from '@carray/backend';
import { SystemError } from '../errors/system-error.js';
import { truncateDescriptor } from '../memory/descriptors.js';
import { type Growth, refuseMoreThanFree } from '../memory/free-memory.js';

/** Bytes of a file of memory that are to be there. */
interface MemoryGrowth extends Growth {
  readonly fd: number;
  /** The likely cause where there is no room. */
  readonly full: string;
  /** Whether its pages come from a pool, which can be used up without harm to others. Default false. */
  readonly pooled?: boolean;
}

/**
 * Makes a file of memory longer, its pages reserved: where there is no room that is ENOSPC or ENOMEM here, not a fault at some
 * later store. A file of memory that cannot have all keeps its length.
 */
export function reserveMemory(
  backend: Backend,
  { fd, path, from, end, full, pooled = false }: MemoryGrowth,
): void {
  const length = end - from;
  if (length <= 0) return;
  if (!pooled) refuseMoreThanFree({ path, from, end });
  const status = backend.allocate(fd, from, length);
  if (status === 0) return;
  if (status === -os.errno.ENOTSUP) {
    truncateDescriptor(fd, end); // where nothing can be reserved, it can be made long enough at least
    return;
  }
  const cause = status === -os.errno.ENOSPC || status === -os.errno.ENOMEM ? full : undefined;
  const info = { offset: from, length };
  throw new SystemError({ errno: -status, syscall: 'posix_fallocate', path, info, cause });
}
