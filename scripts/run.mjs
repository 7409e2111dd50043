// What `npm start`, `npm test` and the others do, from nothing but Node and npm: install with the pinned pnpm,
// build with turbo, run. Without dependencies, since it runs before there are any.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const read = (name) => readFileSync(join(root, name), 'utf8');
const pnpmVersion = JSON.parse(read('package.json')).packageManager.split('+')[0];
const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };

function run(command, args, stdio = 'inherit') {
  const { status, signal, error, stdout, stderr } = spawnSync(command, args, { cwd: root, env, stdio });
  if (error) console.error(`${command}: ${error.message}`);
  if (status === 0) return;
  process.stderr.write(stdout ?? '');
  process.stderr.write(stderr ?? '');
  process.exit(signal ? 1 : (status ?? 1));
}

/** Output is shown only when the command fails. */
const quietly = ['ignore', 'pipe', 'pipe'];

function pnpm(args, stdio) {
  run('npx', ['-y', pnpmVersion, ...args], stdio);
}

// pnpm keeps a copy of the lockfile it has installed: equal files, nothing to do.
function install() {
  const installed = join(root, 'node_modules', '.pnpm', 'lock.yaml');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === read('pnpm-lock.yaml')) return;
  console.error('Installing and building, half a minute the first time ...');
  pnpm(['install', '--frozen-lockfile'], quietly);
}

function turbo(args, stdio) {
  pnpm(['exec', 'turbo', 'run', ...args, '--output-logs=new-only', '--log-order=grouped'], stdio);
}

const build = (stdio) => turbo(['build', '--filter=./packages/*'], stdio);
const node = (...args) => run(process.execPath, args);

const jobs = {
  build: () => build(),
  start(args) {
    build(quietly);
    node('packages/cli/bin/carray.js', 'tour', ...args);
  },
  test() {
    build(quietly);
    pnpm(['run', '--silent', 'check']);
    turbo(['typecheck', 'test', '--concurrency=1', '--continue']);
  },
  'test:long'() {
    jobs.test();
    turbo(['test:long', '--concurrency=1']);
    node('scripts/test-each-node.mjs');
  },
  'test:runtimes'(args) {
    build(quietly);
    node('scripts/test-runtimes.mjs', ...args);
  },
  'test:emulated'(args) {
    build(quietly);
    node('scripts/emulated.mjs', ...args);
  },
  'test:pages'() {
    build(quietly);
    pnpm(['--filter', '@carray/native', '--filter', '@carray/ffi-fallback', 'run', 'test:pages']);
  },
  site() {
    build(quietly);
    pnpm(['--filter', 'site', 'run', 'build']);
  },
  bench(args) {
    build(quietly);
    node('benchmarks/run.mjs', ...args);
  },
};

const [job, ...args] = process.argv.slice(2);
if (!Object.hasOwn(jobs, job)) {
  console.error(`usage: node scripts/run.mjs ${Object.keys(jobs).join(' | ')}`);
  process.exit(2);
}
install();
jobs[job](args);
