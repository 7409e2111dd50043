import { readFileSync, statfsSync } from 'node:fs';
import { constants as os } from 'node:os';
import { SystemError } from '../errors/system-error.js';

/** statfs(2): the file system of shared memory and of memory files. */
const TMPFS_MAGIC = 0x01021994;

/** Bytes of a file that are about to be reserved. */
export interface Growth {
  readonly path: string | undefined;
  /** The file's length now, and what it shall be. */
  readonly from: number;
  readonly end: number;
}

/** @throws SystemError ENOMEM where memory is asked for that is not free: the kernel would go on until it has to kill somebody */
export function refuseMoreThanFree({ path, from, end }: Growth): void {
  const length = end - from;
  const free = freeMemory();
  if (length <= free) return;
  const info = { offset: from, length };
  const cause = `${length} bytes are more than the ${free} that are free in this machine`;
  throw new SystemError({ errno: os.errno.ENOMEM, syscall: 'posix_fallocate', path, info, cause });
}

/** Whether the blocks of a file are memory. False where the system does not tell. */
export function isFileOfMemory(fd: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    return statfsSync(`/proc/self/fd/${fd}`).type === TMPFS_MAGIC;
  } catch {
    return false; // no /proc here
  }
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
