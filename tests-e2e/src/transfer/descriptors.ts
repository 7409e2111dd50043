import { closeSync, openSync, readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';

/** An open file, closed when the test ends. */
export function opened(path: string, flags: string | number): number {
  const fd = openSync(path, flags);
  onTestFinished(() => closeSync(fd));
  return fd;
}

/** Where the next read or write of a file takes place. */
export function positionOf(fd: number): number {
  const info = readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1');
  return Number(/^pos:\s+(\d+)$/m.exec(info)?.[1]);
}
