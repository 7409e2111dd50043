import { markAsUntransferable } from 'node:worker_threads';

type Transfer = (this: ArrayBuffer, newLength?: number) => ArrayBuffer;
type Movable = { transfer?: Transfer; transferToFixedLength?: Transfer; readonly detached?: boolean };

/** Since Node 22, Bun and Deno: the only way in plain JavaScript to empty the views over a buffer. */
const transfer = (ArrayBuffer.prototype as Movable).transfer;

/**
 * Deno moves memory that is not its own with `structuredClone` and `postMessage`, where Bun and Node from 22 on refuse, and nobody
 * can tell whether a buffer that was collected had been moved. So its buffers are marked: nothing can move them then, nor empty them.
 */
const isLockedIn = process.versions.deno !== undefined;

/** Empties the views over a buffer; undefined where nothing can. */
export const empty: ((buffer: ArrayBuffer) => void) | undefined =
  transfer === undefined || isLockedIn
    ? undefined
    : // Length 0: the new buffer is an empty copy, and the memory under the old one is let go of.
      (buffer) => void transfer.call(buffer, 0);

/** Calls `moved` before the memory of the buffer is moved to one that nobody can watch. */
export function watchMoves(buffer: ArrayBuffer & Movable, moved: () => void): void {
  if (isLockedIn) markAsUntransferable(buffer);
  else notice(buffer, moved);
}

function notice(buffer: ArrayBuffer & Movable, moved: () => void): void {
  for (const name of ['transfer', 'transferToFixedLength'] as const) {
    const original = buffer[name];
    if (original === undefined) continue;
    const value: Transfer = function (...args) {
      moved();
      return original.apply(this, args);
    };
    Object.defineProperty(buffer, name, { value, configurable: true, writable: true });
  }
}

/** Whether a buffer has no memory any more, by a call that was not noticed: `ArrayBuffer.prototype.transfer.call(buffer)`. */
export const isEmptied = (buffer: ArrayBuffer & Movable): boolean => buffer.detached === true;
