// Prints the table of all runtimes that are supported, as JSON: name, version, program, whether it is the one that runs this, the flags
// that run a script with `gc`, and those that run vitest. Those that are not there yet it installs first, beside the
// dependencies, from npm packages.
//
//   node scripts/runtimes.mjs
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cache, run } from './workspace.mjs';

const { platform, arch, versions } = process;
const host = ['bun', 'deno'].find((name) => name in versions) ?? 'node';
const current = Number.parseInt(versions[host], 10);
const libc = platform === 'linux' ? '-glibc' : '';

const node = (major) => ({
  ...{ name: 'node', major, folder: String(major) },
  ...{ package: `node-${platform}-${arch}`, path: 'bin/node', flags: ['--expose-gc'], tests: [] },
});
const all = [
  ...[20, 22, 24, 26].map(node),
  {
    ...{ name: 'bun', major: 1, folder: 'bun', path: 'bin/bun', flags: ['--expose-gc'] },
    ...{ package: `@oven/bun-${platform}-${arch === 'arm64' ? 'aarch64' : arch}`, tests: ['--bun'] },
  },
  {
    ...{ name: 'deno', major: 2, folder: 'deno', path: 'deno' },
    ...{ package: `@deno/${platform}-${arch}${libc}`, flags: ['run', '-A', '--v8-flags=--expose-gc'] },
    tests: ['run', '-A'],
  },
];
const isCurrent = ({ name, major }) => name === host && major === current;

/** The program of a runtime, installed once. Several may do so at a time: it appears whole. */
function programOf(runtime) {
  if (isCurrent(runtime)) return process.execPath;
  const program = join(cache, runtime.folder, 'node_modules', runtime.package, runtime.path);
  if (existsSync(program)) return program;
  mkdirSync(cache, { recursive: true });
  const prefix = mkdtempSync(join(cache, 'installing-'));
  process.on('exit', () => rmSync(prefix, { recursive: true, force: true }));
  const wanted = `${runtime.package}@${runtime.major}`;
  const stdio = ['ignore', 'ignore', 'inherit'];
  run('npm', ['install', '--loglevel=error', '--no-save', '--prefix', prefix, wanted], { stdio });
  try {
    renameSync(prefix, join(cache, runtime.folder));
  } catch (error) {
    if (!existsSync(program)) throw error;
  }
  return program;
}

const table = all.map((runtime) => ({
  ...{ name: runtime.name, major: runtime.major, program: programOf(runtime), isHere: isCurrent(runtime) },
  ...{ flags: runtime.flags, tests: runtime.tests },
}));
console.log(JSON.stringify(table));
