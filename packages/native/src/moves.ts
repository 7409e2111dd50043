import { isMainThread } from 'node:worker_threads';
import { noticeMoves } from '@carray/backend/moves';

/**
 * Whether memory that was moved away is given back once it was collected. It is kept for good where the end of this thread would
 * give back what other threads have: Node and Bun finalize all that a
 * worker has made, in front of every hook, and say nothing of it later; Deno finalizes when nobody has the memory any more. The end
 * of the main thread is that of the process.
 */
export const collectsMoved = isMainThread || process.versions.deno !== undefined;

/** Calls `moved` when the memory of the buffer was moved to one that may outlive this thread. */
export function watchMoves(buffer: ArrayBuffer, moved: () => void): void {
  if (!collectsMoved) noticeMoves(buffer, moved);
}
