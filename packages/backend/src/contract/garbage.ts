import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const deadlineMilliseconds = 10_000;

/** Collects garbage and lets finalizers run, which takes a turn of the event loop or more. */
export async function collectGarbage(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) {
    collect();
    await nextTurn();
  }
}

/** Collects garbage until the condition holds. @returns whether it did before the deadline. */
export async function collectedUntil(condition: () => boolean): Promise<boolean> {
  const deadline = performance.now() + deadlineMilliseconds;
  while (!condition()) {
    if (performance.now() > deadline) return false;
    await collectGarbage();
  }
  return true;
}

function collect(): void {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  if (typeof gc !== 'function') throw new Error('Cannot collect garbage: this runtime has no gc()');
  gc();
}
