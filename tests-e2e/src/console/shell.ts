import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packedProject } from '../paths.js';

/** Ends the output of a command, and its status; no command prints it. */
const MARK = '\x1e';

export interface Ended {
  /** Standard error too. */
  readonly output: string;
  readonly status: number;
}

/** Runs commands in one directory, with `carray` of the packed project. `$?` is that of the one before. */
export function runAll(commands: readonly string[], directory: string, columns?: number): Ended[] {
  const script = join(directory, '.examples.sh');
  const each = commands.map((command) => `(exit $last)\n${command}\nlast=$?; printf '\\036%s\\036' $last\n`);
  writeFileSync(script, `exec 2>&1; last=0\n${each.join('')}`);
  const wide = ['-q', '-e', '-c', `stty cols ${columns} rows 50 && exec bash '${script}'`, '/dev/null'];
  const [program, args] = columns === undefined ? ['bash', [script]] : ['script', wide];
  const { stdout, status, signal } = spawnSync(program, args, {
    cwd: directory,
    encoding: 'utf8',
    timeout: 50_000,
    killSignal: 'SIGKILL',
    env: { ...process.env, ...surroundings },
  });
  const parts = stdout.replaceAll('\r\n', '\n').split(MARK).slice(0, -1);
  const ended = commands.map((_, index) => ({
    output: parts[2 * index] ?? '',
    status: Number(parts[2 * index + 1] ?? Number.NaN),
  }));
  if (parts.length === 2 * commands.length) return ended;
  throw new Error(
    `it ended with ${signal ?? status} in command ${Math.floor(parts.length / 2) + 1}: ${stdout}`,
  );
}

const surroundings = {
  PATH: `${join(packedProject, 'node_modules/.bin')}:${process.env.PATH}`,
  LC_ALL: 'C.UTF-8',
  TERM: 'xterm-256color',
  NO_COLOR: '1',
  FORCE_COLOR: undefined,
  CI: undefined,
  CARRAY_BACKEND: '',
  CARRAY_DEBUG: '',
};
