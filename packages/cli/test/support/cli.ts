import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { backendInfo } from 'carray';
import { afterAll, beforeAll, expect } from 'vitest';

export const bin = fileURLToPath(new URL('../../bin/carray.js', import.meta.url));

const { native } = backendInfo();

/** Native is left out only where there was no compiler to build it. */
export const backends: readonly ('native' | 'ffi')[] =
  native.available || !/no C\+\+ compiler/.test(native.error.message) ? ['native', 'ffi'] : ['ffi'];

export interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in a process of its own. */
export function carray(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Result> {
  return run(process.execPath, [bin, ...args], env);
}

export function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Result> {
  const inherited = {
    ...process.env,
    CARRAY_BACKEND: '',
    CARRAY_DEBUG: '',
    CI: undefined, // a terminal of a CI system has no colours
    NO_COLOR: undefined,
    FORCE_COLOR: undefined,
  };
  const child = spawn(command, args, { env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (part: string) => {
      text[name] += part;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, ...text }));
  });
}

/** A directory for the files of one test file. Returns what joins a name to it. */
export function temporaryDirectory(): (name: string) => string {
  let directory = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'cli-test-'));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return (name) => join(directory, name);
}

/** It has failed with that status, printed nothing, and said why in one line. */
export function expectRefusal({ status, stdout, stderr }: Result, expected: number, message: RegExp): void {
  expect({ status, stdout }).toEqual({ status: expected, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/^carray: .*\n$/);
}
