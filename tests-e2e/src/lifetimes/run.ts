import { fileURLToPath } from 'node:url';
import type { BackendName } from '../packed.js';
import { answerIn, type Ended, runScript } from '../program.js';
import type { Runtime } from '../runtimes.js';

/** Runs a program of this folder in a process of its own; its arguments are the name of a case, and what that takes. */
export function runLifetime(
  { program, flags }: Runtime,
  backend: BackendName,
  script: string,
  args: readonly unknown[],
  timeout?: number,
): Ended {
  const path = fileURLToPath(new URL(script, import.meta.url));
  return runScript(path, { backend, program, flags, args: args.map(String), ...(timeout && { timeout }) });
}

/** What a case says. */
export function answerOfLifetime(...given: Parameters<typeof runLifetime>): unknown {
  return answerIn(runLifetime(...given));
}
