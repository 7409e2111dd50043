import { fstatSync, ftruncateSync, writeSync } from 'node:fs';
import { constants } from 'node:os';
import { errnoOf } from './file-source.js';

const { EBADF, EINVAL, ENODEV, ESPIPE } = constants.errno;

const nothing = new Uint8Array(0);

/** Makes a file as long as posix_fallocate(3) would; the blocks of the disk stay away. @returns 0 or -errno. */
export function allocate(fd: number, fileOffset: number, byteLength: number): number {
  if (fd < 0) return -EBADF;
  try {
    const file = fstatSync(fd);
    if (fileOffset < 0 || byteLength <= 0) return -EINVAL;
    if (file.isFIFO()) return -ESPIPE;
    if (!file.isFile()) return -ENODEV;
    writeSync(fd, nothing); // refused where the descriptor is not open for writing
    const end = fileOffset + byteLength;
    if (file.size < end) ftruncateSync(fd, end);
    return 0;
  } catch (error) {
    return errnoOf(error);
  }
}
