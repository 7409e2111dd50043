// The other Node versions that are supported, as npm packages, kept beside the dependencies: runs what the long form of the
// tests runs on each of them, or prints their paths.
//
//   node scripts/runtimes.mjs [--paths]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cache = join(root, 'node_modules', '.cache', 'runtimes');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const majors = [20, 22, 24, 26].filter((major) => major !== Number.parseInt(process.versions.node, 10));

function run(command, args, options = {}) {
  const { status, signal, error } = spawnSync(command, args, { stdio: 'inherit', cwd: root, ...options });
  if (status === 0) return;
  console.error(`${command} ${args.join(' ')}: ${error?.message ?? signal ?? `status ${status}`}`);
  process.exit(1);
}

/** The program of a Node version, installed once. */
function runtime(major) {
  const name = `node-${process.platform}-${process.arch}`;
  const prefix = join(cache, String(major));
  const program = join(prefix, 'node_modules', name, 'bin', 'node');
  if (existsSync(program)) return program;
  mkdirSync(prefix, { recursive: true });
  const stdio = ['ignore', 'ignore', 'inherit'];
  run('npm', ['install', '--silent', '--no-save', '--prefix', prefix, `${name}@${major}`], { stdio });
  return program;
}

const programs = majors.map(runtime);
if (process.argv.includes('--paths')) {
  for (const program of programs) console.log(program);
} else {
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
