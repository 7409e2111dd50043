import { spawnSync } from 'node:child_process';
import type { BackendName } from '../packed.js';
import { packedProject } from '../paths.js';
import { answerIn, type Ended } from '../program.js';

export interface ChildOptions {
  readonly backend: BackendName;
  /** A descriptor that the child gets as its descriptor 3. */
  readonly fd?: number;
  /** A user without rights to run as. */
  readonly user?: { readonly uid?: number; readonly gid?: number };
  /** Where it finds the package. */
  readonly project?: string;
  /** Shell commands in front: 'ulimit -n 64'. With `mounts` in a namespace of its own, which is gone with the process. */
  readonly before?: string;
  readonly mounts?: boolean;
}

const prelude = `
  const { mapFile, mmap, munmap, pageSize, openSharedMemory, unlinkSharedMemory, createMemoryFile, ...c } = require('carray');
  const { struct, uint8, uint32, float64 } = c;
  const fs = require('node:fs');
  const [given] = process.argv.slice(-1);
  const fds = () => fs.readdirSync('/proc/self/fd').length;
  const tell = (call) => { try { return call(); } catch (error) { return error.code + ' ' + (error.syscall ?? error.name); } };`;

/** Runs a program in another process, with the names of the package at hand, and `given` as the last argument. */
export function runChild(body: string, given: string, options: ChildOptions): Ended {
  const { backend, fd, user = {}, project = packedProject, before = ':', mounts = false } = options;
  const node = [process.execPath, '-e', `${prelude}${body}`, '--', given];
  const shell = ['/bin/sh', '-c', `${before} && exec "$0" "$@"`, ...node];
  const command = mounts ? ['unshare', '--mount', ...shell] : shell;
  const { status, signal, stdout, stderr } = spawnSync(command[0] ?? '', command.slice(1), {
    ...user,
    cwd: project,
    encoding: 'utf8',
    timeout: 50_000,
    killSignal: 'SIGKILL',
    stdio: ['ignore', 'pipe', 'pipe', ...(fd === undefined ? [] : [fd])],
    env: { ...process.env, CARRAY_BACKEND: backend },
  });
  return { status, signal, stdout, stderr };
}

/** What an expression is worth in another process that ends well, as JSON. */
export function answerOf(expression: string, given: string, options: ChildOptions): unknown {
  const ended = runChild(`console.log(JSON.stringify(${expression}));`, given, options);
  return answerIn(ended);
}
