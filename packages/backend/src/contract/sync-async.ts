import { constants } from 'node:os';
import { MAP_PRIVATE, MAP_SHARED, MS_ASYNC, MS_INVALIDATE, MS_SYNC } from '@carray/constants';
import { expect, it } from 'vitest';
import { expectBytes, filled, pattern } from './bytes.js';
import type { Fixture } from './fixture.js';
import { areasOf } from './process-tables.js';
import { pageRangeCases } from './ranges.js';

const { EINVAL } = constants.errno;
const unknownFlag = 1 << 23;
// More than a pool of threads takes at once.
const manyCalls = 32;
const manyPages = 64;

export function syncAsyncCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;

  pageRangeCases(fixture, (region, byteOffset, byteLength) =>
    backend.syncAsync(region, byteOffset, byteLength, MS_SYNC),
  );

  it('answers with a promise, whatever it is given', async () => {
    const region = fixture.anonymous();
    const stale = fixture.anonymous();
    fixture.unmap(stale);
    const promises = [
      backend.syncAsync(region, 0, pageSize, MS_SYNC),
      backend.syncAsync(region, 0, pageSize, unknownFlag),
      backend.syncAsync(region, -1, Number.MAX_SAFE_INTEGER, MS_SYNC),
      backend.syncAsync(stale, 0, pageSize, MS_SYNC),
      backend.syncAsync(-1, 0, pageSize, MS_SYNC),
    ];
    for (const promise of promises) expect(promise).toBeInstanceOf(Promise);
    expect(await Promise.all(promises)).toEqual([0, -EINVAL, -EINVAL, -EINVAL, -EINVAL]);
  });

  it.each([
    ['MS_SYNC', MS_SYNC],
    ['MS_ASYNC', MS_ASYNC],
    ['MS_SYNC | MS_INVALIDATE', MS_SYNC | MS_INVALIDATE],
  ])('takes %s, and the stores are in the file', async (_, flags) => {
    const path = files.create(2 * pageSize);
    const region = fixture.file(path, { byteLength: 2 * pageSize });
    fixture.bytes(region, 2 * pageSize).fill(6);
    expect(await backend.syncAsync(region, 0, 2 * pageSize, flags)).toBe(0);
    expectBytes(files.read(path), filled(2 * pageSize, 6));
  });

  it('writes the pages of its range', async () => {
    const path = files.create(3 * pageSize);
    const region = fixture.file(path, { byteLength: 3 * pageSize });
    fixture.bytes(region, 3 * pageSize).fill(6);
    expect(await backend.syncAsync(region, pageSize, pageSize, MS_SYNC)).toBe(0);
    expectBytes(files.readAt(path, pageSize, pageSize), filled(pageSize, 6));
  });

  it('leaves the region as it was', async () => {
    const path = files.create(pageSize);
    const region = fixture.file(path);
    const bytes = fixture.bytes(region).fill(1);
    expect(await backend.syncAsync(region, 0, pageSize, MS_SYNC)).toBe(0);
    expect(fixture.live).toBe(1);
    bytes.fill(2);
    expect(await backend.syncAsync(region, 0, pageSize, MS_SYNC)).toBe(0);
    expectBytes(files.read(path), filled(pageSize, 2));
  });

  it.each([MAP_PRIVATE, MAP_SHARED])('takes memory without a file (flags %i)', async (flags) => {
    const region = fixture.anonymous({ flags });
    expect(await backend.syncAsync(region, 0, pageSize, MS_SYNC)).toBe(0);
  });

  it('refuses MS_SYNC and MS_ASYNC together: EINVAL', async () => {
    const region = fixture.anonymous();
    expect(await backend.syncAsync(region, 0, pageSize, MS_SYNC | MS_ASYNC)).toBe(-EINVAL);
  });

  it('refuses a flag that does not exist: EINVAL', async () => {
    const region = fixture.anonymous();
    expect(await backend.syncAsync(region, 0, pageSize, MS_SYNC | unknownFlag)).toBe(-EINVAL);
  });

  it('runs several times at once over the pages of one region', async () => {
    const byteLength = manyCalls * pageSize;
    const path = files.create(byteLength);
    const region = fixture.file(path, { byteLength });
    fixture.bytes(region, byteLength).set(pattern(byteLength));
    const calls = Array.from({ length: manyCalls }, (_, page) =>
      backend.syncAsync(region, page * pageSize, pageSize, MS_SYNC),
    );
    expect(await Promise.all(calls)).toEqual(calls.map(() => 0));
    expectBytes(files.read(path), pattern(byteLength));
  });

  it('runs at once over many regions, each with an answer of its own', async () => {
    const paths = Array.from({ length: manyCalls }, () => files.create(pageSize));
    const calls = paths.map((path, index) => {
      const region = fixture.file(path);
      fixture.bytes(region).fill(index + 1);
      return backend.syncAsync(region, 0, pageSize, index % 2 === 0 ? MS_SYNC : MS_SYNC | MS_ASYNC);
    });
    expect(await Promise.all(calls)).toEqual(paths.map((_, index) => (index % 2 === 0 ? 0 : -EINVAL)));
    for (const [index, path] of paths.entries()) {
      if (index % 2 === 0) expectBytes(files.read(path), filled(pageSize, index + 1));
    }
  });

  it('keeps the pages of a region that is unmapped meanwhile', async () => {
    const byteLength = manyPages * pageSize;
    for (let round = 1; round <= 10; round++) {
      const path = files.create(byteLength);
      const region = fixture.file(path, { byteLength });
      fixture.bytes(region, byteLength).fill(round);
      const calls = [
        backend.syncAsync(region, 0, byteLength, MS_SYNC),
        backend.syncAsync(region, pageSize, pageSize, MS_SYNC),
      ];
      fixture.release(region);
      expect(await backend.syncAsync(region, 0, byteLength, MS_SYNC)).toBe(-EINVAL);
      expect(await Promise.all(calls)).toEqual([0, 0]);
      await expect.poll(() => fixture.live).toBe(0);
      expectBytes(files.read(path), filled(byteLength, round));
      expect(areasOf(path) ?? 0).toBe(0);
    }
  });

  it('refuses what sync refuses of a region that is unmapped meanwhile', async () => {
    const region = fixture.anonymous();
    const call = backend.syncAsync(region, 0, pageSize, MS_SYNC | MS_ASYNC);
    fixture.unmap(region);
    expect(await call).toBe(-EINVAL);
    await expect.poll(() => fixture.live).toBe(0);
  });

  it('leaves the pages to a buffer that outlives it', async () => {
    const region = fixture.file(files.create(pageSize));
    const bytes = fixture.bytes(region);
    bytes.set(pattern(pageSize));
    const call = backend.syncAsync(region, 0, pageSize, MS_SYNC);
    fixture.unmap(region);
    expect(await call).toBe(0);
    expect(fixture.live).toBe(1);
    expectBytes(bytes, pattern(pageSize));
  });

  it('keeps a region inside a reservation, both unmapped meanwhile', async () => {
    const path = files.create(pageSize);
    const reservation = fixture.reserve(3 * pageSize);
    const inside = fixture.fileInside(reservation, pageSize, path);
    fixture.bytes(inside).fill(7);
    const call = backend.syncAsync(inside, 0, pageSize, MS_SYNC);
    fixture.unmap(reservation);
    fixture.release(inside);
    expect(await call).toBe(0);
    await expect.poll(() => fixture.live).toBe(0);
    expectBytes(files.read(path), filled(pageSize, 7));
    expect(areasOf(path) ?? 0).toBe(0);
  });

  it('gives the place in a reservation back when it is done', async () => {
    const reservation = fixture.reserve(pageSize);
    const inside = fixture.inside(reservation, 0);
    const call = backend.syncAsync(inside, 0, pageSize, MS_SYNC);
    fixture.unmap(inside);
    expect(await call).toBe(0);
    await expect.poll(() => fixture.live).toBe(1);
    fixture.inside(reservation, 0);
  });
}
