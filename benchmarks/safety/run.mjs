// Runs each case of each program of this folder in a process of its own, and prints how it ended: README.md.
//
//   node run.mjs [PART OF A NAME ...]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
/** What was installed and compiled for it. */
const dist = join(here, 'dist');
const { BUN = 'bun', DENO = 'deno', NODES, PYTHON = 'python3', SMALL } = process.env;

const FILE = ['truncated get', 'truncated set', 'full disk set', 'past the end'];
const READ_ONLY = [...FILE, 'read-only set'];

const libraries = {
  'mmap-io': [process.execPath, 'mmap-io.cjs', [...READ_ONLY, 'no access get']],
  'shm-typed-array': [process.execPath, 'shm-typed-array.cjs', ['unmapped get']],
  'Bun.mmap': [BUN, 'bun-mmap.mjs', FILE],
  'Python mmap': [
    PYTHON,
    'python_mmap.py',
    [...READ_ONLY, 'no access get', 'unmapped get', 'unmapped in use', 'child without the pages'],
  ],
  'numpy.memmap': [PYTHON, 'numpy_memmap.py', [...READ_ONLY, 'unmapped get']],
  'Java MappedByteBuffer': ['java', 'Mapped.java', READ_ONLY],
  'Go mmap-go': [join(dist, 'mmap-go'), '', [...READ_ONLY, 'truncated get, SetPanicOnFault', 'unmapped get']],
  'Rust memmap2': [join(dist, 'memmap2'), '', READ_ONLY],
};

function run(program, args, name, env = {}) {
  const parent = name.includes('disk') ? SMALL : tmpdir();
  if (parent === undefined) return 'not run: SMALL is not set';
  const folder = mkdtempSync(join(parent, 'safety-'));
  try {
    return ending(
      spawnSync(program, [...args, name, folder], {
        encoding: 'utf8',
        env: { ...process.env, NODE_PATH: join(dist, 'node_modules'), ...env },
        timeout: 60_000,
        killSignal: 'SIGKILL',
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function ending({ status, signal, stdout, stderr, error }) {
  if (error !== undefined) return `not run: ${error.message}`;
  if (signal === null && status === 0) return stdout.trim();
  const why = /^.*(?:SIG[A-Z]|[Ee]rror|panic|fault).*$/m.exec(stderr)?.[0].trim() ?? '';
  return `died: ${signal ?? `status ${status}`} ${why.slice(0, 120)}`;
}

const isAsked = (title) =>
  process.argv.length === 2 || process.argv.slice(2).some((part) => title.includes(part));

function report(title, cases, runCase) {
  if (!isAsked(title)) return;
  console.log(`\n${title}`);
  for (const name of cases) console.log(`  ${name.padEnd(38)} ${runCase(name)}`);
}

const carray = join(here, 'carray.cjs');
const ourCases = JSON.parse(spawnSync(process.execPath, [carray, '--list'], { encoding: 'utf8' }).stdout);
const runtimes = [process.execPath, ...(NODES?.split(':') ?? []), BUN, DENO];

for (const runtime of runtimes) {
  const version = spawnSync(runtime, ['--version'], { encoding: 'utf8' }).stdout?.split('\n')[0];
  if (version === undefined) continue;
  const args = runtime === DENO ? ['run', '-A', carray] : [carray];
  for (const CARRAY_BACKEND of ['native', 'ffi']) {
    for (const CARRAY_FAULT_GUARD of ['on', 'all', 'off']) {
      const env = { CARRAY_BACKEND, CARRAY_FAULT_GUARD };
      const title = `carray, ${CARRAY_BACKEND}, guard '${CARRAY_FAULT_GUARD}', ${runtime.split('/').at(-1)} ${version}`;
      report(title, ourCases, (name) => run(runtime, args, name, env));
    }
  }
}

for (const [title, [program, source, cases]] of Object.entries(libraries)) {
  const args = source === '' ? [] : [join(here, source)];
  report(title, cases, (name) => run(program, args, name));
}
