import { constants } from 'node:os';
import { MAP_SHARED } from '@carray/constants';
import { expect, it } from 'vitest';
import type { AsyncWait } from '../wait-calls.js';
import type { Fixture } from './fixture.js';
import { areasOf } from './process-tables.js';
import { begin, makeWord, wakeAll } from './words.js';

const { EAGAIN, ECANCELED, EINVAL, ENOTSUP, ETIMEDOUT } = constants.errno;

/** How many of the waits are over. */
function countEnded(waits: readonly AsyncWait[]): () => number {
  let ended = 0;
  for (const { status } of waits) {
    void status.then(() => {
      ended++;
    });
  }
  return () => ended;
}

export function waitAsyncCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;
  if (!backend.supports.asyncWaits) {
    it('is not there: ENOTSUP', () => {
      expect(backend.waitAsync(fixture.anonymous({ flags: MAP_SHARED }), 0, 0, 0)).toBe(-ENOTSUP);
    });
    return;
  }

  it('is woken through another mapping', async () => {
    const word = makeWord(fixture);
    const wait = begin(fixture, word, 0, -1);
    await wakeAll(fixture, word, 1, 1);
    expect(await wait.status).toBe(0);
  });

  it('does not wait where there is another number: EAGAIN', async () => {
    const word = makeWord(fixture);
    for (const number of [1, -1, 2 ** 31 - 1, -(2 ** 31)]) {
      word.cell[0] = number;
      expect(await begin(fixture, word, 0, -1).status).toBe(-EAGAIN);
      expect(await begin(fixture, word, number, 1).status).toBe(-ETIMEDOUT);
    }
  });

  it.each([0, 5, 0.25, 1.5, 1e-9])('takes %f milliseconds: ETIMEDOUT', async (timeout) => {
    const word = makeWord(fixture);
    expect(await begin(fixture, word, 0, timeout).status).toBe(-ETIMEDOUT);
  });

  it('sees that the number is another one before it is woken, or is woken', async () => {
    for (let round = 0; round < 20; round++) {
      const word = makeWord(fixture);
      const wait = begin(fixture, word, 0, -1);
      word.cell[0] = 1;
      const { region, byteOffset } = word.waking;
      const woken = backend.wakeAt(region, byteOffset, 1);
      expect(await wait.status).toBe(woken === 1 ? 0 : -EAGAIN);
    }
  });

  it('wakes one of three, then one more, then the rest', async () => {
    const word = makeWord(fixture);
    const waits = [1, 2, 3].map(() => begin(fixture, word, 0, -1));
    const ended = countEnded(waits);
    for (const count of [1, 2, 3]) {
      await wakeAll(fixture, word, 1, 1);
      await expect.poll(ended).toBe(count);
    }
    expect(await Promise.all(waits.map(({ status }) => status))).toEqual([0, 0, 0]);
    expect(backend.wakeAt(word.waking.region, word.waking.byteOffset, 1)).toBe(0);
  });

  it('leaves those alone that wait at another number', async () => {
    const word = makeWord(fixture);
    const beside = { ...word, waiting: { ...word.waiting, byteOffset: word.waiting.byteOffset + 4 } };
    const [here, there] = [begin(fixture, word, 0, -1), begin(fixture, beside, 0, -1)];
    const ended = countEnded([there]);
    await wakeAll(fixture, word, 1, 1000);
    expect(await here.status).toBe(0);
    expect(backend.wakeAt(word.waking.region, word.waking.byteOffset, 1000)).toBe(0);
    expect(ended()).toBe(0);
    there.cancel();
    expect(await there.status).toBe(-ECANCELED);
  });

  it('is cancelled, in the same turn and later, once and twice', async () => {
    const word = makeWord(fixture);
    const waits = [1, 2, 3, 4].map(() => begin(fixture, word, 0, -1));
    waits[0]?.cancel();
    await begin(fixture, word, 0, 5).status;
    for (const { cancel } of waits) cancel();
    waits[1]?.cancel();
    expect(await Promise.all(waits.map(({ status }) => status))).toEqual(Array(4).fill(-ECANCELED));
    waits[2]?.cancel();
    expect(backend.wakeAt(word.waking.region, word.waking.byteOffset, 9)).toBe(0);
  });

  it('is not cancelled when it is over', async () => {
    const word = makeWord(fixture);
    const [woken, late] = [begin(fixture, word, 0, -1), begin(fixture, word, 1, -1)];
    expect(await late.status).toBe(-EAGAIN);
    await wakeAll(fixture, word, 1, 1);
    woken.cancel();
    late.cancel();
    expect([await woken.status, await late.status]).toEqual([0, -EAGAIN]);
  });

  it('keeps the pages of a region that is unmapped meanwhile, until it is over', async () => {
    const path = files.create(pageSize);
    for (const wakes of [true, false]) {
      const region = fixture.file(path, { flags: MAP_SHARED });
      const word = {
        waiting: { region, byteOffset: 0 },
        waking: { region, byteOffset: 0 },
        cell: new Int32Array(1),
      };
      const wait = begin(fixture, word, 0, wakes && backend.supports.sharedPages ? -1 : 300);
      fixture.unmap(region);
      expect(fixture.live).toBe(1);
      expect(backend.waitAsync(region, 0, 0, 0)).toBe(-EINVAL);
      const other = fixture.file(path, { flags: MAP_SHARED });
      if (!wakes) wait.cancel();
      else if (backend.supports.sharedPages) {
        await wakeAll(fixture, { ...word, waking: { region: other, byteOffset: 0 } }, 1, 1);
      }
      expect(await wait.status).not.toBe(-EAGAIN);
      fixture.unmap(other);
      await expect.poll(() => fixture.live).toBe(0);
      expect(areasOf(path) ?? 0).toBe(0);
    }
  });

  it('gives the place in a reservation back when it is over', async () => {
    const reservation = fixture.reserve(pageSize);
    const inside = fixture.inside(reservation, 0, { flags: MAP_SHARED });
    const place = { region: inside, byteOffset: 0 };
    const wait = begin(fixture, { waiting: place, waking: place, cell: new Int32Array(1) }, 0, -1);
    fixture.unmap(inside);
    expect(fixture.live).toBe(2);
    wait.cancel();
    expect(await wait.status).toBe(-ECANCELED);
    await expect.poll(() => fixture.live).toBe(1);
    fixture.inside(reservation, 0);
  });
}
