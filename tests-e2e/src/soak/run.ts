import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BackendName } from '../packed.js';
import { packedProject } from '../paths.js';
import { sizeOf } from '../sizes.js';

const program = fileURLToPath(new URL('soak.cjs', import.meta.url));

export const seconds = sizeOf('CARRAY_SOAK_SECONDS', 5, 60);
const count = sizeOf('CARRAY_SOAK_SEEDS', 1, 20);
const given = process.env.CARRAY_TEST_SEED;

/** The seeds to run with: random ones, or the one that is given to see a failure again. */
export const seeds: readonly number[] =
  given === undefined
    ? Array.from({ length: count }, () => Math.floor(Math.random() * 2 ** 31))
    : [Number(given)];

/** What the end of the threads, of the collector and of the engine may take besides. */
export const ENDING = 30_000;

/** Runs the soak once, in a process of its own. `runProgram` would end it after a minute. */
export function soak(backend: BackendName, seed: number) {
  const folder = mkdtempSync(join(tmpdir(), 'carray-soak-'));
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    ['--expose-gc', program, JSON.stringify({ seconds, seed, folder })],
    {
      cwd: packedProject,
      encoding: 'utf8',
      timeout: seconds * 1000 + ENDING,
      killSignal: 'SIGKILL',
      env: {
        ...process.env,
        CARRAY_BACKEND: backend,
        // With ffi single accesses survive only so.
        CARRAY_FAULT_GUARD: backend === 'ffi' ? 'all' : '',
      },
    },
  );
  rmSync(folder, { recursive: true });
  return { seed, status, signal, stdout, stderr };
}
