import { spawnSync } from 'node:child_process';
import type { BackendName } from './packed.js';
import { packedProject } from './paths.js';

export interface ProgramOptions {
  readonly backend?: BackendName;
  /** The program of another Node version. Default: the one that runs the tests. */
  readonly node?: string;
  /** Flags of Node. */
  readonly flags?: readonly string[];
  readonly args?: readonly string[];
  readonly module?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of the user's project in a process of its own: what could crash, crashes there. */
export function runProgram(source: string, options: ProgramOptions = {}): Ended {
  const { backend, node = process.execPath, flags = [], args = [], module = false, env = {} } = options;
  const type = module ? ['--input-type=module'] : [];
  const ended = spawnSync(node, [...flags, ...type, '-e', source, '--', ...args], {
    cwd: packedProject,
    encoding: 'utf8',
    timeout: 50_000,
    killSignal: 'SIGKILL',
    env: { ...process.env, ...(backend === undefined ? {} : { CARRAY_BACKEND: backend }), ...env },
  });
  const { status, signal, stdout, stderr } = ended;
  return { status, signal, stdout, stderr };
}

/** Source text in front of programs: memory and tables of the process, and the collector. */
export const probes = `
const fs = require('node:fs');
const maps = (path) => fs.readFileSync('/proc/self/maps', 'latin1').split('\\n').filter((l) => l.includes(path)).length;
const fds = () => fs.readdirSync('/proc/self/fd').length;
const turn = () => new Promise(setImmediate);
async function collect(until = () => false, rounds = 50) {
  for (let round = 0; round < rounds && !until(); round++) { globalThis.gc(); await turn(); await turn(); }
}
`;
