import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { MAP_SHARED } from '@carray/constants';
import { expect, it } from 'vitest';
import type { Fixture } from './fixture.js';
import { begin, makeWord, wakeAll } from './words.js';

const { ECANCELED, ENOTSUP } = constants.errno;
const compress = promisify(gzip);
const execute = promisify(execFile);

export function waitManyCases(fixture: Fixture): void {
  const { backend, files } = fixture;
  if (!backend.supports.asyncWaits) {
    it('are refused, and leave nothing behind: ENOTSUP', () => {
      const region = fixture.anonymous({ flags: MAP_SHARED });
      for (let count = 0; count < 1000; count++) expect(backend.waitAsync(region, 0, 0, -1)).toBe(-ENOTSUP);
      fixture.unmap(region);
      expect(fixture.live).toBe(0);
    });
    return;
  }

  it.each([100, 1000])(
    '%i at once leave files, timers, children and the thread pool to others',
    async (count) => {
      const word = makeWord(fixture);
      const path = files.create(10);
      const waits = Array.from({ length: count }, () => begin(fixture, word, 0, -1));
      // Each would wait for ever if a wait took the place of another kind of work.
      const [{ size }, packed, , { stdout }] = await Promise.all([
        stat(path),
        compress('carray'),
        sleep(1),
        execute(process.execPath, ['-p', '6 * 7']),
      ]);
      expect([size, packed.length > 0, stdout]).toEqual([10, true, '42\n']);
      await wakeAll(fixture, word, count, count);
      const status = await Promise.all(waits.map((wait) => wait.status));
      expect(status).toEqual(Array(count).fill(0));
    },
  );

  it.each([100, 1000])('%i at once are cancelled, or woken: each is one of the two', async (count) => {
    const word = makeWord(fixture);
    const waits = Array.from({ length: count }, () => begin(fixture, word, 0, -1));
    const half = count / 2;
    for (const { cancel } of waits.slice(half)) cancel();
    await Promise.all(waits.slice(half).map((wait) => wait.status));
    await wakeAll(fixture, word, half, 7);
    const status = await Promise.all(waits.map((wait) => wait.status));
    expect(status.slice(0, half)).toEqual(Array(half).fill(0));
    expect(status.slice(half)).toEqual(Array(half).fill(-ECANCELED));
  });
}
