import { readdirSync } from 'node:fs';
import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { SharedLock } from '../src/sync/index.js';
import { ownThread } from '../src/sync/thread.js';
import { asked } from './support/api.js';
import { FAULT, refusal, thrownBy, UNMAPPED } from './support/errors.js';
import { ending, locked } from './support/shared-words.js';

const { EFAULT } = constants.errno;
const WAITERS = 1 << 31;
const NUMBER = 2 ** 22 - 1;
const HELD = 'Error ERR_LOCK_HELD';
const NOT_HELD = 'Error ERR_LOCK_NOT_HELD';
const TIMEOUT = 'Error ERR_LOCK_TIMEOUT';
const fresh = { previousOwnerDied: false };
const inherited = { previousOwnerDied: true };
const own = ownThread();

/** The word of a thread that has another start time than the one that has this number now: it has ended. */
const ended = own ^ (1 << 22);
/** Another thread of this process that lives for as long as the process does, as a word. */
const other = await otherThread();

/** Its hash is looked for: all of them are tried, and one does not pass for ended. */
async function otherThread(): Promise<number> {
  const { hasEnded } = await import('../src/sync/thread.js');
  const number =
    readdirSync('/proc/self/task')
      .map(Number)
      .find((task) => task !== (own & NUMBER)) ?? 0;
  const words = Array.from({ length: 2 ** 9 }, (_, hash) => (hash << 22) | number);
  const living = words.filter((word) => !hasEnded(word));
  expect(living).toHaveLength(1);
  return living[0] ?? 0;
}

describe('a lock that nobody has', () => {
  it('is acquired in each way, and released', async () => {
    const { lock, word, fake } = locked();
    const ways = [() => lock.acquireSync(), () => lock.acquire(), () => lock.tryAcquire()];
    for (const way of ways) {
      expect(word()).toBe(0);
      expect(await way()).toEqual(fresh);
      expect(word()).toBe(own);
      lock.release();
    }
    expect(word()).toBe(0);
    expect([asked(fake, 'waitAt'), asked(fake, 'waitAsync'), asked(fake, 'wakeAt')]).toEqual([[], [], []]);
  });

  it('takes a time of 0', async () => {
    const { lock } = locked();
    expect(lock.acquireSync({ timeout: 0 })).toEqual(fresh);
    lock.release();
    expect(await lock.acquire({ timeout: 0 })).toEqual(fresh);
  });

  it('is not acquired with a signal that is aborted', async () => {
    const { lock, word } = locked();
    expect(await ending(lock.acquire({ signal: AbortSignal.abort('enough') }))).toBe('enough');
    expect(word()).toBe(0);
  });

  it('cannot be released', () => {
    const { lock, word } = locked();
    expect(refusal(() => lock.release())).toBe(NOT_HELD);
    lock.acquireSync();
    lock.release();
    expect(refusal(() => lock.release())).toBe(NOT_HELD);
    expect(word()).toBe(0);
  });
});

describe('a lock that this thread has', () => {
  it('is not acquired again, by whatever object', async () => {
    const { lock, words, word } = locked();
    lock.acquireSync();
    for (const one of [lock, SharedLock.over(words, 1), SharedLock.over(words.subarray(1), 0)]) {
      expect(refusal(() => one.acquireSync())).toBe(HELD);
      expect(refusal(() => one.acquireSync({ timeout: 0 }))).toBe(HELD);
      expect(await ending(one.acquire())).toBe(HELD);
      expect(one.tryAcquire()).toBeUndefined();
    }
    expect(word() & ~WAITERS).toBe(own);
    SharedLock.over(words, 1).release();
    expect(word()).toBe(0);
  });

  it('leaves its neighbours alone', () => {
    const { lock, words } = locked();
    words.fill(7);
    words.set(1, 0);
    lock.acquireSync();
    const beside = SharedLock.over(words, 3);
    words.set(3, 0);
    expect(beside.tryAcquire()).toEqual(fresh);
    lock.release();
    expect(words.subarray(0, 5).toArray()).toEqual([7, 0, 7, own, 7]);
  });

  it('wakes one of those that wait, and nobody where none does', () => {
    const { lock, words, fake } = locked();
    lock.acquireSync();
    words.set(1, own | WAITERS);
    lock.release();
    expect([words.get(1), asked(fake, 'wakeAt')]).toEqual([0, [[4, 1]]]);
  });

  it('is noticed by its waiters when they are woken, with the rest of them in mind', async () => {
    const { lock, words, word } = locked();
    words.set(1, other);
    const acquired = lock.acquire();
    expect(word()).toBe(other | WAITERS);
    words.set(1, 0);
    expect(await acquired).toEqual(fresh);
    expect(word()).toBe(own | WAITERS);
    lock.release();
    expect(word()).toBe(0);
  });
});

