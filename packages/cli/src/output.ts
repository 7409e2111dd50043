import { inspect } from 'node:util';
import { hasCode } from './errors.js';
import { hideProgress } from './progress.js';
import { oneLine } from './text.js';
import { visible } from './visible.js';

/** Nobody reads the output any more (`| head`): the job ends early, and that is no failure. */
export class OutputClosed extends Error {}

let isDebugging = Boolean(process.env.CARRAY_DEBUG);

/** From now on, failures are told with where they came from: --debug. */
export function withStacks(): void {
  isDebugging = true;
}

/** Without listeners a failed write would end the process before its `finally` blocks have run. */
export function catchStreamErrors(): void {
  process.stdout.on('error', () => {}); // `write` tells
  process.stderr.on('error', () => {}); // nowhere left to tell
}

/** Characters that fit into a line of the terminal; as many as you like where it goes elsewhere: there, a line is a line. */
export function screenColumns(): number {
  return process.stdout.isTTY ? process.stdout.columns || Infinity : Infinity;
}

/** Writes to standard output; resolves once it is on its way, so that memory never fills with it. */
export function write(text: string | Uint8Array): Promise<void> {
  if (process.stdout.isTTY) hideProgress();
  return new Promise((resolve, reject) => {
    // A terminal takes it at once: without a turn of the event loop, a listener of a signal would never be called.
    const done = process.stdout.isTTY ? () => setImmediate(resolve) : resolve;
    process.stdout.write(text, (error) => (error ? reject(asClosed(error)) : done()));
  });
}

/** One line on standard error, which commands a terminal nothing. With --debug, the error itself too. */
export function tell(message: string, error?: unknown): void {
  const debugged = isDebugging && error !== undefined ? `\n${inspect(error)}` : '';
  hideProgress();
  process.stderr.write(`carray: ${visible(oneLine(message))}${debugged}\n`);
}

function asClosed(error: Error): Error {
  return hasCode(error, 'EPIPE') ? new OutputClosed() : error;
}
