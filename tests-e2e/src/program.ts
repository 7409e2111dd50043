import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { BackendName } from './packed.js';
import { packedProject } from './paths.js';
import { isLong } from './sizes.js';

/** Milliseconds. In the long form it does more of everything, in slower runtimes too. */
const CHILD_TIMEOUT = isLong ? 200_000 : 50_000;

export interface ProgramOptions {
  readonly backend?: BackendName;
  /** Of the runtime that runs it; this one otherwise. */
  readonly program?: string;
  /** Flags of the runtime. */
  readonly flags?: readonly string[];
  readonly args?: readonly string[];
  readonly module?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds, after which it is killed. */
  readonly timeout?: number;
}

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of the user's project in a process of its own: what could crash, crashes there. */
export function runProgram(source: string, options: ProgramOptions = {}): Ended {
  const { args = [], module = false } = options;
  if (!module) return run(['-e', source, '--', ...args], options);
  // Text is CommonJS in Deno, whatever it is told.
  const path = join(packedProject, `program-${process.pid}.mjs`);
  writeFileSync(path, source);
  const ended = run([path, ...args], options);
  rmSync(path);
  return ended;
}

/** The same for a script in a file. */
export function runScript(path: string, options: ProgramOptions = {}): Ended {
  return run([path, ...(options.args ?? [])], options);
}

/** What a program has printed, as JSON. It must have ended by itself, with nothing on stderr. */
export function answerIn(ended: Ended): unknown {
  expect({ ...ended, stdout: '' }).toEqual({ status: 0, signal: null, stdout: '', stderr: '' });
  return JSON.parse(ended.stdout);
}

/** `require` of a file, as program text. `here` is the URL of the module that names it. */
export const requireOf = (file: string, here: string): string =>
  `require(${JSON.stringify(fileURLToPath(new URL(file, here)))})`;

function run(args: readonly string[], options: ProgramOptions): Ended {
  const { backend, program = process.execPath, flags = [], env = {}, timeout = CHILD_TIMEOUT } = options;
  const ended = spawnSync(program, [...flags, ...args], {
    cwd: packedProject,
    encoding: 'utf8',
    timeout,
    killSignal: 'SIGKILL',
    env: { ...process.env, ...(backend === undefined ? {} : { CARRAY_BACKEND: backend }), ...env },
  });
  const { status, signal, stdout, stderr } = ended;
  return { status, signal, stdout, stderr: stderr.replace(crashReport, '') };
}

/** What Bun writes where Node dies without a word. */
const crashReport = /^=+\nBun v[\s\S]*oh no: Bun has crashed[\s\S]*$/m;

/** Source text in front of programs: memory and tables of the process, and the collector. */
export const probes = `
const fs = require('node:fs');
const maps = (path) => fs.readFileSync('/proc/self/maps', 'latin1').split('\\n').filter((l) => l.includes(path)).length;
const kindOf = (fd) => { try { return fs.readlinkSync('/proc/self/fd/' + fd); } catch { return ''; } };
// Not those for loops of events and what wakes them, which Bun and Deno make and close as they like.
const fds = () => fs.readdirSync('/proc/self/fd').filter((fd) => !/event(fd|poll)|socket:/.test(kindOf(fd))).length;
const turn = () => new Promise(setImmediate);
async function collect(until = () => false, rounds = 50) {
  for (let round = 0; round < rounds && !until(); round++) { globalThis.gc(); await turn(); await turn(); }
}
`;
