import { spawnSync } from 'node:child_process';
import { bin, type Result, run } from './cli.js';

/** An empty /dev has null all the same: processes cannot be started without. */
const devices = 'mknod -m 666 /dev/null c 1 3 && ';

const mounts = (paths: readonly string[]): string =>
  paths.map((path) => `mount -t tmpfs none ${path} && ${path === '/dev' ? devices : ''}`).join('');

/** Whether a process can be given a system without some directories: that takes root, and unshare(1). */
export const hidden = spawnSync('unshare', ['-m', 'sh', '-c', `${mounts(['/proc'])}true`]).status === 0;

/** Runs the command line where these directories are empty. */
export function withHidden(paths: readonly string[], args: readonly string[]): Promise<Result> {
  const script = `${mounts(paths)}exec "$0" "$@"`;
  return run('unshare', ['-m', 'sh', '-c', script, process.execPath, bin, ...args]);
}
