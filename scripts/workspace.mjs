// What the scripts share that start programs of the workspace.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The runtimes that were installed, and what they left. */
export const cache = join(root, 'node_modules', '.cache', 'runtimes');

/** For a runtime's command line: its own flags, this, `run`. */
export const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');

/** Runs a program to its end, in the workspace unless `options` say where; where it fails, so does this one. */
export function run(command, args, options = {}) {
  const { status, signal, error } = spawnSync(command, args, { stdio: 'inherit', cwd: root, ...options });
  if (status === 0) return;
  console.error(`${command} ${args.join(' ')}: ${error?.message ?? signal ?? `status ${status}`}`);
  process.exit(1);
}

/** The table of runtimes.mjs, with what was not there yet installed. */
export function tableOfRuntimes() {
  const listed = spawnSync(process.execPath, [join(root, 'scripts', 'runtimes.mjs')], {
    ...{ encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  });
  if (listed.status !== 0) process.exit(1);
  return JSON.parse(listed.stdout);
}
