import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { int32, type MappedArray } from '../src/index.js';
import { notify, type WaitOptions, type WaitResult, wait, waitSync } from '../src/sync/index.js';
import { asked } from './support/api.js';
import { FAULT, NO_ACCESS, OUT_OF_RANGE, refusal, thrownBy, UNMAPPED } from './support/errors.js';
import { fileOf } from './support/files.js';
import { ending, sharedWords, type Words } from './support/shared-words.js';

const { EAGAIN, EINTR, EFAULT, EINVAL, ENOMEM } = constants.errno;

/** How the system helps: by both kinds of waits, by those that block, by none. */
const helps = [
  ['with waits of both kinds', {}],
  ['without waits off the thread', { asyncWaits: false }],
  ['without futex(2)', { waits: false }],
] as const;

describe.each(helps)('waitSync %s', (_, options) => {
  const { words } = sharedWords(options);

  it("answers 'not-equal' for another number, and does not wait", () => {
    for (const expected of [1, -1, 2 ** 31 - 1, -(2 ** 31)]) {
      expect(waitSync(words, 0, expected)).toBe('not-equal');
      expect(waitSync(words, 0, expected, { timeout: 0 })).toBe('not-equal');
    }
  });

  it.each([0, 0.25, 3, 130])("answers 'timed-out' after %f milliseconds, not before", (timeout) => {
    const begun = performance.now();
    expect(waitSync(words, 1, 0, { timeout })).toBe('timed-out');
    expect(performance.now() - begun).toBeGreaterThanOrEqual(timeout);
  });

  it('waits at elements of subarrays and casts', () => {
    words.set(5, 7);
    expect(waitSync(words.subarray(3), 2, 7, { timeout: 0 })).toBe('timed-out');
    expect(waitSync(words.subarray(3), 1, 7, { timeout: 0 })).toBe('not-equal');
    expect(waitSync(words.cast(int32, 12), 2, 7, { timeout: 0 })).toBe('timed-out');
  });
});

describe('waitSync', () => {
  it('goes on after a signal with the time that is left', () => {
    const { words, fake } = sharedWords();
    fake.failNext('waitAt', EINTR);
    expect(waitSync(words, 0, 0, { timeout: 20 })).toBe('timed-out');
    const [first, second] = asked(fake, 'waitAt').map((given) => given[2] ?? 0);
    expect(first).toBeLessThanOrEqual(20);
    expect(second).toBeLessThanOrEqual(first ?? 0);
  });

  it("answers 'ok' where the number is another one only after a signal", () => {
    const { words, fake } = sharedWords();
    fake.failNext('waitAt', EINTR);
    fake.failNext('waitAt', EAGAIN);
    const attempt = waitSync(words, 0, 0, { timeout: 5 });
    expect(['ok', 'timed-out']).toContain(attempt);
  });

  it('makes a fault of EFAULT, and a SystemError of the rest', () => {
    const { fake, mapFile, pageSize } = sharedWords();
    const array = mapFile(fileOf(new Uint8Array(pageSize)), { type: int32, access: 'read-write' });
    fake.failNext('waitAt', EINVAL);
    expect(thrownBy(() => waitSync(array, 0, 0))).toMatchObject({ code: 'EINVAL', syscall: 'futex' });
    fake.failNext('waitAt', EFAULT);
    expect(refusal(() => waitSync(array, 0, 0))).toBe(FAULT);
    expect(refusal(() => waitSync(array, 0, 0))).toBe(FAULT);
  });
});

/** What changes a number, and tells those that wait. */
const wakes = (words: MappedArray<typeof int32>, index: number, value: number): void => {
  words.set(index, value);
  notify(words, index);
};

