import type { Backend } from '@carray/backend';
import { SystemError } from '../errors/system-error.js';
import { statDescriptor, truncateDescriptor } from './descriptors.js';
import { isFileOfMemory, refuseMoreThanFree } from './free-memory.js';

/**
 * Makes a file reach up to byte `end`, its blocks reserved, for as long as `use` succeeds: when it throws, the file has
 * its old length again, unless somebody else has made it longer still. A full disk is ENOSPC here, not a fault at some
 * later store, and more memory than is free ENOMEM. A file that is long enough stays as it is.
 */
export function withFileGrown<T>(
  backend: Backend,
  fd: number,
  path: string | undefined,
  size: number,
  end: number,
  use: () => T,
): T {
  if (end <= size) return use();
  if (isFileOfMemory(fd)) refuseMoreThanFree({ path, from: size, end });
  try {
    const status = backend.allocate(fd, size, end - size);
    if (status < 0) {
      const info = { offset: size, length: end - size };
      throw new SystemError({ errno: -status, syscall: 'posix_fallocate', path, info });
    }
    return use();
  } catch (error) {
    undoGrowth(fd, size, end);
    throw error;
  }
}

/** Gives a file that was to reach up to byte `end` its old length again, unless somebody else has made it longer still. */
export function undoGrowth(fd: number, size: number, end: number): void {
  try {
    if (statDescriptor(fd).size <= end) truncateDescriptor(fd, size);
  } catch {
    // what cannot be truncated is no file, or was not open for writing, and did not grow: the first error says so
  }
}
