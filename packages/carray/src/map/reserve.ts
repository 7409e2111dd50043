import { ftruncateSync, readFileSync } from 'node:fs';
import { constants as os } from 'node:os';
import type { Backend } from '@carray/backend';
import { SystemError } from '../errors/system-error.js';

/** Bytes of a file of memory that are to be there. */
export interface Reservation {
  readonly fd: number;
  readonly path?: string | undefined;
  /** The file's length, and what it shall be. */
  readonly from: number;
  readonly end: number;
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
  { fd, path, from, end, full, pooled = false }: Reservation,
): void {
  const length = end - from;
  if (length <= 0) return;
  const info = { offset: from, length };
  const free = pooled ? Number.POSITIVE_INFINITY : freeMemory();
  if (length > free) {
    // The kernel would go on until it has to kill somebody.
    const cause = `${length} bytes are more than the ${free} that are free in this machine`;
    throw new SystemError({ errno: os.errno.ENOMEM, syscall: 'posix_fallocate', path, info, cause });
  }
  const status = backend.allocate(fd, from, length);
  if (status === 0) return;
  if (status === -os.errno.ENOTSUP) {
    ftruncateSync(fd, end); // where nothing can be reserved, it can be made long enough at least
    return;
  }
  const cause = status === -os.errno.ENOSPC || status === -os.errno.ENOMEM ? full : undefined;
  throw new SystemError({ errno: -status, syscall: 'posix_fallocate', path, info, cause });
}

/** Bytes that can be had without taking them from anybody, swap included; Infinity where the system does not tell. */
function freeMemory(): number {
  try {
    const text = readFileSync('/proc/meminfo', 'latin1');
    const kibibytes = (name: string) => Number(new RegExp(`^${name}: *(\\d+) kB$`, 'm').exec(text)?.[1]);
    const free = 1024 * (kibibytes('MemAvailable') + kibibytes('SwapFree'));
    return Number.isNaN(free) ? Number.POSITIVE_INFINITY : free;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
