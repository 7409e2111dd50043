// The programs that run trials: this Node, and those of scripts/runtimes.mjs, which installs them when one is asked for.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../scripts/runtimes.mjs', import.meta.url));
const own = { node: process.execPath, python: process.env.PYTHON ?? 'python3' };
let all;

/** The program of each runtime by its name: `node`, `node26`, `bun`, `python`. What could not be installed is missing. */
export function runtimes() {
  return all ?? own;
}

/** Looks up, and installs where needed, the runtimes beside this Node. */
export function findRuntimes() {
  const { status, stdout } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  const table = status === 0 ? JSON.parse(stdout) : [];
  const others = table.map(({ name, major, program }) => [name === 'node' ? `node${major}` : name, program]);
  all = { ...Object.fromEntries(others), ...own };
}
