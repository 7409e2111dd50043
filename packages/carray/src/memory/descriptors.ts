import { chmodSync, fchmodSync, fstatSync, ftruncateSync, type Stats, statSync, truncateSync } from 'node:fs';
import { constants as os } from 'node:os';
import { errnoOf, SystemError } from '../errors/system-error.js';

/*
 * Deno's node:fs knows no descriptors but those that it has opened itself: not a memory file's, none that was inherited. /proc
 * reaches them all.
 */
const path =
  'deno' in process.versions && process.platform === 'linux'
    ? (fd: number): string => `/proc/self/fd/${fd}`
    : undefined;

/** fstat(2) of any descriptor of the process. */
export const statDescriptor = (fd: number): Stats =>
  path === undefined ? fstatSync(fd) : orBadDescriptor('fstat', () => statSync(path(fd)));

/** ftruncate(2) of any descriptor of the process. */
export const truncateDescriptor = (fd: number, size: number): void =>
  path === undefined
    ? ftruncateSync(fd, size)
    : orBadDescriptor('ftruncate', () => truncateSync(path(fd), size));

/** fchmod(2) of any descriptor of the process. */
export const chmodDescriptor = (fd: number, mode: number): void =>
  path === undefined ? fchmodSync(fd, mode) : orBadDescriptor('fchmod', () => chmodSync(path(fd), mode));

function orBadDescriptor<T>(syscall: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (errnoOf(error) !== os.errno.ENOENT) throw error;
    throw new SystemError({ errno: os.errno.EBADF, syscall });
  }
}
