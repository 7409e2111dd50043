// The other runtimes that are supported, as npm packages, kept beside the dependencies: runs what the long form of the tests runs
// on each Node, or prints the paths of these, or the table of all runtimes as JSON: name, version, program, the flags that run
// a script with `gc`, and those that run vitest. --cached leaves out of it what is not there yet.
//
//   node scripts/runtimes.mjs [--paths | --table [--cached]]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cache = join(root, 'node_modules', '.cache', 'runtimes');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
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

function run(command, args, options = {}) {
  const { status, signal, error } = spawnSync(command, args, { stdio: 'inherit', cwd: root, ...options });
  if (status === 0) return;
  console.error(`${command} ${args.join(' ')}: ${error?.message ?? signal ?? `status ${status}`}`);
  process.exit(1);
}

const pathOf = (runtime) => join(cache, runtime.folder, 'node_modules', runtime.package, runtime.path);

/** The program of a runtime, installed once. Several may do so at a time: it appears whole. */
function programOf(runtime) {
  if (isCurrent(runtime)) return process.execPath;
  const program = pathOf(runtime);
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

if (process.argv.includes('--table')) {
  const isThere = (runtime) => isCurrent(runtime) || existsSync(pathOf(runtime));
  const wanted = process.argv.includes('--cached') ? all.filter(isThere) : all;
  const table = wanted.map((runtime) => ({
    ...{ name: runtime.name, major: runtime.major, program: programOf(runtime), flags: runtime.flags },
    tests: runtime.tests,
  }));
  console.log(JSON.stringify(table));
} else {
  const others = all.filter((runtime) => runtime.name === 'node' && !isCurrent(runtime));
  const programs = others.map(programOf);
  if (process.argv.includes('--paths')) {
    for (const program of programs) console.log(program);
    process.exit();
  }
  for (const program of programs) {
    // What leans on the engine most: that no access is done before the check in front of it, or after the one behind it.
    run(program, [vitest, 'run', 'test/faults'], { cwd: join(root, 'tests-e2e') });
    for (const name of ['native', 'ffi-fallback', 'carray']) {
      const cwd = join(root, 'packages', name);
      run(program, [vitest, 'run'], { cwd });
    }
  }
  const nodes = [process.execPath, ...programs].flatMap((program) => ['--node', program]);
  run(process.execPath, ['benchmarks/access.mjs', '--quick', ...nodes]);
}
