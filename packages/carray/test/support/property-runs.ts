import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';

/** How often each property is tried. */
export const runs = Number(process.env.CARRAY_RUNS ?? 1000);

const seed = process.env.CARRAY_SEED;

/** Milliseconds that a property may take. */
export const timeout = Math.max(60_000, 100 * runs);

/** The engine keeps what a WeakRef refers to until the turn ends, and each array over a mapping has one. */
const MOST_PER_TURN = 1000;

/** Tries a property; what fails shows seed and path: CARRAY_SEED repeats it. */
export async function holds<T>(property: fc.IProperty<T>): Promise<void> {
  for (let done = 0; done < runs; done += MOST_PER_TURN) {
    const numRuns = Math.min(MOST_PER_TURN, runs - done);
    fc.assert(property, { numRuns, ...(seed === undefined ? {} : { seed: Number(seed) + done }) });
    await nextTurn();
  }
}
