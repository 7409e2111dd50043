import { constants } from 'node:os';
import {
  isAvailable,
  MADV_DONTNEED,
  MADV_NORMAL,
  MADV_POPULATE_READ,
  MADV_POPULATE_WRITE,
  MADV_RANDOM,
  MADV_WILLNEED,
} from '@carray/constants';
import { expect, it } from 'vitest';
import { expectBytes, filled, pattern } from './bytes.js';
import { type Fixture, readWrite } from './fixture.js';
import { areasOf } from './process-tables.js';
import { insideRangeCases, pageRangeCases } from './ranges.js';

const { EBUSY, EFAULT, EINVAL, ENOTSUP } = constants.errno;
const unknownAdvice = 9999;
// More than a pool of threads takes at once.
const manyCalls = 32;

export function adviseAsyncCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;
  const { sharedPages, physicalMemory } = backend.supports;
  const willNeed = (region: number, byteOffset: number, byteLength: number): Promise<number> =>
    backend.adviseAsync(region, byteOffset, byteLength, MADV_WILLNEED);

  pageRangeCases(fixture, willNeed);
  insideRangeCases(fixture, willNeed);

  it('answers with a promise, whatever it is given', async () => {
    const [region, stale] = [fixture.anonymous(), fixture.anonymous()];
    fixture.unmap(stale);
    const promises = [
      backend.adviseAsync(region, 0, pageSize, MADV_NORMAL),
      backend.adviseAsync(region, 0, pageSize, unknownAdvice),
      backend.adviseAsync(region, 0, pageSize, -1),
      backend.adviseAsync(region, -1, Number.MAX_SAFE_INTEGER, MADV_NORMAL),
      backend.adviseAsync(stale, 0, pageSize, MADV_NORMAL),
      backend.adviseAsync(-1, 0, pageSize, MADV_NORMAL),
    ];
    for (const promise of promises) expect(promise).toBeInstanceOf(Promise);
    expect(await Promise.all(promises)).toEqual([0, ...Array(5).fill(-EINVAL)]);
  });

  it('leaves the bytes where the advice is harmless', async () => {
    const region = fixture.file(files.create(pattern(2 * pageSize)), { byteLength: 2 * pageSize });
    for (const advice of [MADV_NORMAL, MADV_RANDOM, MADV_WILLNEED]) {
      expect(await backend.adviseAsync(region, 0, 2 * pageSize, advice)).toBe(0);
    }
    expectBytes(fixture.bytes(region, 2 * pageSize), pattern(2 * pageSize));
  });

  it.runIf(sharedPages)('does what is advised, in the range alone', async () => {
    const region = fixture.anonymous({ byteLength: 3 * pageSize });
    const bytes = fixture.bytes(region, 3 * pageSize).fill(1);
    expect(await backend.adviseAsync(region, pageSize, pageSize, MADV_DONTNEED)).toBe(0);
    expectBytes(bytes, filled(3 * pageSize, 1).fill(0, pageSize, 2 * pageSize));
  });

  it('keeps the pages of a region that is unmapped meanwhile', async () => {
    const path = files.create(pattern(manyCalls * pageSize));
    const region = fixture.file(path, { byteLength: manyCalls * pageSize });
    const calls = Array.from({ length: manyCalls }, (_, page) =>
      backend.adviseAsync(region, page * pageSize, pageSize, MADV_WILLNEED),
    );
    fixture.unmap(region);
    expect(fixture.live).toBe(1);
    expect(await willNeed(region, 0, pageSize)).toBe(-EINVAL);
    expect(await Promise.all(calls)).toEqual(calls.map(() => 0));
    await expect.poll(() => fixture.live).toBe(0);
    expect(areasOf(path) ?? 0).toBe(0);
  });

  it('keeps the length of its region until it is done: EBUSY, or ENOTSUP where there is no resize()', async () => {
    const region = fixture.anonymous({ byteLength: 2 * pageSize });
    const call = willNeed(region, 0, 2 * pageSize);
    expect([-EBUSY, -ENOTSUP]).toContain(backend.resize(region, pageSize, 0));
    expect(await call).toBe(0);
    await expect.poll(() => backend.resize(region, pageSize, 0)).not.toBe(-EBUSY);
  });

  it('leaves the pages to a buffer that outlives it', async () => {
    const region = fixture.anonymous();
    const bytes = fixture.bytes(region).fill(3);
    const call = willNeed(region, 0, pageSize);
    fixture.unmap(region);
    expect([await call, fixture.live]).toEqual([0, 1]);
    expectBytes(bytes, filled(pageSize, 3));
  });

  it('gives the place in a reservation back when it is done', async () => {
    const reservation = fixture.reserve(pageSize);
    const inside = fixture.inside(reservation, 0);
    const call = willNeed(inside, 0, pageSize);
    fixture.unmap(inside);
    expect(await call).toBe(0);
    await expect.poll(() => fixture.live).toBe(1);
    fixture.inside(reservation, 0);
  });

  it.runIf(physicalMemory && isAvailable('MADV_POPULATE_READ'))(
    'answers what the kernel does for pages past the end of a file: EFAULT, or EINVAL where it is older',
    async () => {
      const path = files.create(pageSize);
      const region = fixture.file(path, { byteLength: 3 * pageSize });
      const answers = await Promise.all(
        [MADV_POPULATE_READ, MADV_POPULATE_WRITE].map((advice) =>
          backend.adviseAsync(region, 0, 3 * pageSize, advice),
        ),
      );
      const direct = backend.advise(region, 0, 3 * pageSize, MADV_POPULATE_READ);
      expect([-EFAULT, -EINVAL]).toContain(direct);
      expect(answers).toEqual([direct, direct]);
      expect(files.read(path).length).toBe(pageSize);
    },
  );

  it.runIf(physicalMemory && isAvailable('MADV_POPULATE_WRITE'))(
    'brings pages into memory, where the kernel is 5.14 or younger',
    async ({ skip }) => {
      const region = fixture.anonymous({ byteLength: 8 * pageSize, protection: readWrite });
      const answer = await backend.adviseAsync(region, pageSize, 5 * pageSize, MADV_POPULATE_WRITE);
      if (answer === -EINVAL) skip('the kernel has no MADV_POPULATE_WRITE');
      expect(answer).toBe(0);
      const pages = new Uint8Array(5);
      expect(backend.residency(region, pageSize, 5 * pageSize, pages)).toBe(0);
      expect(pages.map((page) => page & 1)).toEqual(filled(5, 1));
    },
  );
}
