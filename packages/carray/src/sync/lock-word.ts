import type { SharedPlace } from './place.js';
import { SharedCell } from './shared-cell.js';
import { hasEnded, ownThread } from './thread.js';

/** How a lock was acquired. */
export interface Acquired {
  /** Whether the one that had it ended without a release: what it guards may be half changed. */
  readonly previousOwnerDied: boolean;
}

const afterRelease: Acquired = Object.freeze({ previousOwnerDied: false });
const afterDeath: Acquired = Object.freeze({ previousOwnerDied: true });

/** Nobody has it, and nobody waits. */
const FREE = 0;
/** Beside the thread that has it: others may wait, and must be woken. */
const WAITERS = 1 << 31;

export const ownerIn = (word: number): number => word & ~WAITERS;

/** The number that a lock is: 0, or the thread that has it, with or without waiters. Nothing here waits. */
export class LockWord {
  readonly #cell: SharedCell<Int32Array>;

  constructor(place: SharedPlace) {
    this.#cell = new SharedCell(place, Int32Array);
  }

  get place(): SharedPlace {
    return this.#cell.place;
  }

  /** Atomics.compareExchange, checked. */
  #exchange(expected: number, desired: number): number {
    const cell = this.#cell;
    const { writable } = cell;
    const view = writable.length === 1 ? writable : cell.renew('write');
    const before = Atomics.compareExchange(view, 0, expected, desired);
    if (cell.faultCount[0] !== 0) cell.settle();
    return before;
  }

  /** Takes the lock if it is free. */
  takeFree(): Acquired | undefined {
    return this.#exchange(FREE, ownThread()) === FREE ? afterRelease : undefined;
  }

  /** Takes the lock if it is free, or its owner has ended. One that has waited does not know who else does. */
  take(hasWaited: boolean): Acquired | undefined {
    for (;;) {
      const own = ownThread();
      const mine = hasWaited ? own | WAITERS : own;
      const before = this.#exchange(FREE, mine);
      if (before === FREE) return afterRelease;
      if (ownerIn(before) === own || !hasEnded(ownerIn(before))) return undefined;
      if (this.#exchange(before, mine | (before & WAITERS)) === before) return afterDeath;
    }
  }

  /**
   * Takes the lock if it is free, or says that somebody waits for it.
   * @returns how, or the number to wait at
   */
  takeOrAnnounce(hasWaited: boolean): Acquired | number {
    for (;;) {
      const before = this.#exchange(FREE, hasWaited ? ownThread() | WAITERS : ownThread());
      if (before === FREE) return afterRelease;
      const announced = before | WAITERS;
      if (announced === before || this.#exchange(before, announced) === before) return announced;
    }
  }

  /** Gives the lock back, if this thread has it. @returns whether others may wait, or the number there where it has not */
  free(): { readonly waiters: boolean } | number {
    const own = ownThread();
    let before = this.#exchange(own, FREE);
    if (before === own) return noWaiters;
    while (ownerIn(before) === own) {
      const now = this.#exchange(before, FREE);
      if (now === before) return someWaiters;
      before = now;
    }
    return before;
  }
}

const noWaiters = Object.freeze({ waiters: false });
const someWaiters = Object.freeze({ waiters: true });
