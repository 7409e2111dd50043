import { fileURLToPath } from 'node:url';
import type { BackendName } from '../packed.js';
import { answerIn, type Ended, runScript } from '../program.js';

/** Runs a program of this folder in a process of its own; its arguments are the name of a case, and what that takes. */
export function runSync(
  backend: BackendName,
  program: string,
  args: readonly unknown[],
  env: Readonly<Record<string, string>> = {},
): Ended {
  const path = fileURLToPath(new URL(program, import.meta.url));
  return runScript(path, { backend, args: args.map(String), env });
}

/** What a case says. The process must end by itself, with nothing on stderr. */
export function answerOfSync(
  backend: BackendName,
  program: string,
  args: readonly unknown[],
  env?: Readonly<Record<string, string>>,
): unknown {
  const ended = runSync(backend, program, args, env);
  return answerIn(ended);
}
