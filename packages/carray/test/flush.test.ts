import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { MS_SYNC, munmap, uint8 } from '../src/index.js';
import { asked, fakeApi } from './support/api.js';
import { OUT_OF_RANGE, refusal, UNMAPPED } from './support/errors.js';
import { fileOf, pattern } from './support/files.js';
import { mapped, page, total } from './support/synced.js';
import { notCounts } from './support/values.js';

/** Class and code of what a promise rejects with. */
async function rejection(promise: Promise<unknown>): Promise<string> {
  const settled = await promise.then(
    (value) => () => value,
    (error: unknown) => () => {
      throw error;
    },
  );
  return refusal(settled);
}

type Mapped = ReturnType<typeof mapped>['array'];
/** `flush` with arguments of any kind. It must not throw but reject. */
const flush = ({ mapping }: Mapped, ...range: readonly unknown[]): Promise<void> =>
  Reflect.apply(mapping.flush, mapping, range);

describe('mapping.flush', () => {
  it.each<[readonly unknown[], [number, number]]>([
    [[], [0, total]],
    [
      [undefined, 10],
      [0, 10],
    ],
    [[page + 1], [page, total - page]],
    [
      [BigInt(page) + 1n, 5n],
      [page, 6],
    ],
    [
      [total, 0],
      [3 * page, 100],
    ],
  ])('%o asks for bytes %o, off the thread, and resolves to nothing', async (range, expected) => {
    const { array, fake } = mapped();
    expect(await flush(array, ...range)).toBe(undefined);
    expect([asked(fake, 'syncAsync'), asked(fake, 'sync')]).toEqual([[[...expected, MS_SYNC]], []]);
  });

  it('has stored everything once it resolves', async () => {
    const path = fileOf(pattern(2 * page));
    const array = fakeApi({ pageSize: page }).mapFile(path, { access: 'read-write' });
    array.set(0, 77);
    array.set(page, 78);
    await array.mapping.flush(page, 1);
    expect([readFileSync(path)[0], readFileSync(path)[page]]).toEqual([1, 78]);
    await Promise.all([array.mapping.flush(), array.mapping.flush(0, 1), array.mapping.flush()]);
    expect([readFileSync(path)[0], readFileSync(path)[page]]).toEqual([77, 78]);
    munmap(array);
  });

  it.each([[total + 1], [0, total + 1], [1, Number.MAX_SAFE_INTEGER], [total, 1]])(
    'rejects the range %o, %o',
    async (...range) => {
      const { array, fake } = mapped();
      expect(await rejection(flush(array, ...range))).toBe(OUT_OF_RANGE);
      expect(asked(fake, 'syncAsync')).toEqual([]);
    },
  );

  it.each(notCounts)('rejects %s as offset and as size: %s', async (count, expected) => {
    const { array, fake } = mapped();
    expect(await rejection(flush(array, count))).toBe(expected);
    expect(await rejection(flush(array, 0, count))).toBe(expected);
    expect(asked(fake, 'syncAsync')).toEqual([]);
  });

  it('rejects with what the system answers, and works afterwards', async () => {
    const { array, fake } = mapped();
    fake.failNext('syncAsync', constants.errno.EIO);
    const failed = array.mapping.flush(page, 10);
    await expect(failed).rejects.toMatchObject({
      code: 'EIO',
      syscall: 'msync',
      info: { byteOffset: page, byteLength: 10, argument: MS_SYNC },
    });
    expect(await array.mapping.flush()).toBe(undefined);
  });

  it('rejects after unmapping, whatever the range', async () => {
    const { array, fake } = mapped();
    munmap(array);
    expect(await rejection(array.mapping.flush())).toBe(UNMAPPED);
    expect(await rejection(array.mapping.flush(0, 0))).toBe(UNMAPPED);
    expect(await rejection(array.mapping.flush(total + 1))).toBe(OUT_OF_RANGE);
    expect(asked(fake, 'syncAsync')).toEqual([]);
  });

  it('goes on when the memory is unmapped meanwhile, and the pages go afterwards', async () => {
    const { array, fake } = mapped();
    const flushed = array.mapping.flush();
    munmap(array);
    expect([array.mapping.unmapped, fake.liveRegions()]).toEqual([true, 1]);
    expect(await flushed).toBe(undefined);
    await nextTurn();
    expect(fake.liveRegions()).toBe(0);
  });

  it('has nothing to do for an empty file', async () => {
    const { mapFile, fake } = fakeApi();
    const empty = mapFile(fileOf(new Uint8Array()), { access: 'read-write' });
    expect([await empty.mapping.flush(), await empty.mapping.flush(0, 0)]).toEqual([undefined, undefined]);
    expect(await rejection(empty.mapping.flush(1))).toBe(OUT_OF_RANGE);
    expect(fake.calls).toEqual([]);
    munmap(empty);
    expect(await rejection(empty.mapping.flush())).toBe(UNMAPPED);
    expect(fakeApi().mapAnonymous(uint8, 1).length).toBe(1);
  });
});
