import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { bin, type Result, run } from './cli.js';

/** A pipe with a name that nobody writes to: to open it would wait for ever. */
export function fifo(path: string): string {
  if (!existsSync(path)) execFileSync('mkfifo', [path]);
  return path;
}

/** Whether commands can be run as a user without rights. */
export const canBeNobody = process.platform === 'linux' && process.getuid?.() === 0;

/** Runs the command line as a user who owns nothing, and lets it into the directory of a file. */
export function carrayAsNobody(path: string, args: readonly string[]): Promise<Result> {
  chmodSync(dirname(path), 0o755);
  const nobody = ['--reuid', '65534', '--regid', '65534', '--clear-groups'];
  return run('setpriv', [...nobody, process.execPath, bin, ...args]);
}
