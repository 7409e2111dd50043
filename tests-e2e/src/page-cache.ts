import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from './files.js';

export const hasFincore = existsSync('/usr/bin/fincore');

/** How many bytes of a file are in the page cache, as another program sees it. */
export function cachedBytes(path: string): number {
  return Number(
    execFileSync('/usr/bin/fincore', ['-b', '-n', '-r', '-o', 'RES', path], { encoding: 'latin1' }),
  );
}

/** A new file on the disk, written: none of its pages is dirty. */
export function writtenFile(bytes: Uint8Array): string {
  const path = join(temporaryDirectory(), 'file.bin');
  const fd = openSync(path, 'w');
  writeSync(fd, bytes);
  fsyncSync(fd);
  closeSync(fd);
  return path;
}
