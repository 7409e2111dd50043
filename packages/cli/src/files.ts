import { type BigIntStats, type Stats, statSync } from 'node:fs';
import { AlreadyTold, UsageError } from './errors.js';
import { OutputClosed, tell } from './output.js';

/**
 * Does a job for each file. One that fails does not stop the others: it is told in a line of standard error that names it.
 * @throws AlreadyTold at the end, where some failed; at once what ends the command: UsageError, OutputClosed
 */
export async function forEachFile(
  files: Iterable<string>,
  job: (file: string) => void | Promise<void>,
): Promise<void> {
  let failures = 0;
  for (const file of files) {
    try {
      await job(file);
    } catch (error) {
      if (error instanceof UsageError || error instanceof OutputClosed) throw error;
      failures++;
      tellFailure(file, error);
    }
  }
  if (failures > 0) throw new AlreadyTold(`${failures} failed`);
}

/** `carray: FILE: what went wrong`, in one line. */
export function tellFailure(file: string, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  tell(message.includes(file) ? message : `${file}: ${message}`, error);
}

/** A file, or a device of blocks or characters, that can be mapped. @throws what it is in place of that, or why it cannot be looked at */
export function mappable(path: string): Stats {
  const stats = statSync(path);
  if (stats.isFile() || stats.isBlockDevice() || stats.isCharacterDevice()) return stats;
  throw new Error(`'${path}' is ${kindOf(stats)}: files and devices can be mapped`);
}

/** What something is that is not the file that was expected. */
export function kindOf(stats: Stats | BigIntStats): string {
  if (stats.isDirectory()) return 'a directory';
  if (stats.isFIFO()) return 'a FIFO';
  if (stats.isBlockDevice() || stats.isCharacterDevice()) return 'a device';
  return stats.isSocket() ? 'a socket' : 'no file';
}
