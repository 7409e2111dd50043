import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { compiler } from '../compiler.js';
import { temporaryDirectory } from '../files.js';
import type { BackendName } from '../packed.js';
import { packedProject, workspace } from '../paths.js';
import type { Ended } from '../program.js';

const here = new URL('./programs/', import.meta.url);

/** A process that runs beside the test, and ends with it. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

function watch(child: ChildProcess): Running {
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (data: string) => {
      text[name] += data;
    });
  }
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (status, signal) => resolve({ status, signal, ...text }));
  });
  return { child, ended };
}

export interface StartOptions {
  readonly backend: BackendName;
  readonly args?: readonly (string | number)[];
  /** Its descriptors from 3 on. */
  readonly fds?: readonly number[];
}

/** Starts a program of ./programs as a file of the user's project. */
export function start(program: string, { backend, args = [], fds = [] }: StartOptions): Running {
  const source = ['common.cjs', ...(program.startsWith('kill-') ? ['kill-common.cjs'] : []), program]
    .map((name) => readFileSync(new URL(name, here), 'utf8'))
    .join('\n');
  const child = spawn(process.execPath, ['-e', source, '--', ...args.map(String)], {
    cwd: packedProject,
    stdio: ['ignore', 'pipe', 'pipe', ...fds],
    env: { ...process.env, CARRAY_BACKEND: backend },
  });
  return watch(child);
}

/** Starts an executable, which has its descriptors from 3 on. */
export function startExecutable(
  path: string,
  args: readonly (string | number)[],
  fds: readonly number[],
): Running {
  return watch(spawn(path, args.map(String), { stdio: ['ignore', 'pipe', 'pipe', ...fds] }));
}

/** The C program over docs/carray_ring.h, compiled as strictly as can be. */
export function compileRingProgram(): string {
  const program = join(temporaryDirectory(), 'ring');
  const flags = ['-std=c11', '-Wall', '-Wextra', '-Werror', '-O2', `-I${join(workspace, 'docs')}`];
  execFileSync(compiler, [...flags, '-o', program, new URL('ring.c', here).pathname]);
  return program;
}
