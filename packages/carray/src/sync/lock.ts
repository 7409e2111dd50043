import type { CArray } from '../array/carray.js';
import { plainError, typeError } from '../errors/coded.js';
import { int32 } from '../types/numbers.js';
import { Acquisition } from './acquisition.js';
import { block } from './block.js';
import { type Acquired, LockWord, ownerIn } from './lock-word.js';
import { park } from './park.js';
import { checkElement, checkPlace, type SharedPlace, sharedPlace } from './place.js';
import { numberOf, ownThread } from './thread.js';
import { checkTimeout, checkWaitOptions, type WaitOptions, type WaitSyncOptions } from './wait-options.js';
import { wake } from './waits.js';

const types = [int32];

/**
 * A lock among threads, of one process or of many, in one int32 of shared memory: at most one has it at any time. It is not lost with
 * its owner: where that was killed, or its worker has ended, the next one gets the lock, and is told.
 *
 * The number is 0 while nobody has it; every process that maps it makes a lock over it, and nothing need be set up. Its bits belong to this
 * class: store nothing else there. One thread has it once: it is not recursive, and tells no tasks of one thread apart. Nothing is promised about
 * who is next. Nobody else than the thread that has acquired it can release it, and it must before it unmaps the memory.
 *
 * Threads are told apart by their numbers on Linux, which all must see alike: processes in different pid or time namespaces (containers) must not
 * share a lock. On other systems the process is the owner: what a worker has when it ends, stays locked until the process ends. A number is used again
 * by the system some time after its thread has ended; one of 512 such numbers looks like the thread before.
 *
 * On the ffi backend a lock in a file that somebody makes shorter can end the process, as raw views can.
 *
 * @example
 * const memory = openSharedMemory('/example', int32, 2, { create: true });
 * const lock = SharedLock.over(memory, 0);
 * const { previousOwnerDied } = lock.acquireSync();
 * try {
 *   if (previousOwnerDied) memory.set(1, 0); // bring what it guards in order
 *   memory.set(1, memory.get(1) + 1);
 * } finally {
 *   lock.release();
 * }
 */
export class SharedLock {
  readonly #word: LockWord;

  /** @internal */
  constructor(place: SharedPlace) {
    if (place?.mapping === undefined)
      throw typeError('ERR_INVALID_ARG_TYPE', 'Locks are made by SharedLock.over');
    this.#word = new LockWord(place);
  }

  /**
   * The lock that an element is. All locks over it, in whatever thread and process, are one.
   *
   * @param array of int32, in a shared mapping that can be written.
   * @param index from 0 to `length - 1`.
   * @throws as `waitSync`; ERR_MAPPING_READ_ONLY; ERR_UNSUPPORTED where /proc cannot be read on Linux.
   */
  static over(array: CArray<typeof int32>, index: number): SharedLock {
    checkElement(array, index);
    const place = sharedPlace(array, index, types);
    checkPlace(place, 'write');
    ownThread();
    return new SharedLock(place);
  }

  /**
   * Acquires the lock, and blocks the thread until it has it, as `waitSync` does. Where nobody has it, that takes no call of the system. An
   * owner that has ended is noticed within 50 ms.
   *
   * @param options `timeout` in milliseconds, at least 0; default Infinity.
   * @throws ERR_LOCK_TIMEOUT, ERR_LOCK_HELD (by this thread), ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, ERR_MAPPING_UNMAPPED,
   * ERR_MAPPING_FAULT, ERR_MAPPING_READ_ONLY; SystemError. It is not acquired then.
   */
  acquireSync(options?: WaitSyncOptions): Acquired {
    const timeout = options === undefined ? Number.POSITIVE_INFINITY : checkTimeout(options);
    return this.#word.takeFree() ?? this.#blockUntilAcquired(timeout);
  }

  #blockUntilAcquired(timeout: number): Acquired {
    const acquisition = new Acquisition(this.#word, timeout);
    for (;;) {
      const acquired = acquisition.attempt();
      if (acquired !== undefined) return acquired;
      acquisition.waited(block(this.#word.place, acquisition.seen, acquisition.pause));
    }
  }

  /**
   * Acquires the lock without blocking the thread: the promise resolves when it has it. What runs meanwhile in this thread does not.
   *
   * @param options `timeout` in milliseconds; `signal` to give up.
   * @throws as `acquireSync`, as a rejection; the signal's reason. ERR_LOCK_HELD also where another task of this thread acquires it first.
   * @example
   * const lock = SharedLock.over(mapAnonymous(int32, 1, { shared: true }), 0);
   * await lock.acquire({ timeout: 1000 });
   * lock.release();
   */
  async acquire(options: WaitOptions = {}): Promise<Acquired> {
    const { timeout, signal } = checkWaitOptions(options);
    const taken = this.#word.takeFree();
    if (taken !== undefined) return taken;
    const acquisition = new Acquisition(this.#word, timeout);
    for (;;) {
      const acquired = acquisition.attempt();
      if (acquired !== undefined) return acquired;
      acquisition.waited(await park(this.#word.place, acquisition.seen, acquisition.pause, signal));
    }
  }

  /**
   * Acquires the lock if nobody has it, or its owner has ended.
   *
   * @returns undefined where somebody has it, be it this thread.
   * @throws as `acquireSync`, but for the first two.
   * @example
   * const lock = SharedLock.over(mapAnonymous(int32, 1, { shared: true }), 0);
   * console.log(lock.tryAcquire(), lock.tryAcquire()); // { previousOwnerDied: false } undefined
   * lock.release();
   */
  tryAcquire(): Acquired | undefined {
    return this.#word.take(false);
  }

  /**
   * Gives the lock back, and wakes one of those that wait for it.
   *
   * @throws ERR_LOCK_NOT_HELD where this thread has not got it; ERR_MAPPING_UNMAPPED, ERR_MAPPING_FAULT, ERR_MAPPING_READ_ONLY.
   */
  release(): void {
    const freed = this.#word.free();
    if (typeof freed === 'number') throw notHeld(ownerIn(freed));
    if (freed.waiters) wake(this.#word.place, 1);
  }
}

function notHeld(owner: number): Error {
  const state = owner === 0 ? 'nobody has it' : `thread ${numberOf(owner)} has it`;
  return plainError('ERR_LOCK_NOT_HELD', `This thread cannot release the lock: ${state}`);
}

// The bundler gives another name to classes that speak of themselves.
Object.defineProperty(SharedLock, 'name', { value: 'SharedLock' });