describe('a lock that another thread has', () => {
  it('is not acquired, and not released', async () => {
    const { lock, words, word } = locked();
    words.set(1, other);
    expect(lock.tryAcquire()).toBeUndefined();
    expect(word()).toBe(other);
    expect(refusal(() => lock.release())).toBe(NOT_HELD);
    expect(thrownBy(() => lock.release()).message).toContain(`thread ${other & NUMBER} has it`);
    for (const timeout of [0, 0.5, 10, 60]) {
      const begun = performance.now();
      expect(refusal(() => lock.acquireSync({ timeout }))).toBe(TIMEOUT);
      expect(await ending(lock.acquire({ timeout }))).toBe(TIMEOUT);
      expect(performance.now() - begun).toBeGreaterThanOrEqual(2 * timeout);
    }
    expect(word()).toBe(other | WAITERS);
    expect(thrownBy(() => lock.acquireSync({ timeout: 0 })).message).toContain(`thread ${other & NUMBER}`);
  });

  it('is given up with the signal', async () => {
    const { lock, words } = locked();
    words.set(1, other);
    const controller = new AbortController();
    const acquired = lock.acquire({ signal: controller.signal });
    setTimeout(() => controller.abort('enough'), 120);
    expect(await ending(acquired)).toBe('enough');
  });

  it('ends the waits when the memory is unmapped', async () => {
    const { lock, words } = locked();
    words.set(1, other);
    const acquired = lock.acquire();
    words.mapping.unmap();
    expect(await ending(acquired)).toBe(UNMAPPED);
  });

  it('is waited for in slices of 50 milliseconds at most', async () => {
    const { lock, words, fake } = locked();
    words.set(1, other);
    expect(refusal(() => lock.acquireSync({ timeout: 200 }))).toBe(TIMEOUT);
    expect(await ending(lock.acquire({ timeout: 200 }))).toBe(TIMEOUT);
    for (const call of ['waitAt', 'waitAsync'] as const) {
      const slices = asked(fake, call).map((given) => given[2] ?? 0);
      expect(slices.length).toBeGreaterThan(4);
      expect(Math.max(...slices)).toBeLessThanOrEqual(50);
    }
  });

  it('tells of a fault that the kernel has met', () => {
    const { lock, words, fake } = locked();
    words.set(1, other);
    fake.failNext('waitAt', EFAULT);
    expect(refusal(() => lock.acquireSync())).toBe(FAULT);
  });
});

describe.each([
  ['of another start time', ended],
  ['that is no thread', 0x3fffff],
  ['without a number', 5 << 22],
])('a lock whose owner has ended: one %s', (_, owner) => {
  it.each([0, WAITERS])(
    'is acquired in each way, and the next one is told (waiters: %i)',
    async (waiters) => {
      const { lock, words, word } = locked();
      const ways = [() => lock.tryAcquire(), () => lock.acquireSync(), () => lock.acquire()];
      for (const way of [
        ...ways,
        () => lock.acquireSync({ timeout: 0 }),
        () => lock.acquire({ timeout: 0 }),
      ]) {
        words.set(1, owner | waiters);
        expect(await way()).toEqual(inherited);
        expect(word() & ~WAITERS).toBe(own);
        if (waiters !== 0) expect(word()).toBe(own | WAITERS);
        lock.release();
        expect(word()).toBe(0);
        expect(lock.tryAcquire()).toEqual(fresh);
        lock.release();
      }
    },
  );
});

describe('SharedLock', () => {
  it('is made by over alone', () => {
    const made = SharedLock as unknown as new (...given: unknown[]) => SharedLock;
    for (const given of [[], [{}], [new Int32Array(1), 0]]) {
      expect(refusal(() => new made(...given))).toBe('TypeError ERR_INVALID_ARG_TYPE');
    }
    expect(SharedLock.name).toBe('SharedLock');
  });

  it('waits without futex(2), too', async () => {
    const { lock, words } = locked({ waits: false });
    words.set(1, other);
    expect(refusal(() => lock.acquireSync({ timeout: 20 }))).toBe(TIMEOUT);
    const acquired = lock.acquire();
    setTimeout(() => words.set(1, 0), 20);
    expect(await acquired).toEqual(fresh);
    lock.release();
    words.set(1, ended);
    expect(lock.acquireSync()).toEqual(inherited);
    lock.release();
  });

  it('may be waited for by several tasks, of which one is told that the thread has it', async () => {
    const { lock, words } = locked();
    words.set(1, other);
    const both = [ending(lock.acquire()), ending(lock.acquire())];
    words.set(1, 0);
    expect((await Promise.all(both)).filter((end) => end === HELD)).toHaveLength(1);
    lock.release();
  });
});
