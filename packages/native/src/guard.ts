import { constants as os } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import type { Backend, RegionId } from '@carray/backend';
import type { Addon } from './addon.js';

type GuardCalls = Pick<Addon, 'guard' | 'reinstallHandlers'> & {
  readonly faultCounters: ArrayBuffer | undefined;
};

/** Bun puts its handler there after the event, and removes it without one. */
const isLate = 'bun' in process.versions;
const NUMBERS = 2;
const COUNTER_BYTES = NUMBERS * Uint32Array.BYTES_PER_ELEMENT;

/** The `guard` of a backend: the addon's, with a view of the counter of the region's slot. */
export function guardOver({ guard, faultCounters, reinstallHandlers }: GuardCalls): Backend['guard'] {
  if (faultCounters === undefined) return () => -os.errno.ENOTSUP;
  const views: (Uint32Array | undefined)[] = [];
  const reinstall = (event: string | symbol) => {
    if (event !== 'SIGBUS' && event !== 'SIGSEGV') return;
    reinstallHandlers();
    if (isLate) queueMicrotask(reinstallHandlers);
  };
  return (region: RegionId, unreadable: boolean) => {
    const slot = guard(region, unreadable ? 1 : 0);
    if (slot < 0) return slot;
    if (isMainThread) watchSignalListeners(reinstall);
    const view = views[slot] ?? new Uint32Array(faultCounters, slot * COUNTER_BYTES, NUMBERS);
    views[slot] = view;
    return view;
  };
}

/**
 * Node puts a handler of its own in the place of ours for the first listener, and none after the last one. These two
 * are called after Node's own listeners for the same events; a program may have removed them with all others.
 */
function watchSignalListeners(reinstall: (event: string | symbol) => void): void {
  const events: NodeJS.EventEmitter = process;
  for (const event of ['newListener', 'removeListener']) {
    if (!events.listeners(event).includes(reinstall)) events.on(event, reinstall);
  }
}
