// Runs the programs of test/programs, each case in a process of its own: what a fault does shows in how it ended.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadBackend } from '../src/index.js';
import { noBinary } from './no-binary.js';
import { rawAddon } from './raw-addon.js';

const programs = fileURLToPath(new URL('./programs/', import.meta.url));

/** In milliseconds, less than a test has. Sanitizers are slow: they say how long. */
const patience = Number(process.env.CARRAY_CHILD_TIMEOUT ?? 25_000);

let folder: string;

/** A group of cases; left out, with the reason, where nothing can be guarded. */
export function describeFaults(name: string, cases: () => void): void {
  describePrograms(name, cases, () =>
    loadBackend().supports.guards ? undefined : `nothing is guarded on ${process.platform}`,
  );
}

/** The same for cases without faults. */
export function describePrograms(
  name: string,
  cases: () => void,
  why = (): string | undefined => undefined,
): void {
  const reason = noBinary === '' ? why() : 'there is no addon';
  if (reason !== undefined) {
    // No compiler when it was built, or a system without guards: the title says which.
    describe.skip(`${name}: ${reason}`, () => it('is skipped', () => {}));
    return;
  }
  describe(name, () => {
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'carray-faults-'));
    });
    afterAll(() => rmSync(folder, { recursive: true }));
    cases();
  });
}

export interface End {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one case of a program to its end. */
export function run(program: string, name: string, ...args: string[]): End {
  const env = {
    ...process.env,
    RAW_ADDON: rawAddon.path,
    PAGE_BYTES: String(loadBackend().pageSize),
    TEST_FOLDER: folder,
  };
  const command = ['--expose-gc', join(programs, `${program}.cjs`), name, ...args];
  const child = spawnSync(process.env.CARRAY_NODE ?? process.execPath, command, {
    encoding: 'utf8',
    env,
    timeout: patience,
    killSignal: 'SIGKILL',
  });
  return { status: child.status, signal: child.signal, stdout: child.stdout, stderr: child.stderr };
}

const endedBy = (signal: NodeJS.Signals | null, stdout = 'reached\n'): End => ({
  status: signal === null ? 0 : null,
  signal,
  stdout,
  stderr: '',
});

export function expectSurvival(program: string, name: string, ...args: string[]): void {
  expect(run(program, name, ...args)).toEqual(endedBy(null));
}

/** The case comes as far as to the access that is to end it, and ends there. `said`: by handlers of the test. */
export function expectDeath(signal: NodeJS.Signals, program: string, name: string, said = ''): void {
  expect(run(program, name)).toEqual(endedBy(signal, `reached\n${said}`));
}
