import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** Bytes of a file, read without a mapping. */
export function bytesAt(path: string, position: number, length: number): number[] {
  const fd = openSync(path, 'r');
  const bytes = Buffer.alloc(length);
  const size = readSync(fd, bytes, 0, length, position);
  closeSync(fd);
  return [...bytes.subarray(0, size)];
}

/** What a file takes of the disk, in bytes. */
export const diskUse = (path: string): number => 512 * statSync(path).blocks;