describe.each(helps)('wait %s', (_, options) => {
  const api = sharedWords(options);
  const { words } = api;

  const begin = (index: number, expected: number, more?: WaitOptions): Promise<WaitResult> =>
    wait(words, index, expected, more);

  it("answers 'not-equal', 'timed-out' and 'ok'", async () => {
    expect(await begin(0, 1)).toBe('not-equal');
    expect(await begin(0, 0, { timeout: 0 })).toBe('timed-out');
    expect(await begin(0, 0, { timeout: 7.5 })).toBe('timed-out');
    const parked = begin(0, 0);
    wakes(words, 0, 1);
    expect(await parked).toBe('ok');
  });

  it('ends long after it has begun, and for many at once', async () => {
    const parked = Array.from({ length: 50 }, () => begin(2, 0));
    await sleep(100);
    wakes(words, 2, 5);
    expect(new Set(await Promise.all(parked))).toEqual(new Set(['ok']));
  });

  it("rejects with the signal's reason, at once or later, and not after the end", async () => {
    const reason = new Error('enough');
    expect(await ending(begin(3, 0, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(await ending(begin(3, 1, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    const controller = new AbortController();
    const parked = begin(3, 0, { signal: controller.signal });
    const other = begin(3, 0, { signal: controller.signal, timeout: 5 });
    expect(await other).toBe('timed-out');
    controller.abort(reason);
    expect(await ending(parked)).toBe(reason);
    expect(notify(words, 3)).toBe(0);
    expect(((await ending(begin(3, 0, { signal: AbortSignal.timeout(5) }))) as Error).name).toBe(
      'TimeoutError',
    );
  });

  it('rejects when the mapping is unmapped, and keeps no page', async () => {
    const { mapAnonymous, fake } = api;
    const array = mapAnonymous(int32, 4, { shared: true });
    const before = fake.liveRegions() - 1;
    const parked = [0, 1, 1].map((index) => wait(array, index, 0));
    array.mapping.unmap();
    for (const one of parked) expect(await ending(one)).toBe(UNMAPPED);
    expect(fake.liveRegions()).toBe(before);
  });

  it('rejects when the element cannot be read any more', async () => {
    const array = api.mapAnonymous(int32, 4, { shared: true });
    const parked = wait(array, 0, 0);
    array.mapping.protect('read');
    await sleep(1);
    array.mapping.protect('none');
    expect(await ending(parked)).toBe(NO_ACCESS);
  });

  it('goes on where a resize leaves the element, and ends where it does not', async () => {
    const { pageSize } = api;
    const array = api.mapAnonymous(int32, 16, { shared: true, maxByteLength: 4 * pageSize });
    array.mapping.resize(3 * pageSize);
    const [stays, goes] = [wait(array, 0, 0), wait(array, (2 * pageSize) / 4, 0)];
    array.mapping.resize(pageSize);
    expect(await ending(goes)).toBe(OUT_OF_RANGE);
    wakes(array, 0, 1);
    expect(await stays).toBe('ok');
  });

  it('rejects when the file that has the path is mapped instead', async () => {
    const array = api.mapFile(fileOf(new Uint8Array(64)), { type: int32, access: 'read-write' });
    const parked = wait(array, 0, 0);
    array.mapping.remap({ reopen: true });
    expect(await ending(parked)).toBe(UNMAPPED);
    expect(await wait(array, 0, 0, { timeout: 1 })).toBe('timed-out');
    array.mapping.unmap();
  });
});

describe('wait', () => {
  it('cancels the wait of the backend, once it is not wanted any more', async () => {
    const { words, fake } = sharedWords();
    const controller = new AbortController();
    const parked = wait(words, 0, 0, { signal: controller.signal });
    const asleep = fake.wakeAt(words.mapping.region?.id ?? -1, 4, 1);
    expect(asleep).toBe(0);
    controller.abort();
    expect(((await ending(parked)) as Error).name).toBe('AbortError');
    expect(notify(words, 0)).toBe(0);
  });

  it("is 'ok' where it was woken just before it was aborted: the wake is not lost", async () => {
    const { words } = sharedWords();
    const controller = new AbortController();
    const parked = wait(words, 0, 0, { signal: controller.signal });
    expect(notify(words, 0, 1)).toBe(1);
    controller.abort();
    expect(await parked).toBe('ok');
  });

  it('keeps no listener when it is over', async () => {
    const { words } = sharedWords();
    let listeners = 0;
    const { signal } = new AbortController();
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...given: Parameters<typeof add>) => {
      listeners++;
      add(...given);
    };
    signal.removeEventListener = (...given: Parameters<typeof remove>) => {
      listeners--;
      remove(...given);
    };
    for (let round = 0; round < 20; round++) await wait(words, 0, 0, { signal, timeout: 0 });
    expect(listeners).toBe(0);
    words.mapping.unmap();
  });

  it('goes on after a signal, and is a SystemError where it cannot begin', async () => {
    const { words, fake } = sharedWords();
    fake.failNext('waitAsync', EINTR);
    expect(await wait(words, 0, 0, { timeout: 3 })).toBe('timed-out');
    fake.failNext('waitAsync', ENOMEM);
    expect(await ending(wait(words, 0, 0))).toBe('SystemError ENOMEM');
  });
});

describe('notify', () => {
  const parkedAt = async (api: Words, count: number): Promise<() => number> => {
    let ended = 0;
    for (let index = 0; index < count; index++) {
      void wait(api.words, 0, 0).then(() => {
        ended++;
      });
    }
    return () => ended;
  };

  it('wakes as many as it is told, and says how many', async () => {
    const api = sharedWords();
    const ended = await parkedAt(api, 5);
    expect([notify(api.words, 0, 0), notify(api.words, 0, 1), notify(api.words, 1)]).toEqual([0, 1, 0]);
    await expect.poll(ended).toBe(1);
    expect([notify(api.words, 0, 2), notify(api.words, 0), notify(api.words, 0)]).toEqual([2, 2, 0]);
    await expect.poll(ended).toBe(5);
  });

  it('asks the system for no more than it can count', () => {
    const { words, fake } = sharedWords();
    for (const count of [undefined, Number.POSITIVE_INFINITY, 2 ** 40, 2 ** 31]) notify(words, 0, count);
    expect(asked(fake, 'wakeAt').map((given) => given[1])).toEqual(Array(4).fill(2 ** 31 - 1));
  });

  it('answers 0 where nobody waits, and where there is no futex(2)', () => {
    expect(notify(sharedWords().words, 0)).toBe(0);
    const { words, fake } = sharedWords({ waits: false });
    expect([notify(words, 0), asked(fake, 'wakeAt')]).toEqual([0, []]);
  });

  it('makes a fault of EFAULT', () => {
    const { words, fake } = sharedWords();
    fake.failNext('wakeAt', EFAULT);
    expect(refusal(() => notify(words, 0))).toBe(FAULT);
  });
});
