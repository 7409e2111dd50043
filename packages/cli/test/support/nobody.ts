import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { dirname } from 'node:path';
import { bin, type Result, run } from './cli.js';

const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, bin];

/** Whether the command line can be run as a user without rights: that takes root, and setpriv(1). */
export const canBeNobody = spawnSync('setpriv', [...nobody, '--version']).status === 0;

/** Runs the command line as a user who owns nothing. @param limits a line of a shell that comes first */
export function asNobody(args: readonly string[], limits = ''): Promise<Result> {
  return run('sh', ['-c', `${limits}\nexec setpriv "$@"`, 'sh', ...nobody, ...args]);
}

/** The same, with the right to enter the directory of a file. */
export function asNobodyNear(path: string, args: readonly string[]): Promise<Result> {
  chmodSync(dirname(path), 0o755);
  return asNobody(args);
}
