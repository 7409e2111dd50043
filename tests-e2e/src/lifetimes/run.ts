import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { BackendName } from '../packed.js';
import { type Ended, runScript } from '../program.js';
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

/** The process must have ended by itself, with nothing on stderr. */
export function answerIn(ended: Ended): unknown {
  expect({ ...ended, stdout: '' }).toEqual({ status: 0, signal: null, stdout: '', stderr: '' });
  return JSON.parse(ended.stdout);
}
