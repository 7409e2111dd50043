import { execFileSync } from 'node:child_process';
import { existsSync, truncateSync, writeFileSync } from 'node:fs';
import { pageSize } from 'carray';

/** A pipe with a name that nobody writes to: to open it would wait for ever. */
export function fifo(path: string): string {
  if (!existsSync(path)) execFileSync('mkfifo', [path]);
  return path;
}

/** A file of whole pages with something in them. */
export function fileOfPages(path: string, pages: number): string {
  writeFileSync(path, Buffer.alloc(pages * pageSize, 7));
  return path;
}

/** A file of zeros that takes no room, and something behind them. */
export function sparseFile(path: string, bytes: number, end: string | Uint8Array = ''): string {
  writeFileSync(path, '');
  truncateSync(path, bytes);
  writeFileSync(path, end, { flag: 'a' });
  return path;
}
