import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { afterAll, expect, onTestFinished } from 'vitest';
import type { BackendName } from './packed.js';
import { packedProject, workspace } from './paths.js';
import type { Ended } from './program.js';

const source = join(workspace, 'examples');

/** The programs of examples/, by name. */
export const exampleNames: readonly string[] = readdirSync(source)
  .filter((file) => file.endsWith('.mjs'))
  .map((file) => file.replace('.mjs', ''));

/** Copies them to where a user would have them, beside the packed packages. For the tests of one file. */
function copyExamples(): string {
  const copy = mkdtempSync(join(packedProject, 'examples-'));
  for (const name of exampleNames) cpSync(join(source, `${name}.mjs`), join(copy, `${name}.mjs`));
  afterAll(() => rmSync(copy, { recursive: true, force: true }));
  return copy;
}

const folder = copyExamples();

/** Where the copy of an example is. */
export const exampleFile = (name: string): string => join(folder, `${name}.mjs`);

const environment = (backend: BackendName) => ({ ...process.env, CARRAY_BACKEND: backend });

/** Runs an example to its end. */
export function runExample(
  backend: BackendName,
  name: string,
  args: readonly (string | number)[],
  input = '',
): Ended {
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [exampleFile(name), ...args.map(String)],
    { encoding: 'utf8', input, env: environment(backend), timeout: 50_000, maxBuffer: 2 ** 28 },
  );
  return { status, signal, stdout, stderr };
}

/** The lines that an example prints, which is to end well. */
export function linesOf(
  backend: BackendName,
  name: string,
  args: readonly (string | number)[],
  input = '',
): string[] {
  const ended = runExample(backend, name, args, input);
  expect({ ...ended, stdout: '' }).toEqual({ status: 0, signal: null, stdout: '', stderr: '' });
  return ended.stdout.split('\n').slice(0, -1);
}

/** An example that runs beside the test. */
export interface RunningExample {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly ended: Promise<Ended>;
  /** What it has printed until now. */
  readonly lines: readonly string[];
  /** Resolves when what it has printed is enough. */
  until(isEnough: (lines: readonly string[]) => boolean): Promise<void>;
}

/** Starts an example, which ends with the test at the latest. */
/** As `child.kill`, but that of Deno closes the standard input first, and does nothing the second time. */
export const signal = ({ child }: RunningExample, name: NodeJS.Signals): void =>
  void process.kill(child.pid ?? 0, name);

export function startExample(
  backend: BackendName,
  name: string,
  args: readonly (string | number)[],
): RunningExample {
  const child = spawn(process.execPath, [exampleFile(name), ...args.map(String)], {
    env: environment(backend),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.on('error', () => {}); // it was killed
  const lines: string[] = [];
  const text = { stdout: '', stderr: '' };
  let rest = '';
  let look = () => {};
  child.stderr.setEncoding('utf8').on('data', (data: string) => {
    text.stderr += data;
  });
  child.stdout.setEncoding('utf8').on('data', (data: string) => {
    text.stdout += data;
    const parts = (rest + data).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) lines.push(part);
    look();
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (status, signal) => {
      look();
      resolve({ status, signal, ...text });
    });
  });
  const until = (isEnough: (lines: readonly string[]) => boolean) =>
    new Promise<void>((resolve, reject) => {
      look = () => {
        if (isEnough(lines)) resolve();
        else if (child.exitCode !== null || child.signalCode !== null)
          reject(new Error(`${name} has ended: ${text.stdout.slice(-500)}${text.stderr}`));
      };
      look();
    });
  return { child, ended, lines, until };
}
