import { markAsUntransferable } from 'node:worker_threads';
import { noticeMoves } from '@carray/backend/moves';

type Movable = {
  transfer?: (this: ArrayBuffer, newLength: number) => ArrayBuffer;
  readonly detached?: boolean;
};

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

/** Calls `moved` when the memory of the buffer was moved to one that nobody can watch. */
export function watchMoves(buffer: ArrayBuffer, moved: () => void): void {
  if (isLockedIn) markAsUntransferable(buffer);
  else noticeMoves(buffer, moved);
}

/** Whether a buffer has no memory any more, by a call that was not noticed: `ArrayBuffer.prototype.transfer.call(buffer)`. */
export const isEmptied = (buffer: ArrayBuffer & Movable): boolean => buffer.detached === true;
