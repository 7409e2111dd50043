import { constants } from 'node:os';
import { MADV_NORMAL, MAP_ANONYMOUS, MAP_PRIVATE, MS_SYNC, PROT_READ } from '@carray/constants';
import { describe, expect, it } from 'vitest';
import type { RegionId } from '../backend.js';
import { expectBytes, filled, pattern, zeros } from './bytes.js';
import { type Fixture, readWrite } from './fixture.js';
import { collectedUntil, collectGarbage } from './garbage.js';
import { looseBytes } from './loose-bytes.js';
import { accessAt, areasOf } from './process-tables.js';
import type { RangeCall } from './ranges.js';

const { EBUSY, EINVAL } = constants.errno;

export function reservationCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;
  const { detach, sharedPages } = backend.supports;

  const pageCalls: [string, RangeCall][] = [
    ['protect', (region, offset, length) => backend.protect(region, offset, length, PROT_READ)],
    ['advise', (region, offset, length) => backend.advise(region, offset, length, MADV_NORMAL)],
    ['sync', (region, offset, length) => backend.sync(region, offset, length, MS_SYNC)],
    ['syncAsync', (region, offset, length) => backend.syncAsync(region, offset, length, MS_SYNC)],
  ];
  const calls: [string, RangeCall][] = [
    ...pageCalls,
    ['buffer', (region, offset, length) => backend.buffer(region, offset, length)],
  ];

  /** A page with a pattern, whose buffer nothing but the caller keeps. */
  function stored(region: RegionId): Uint8Array<ArrayBuffer> {
    const bytes = looseBytes(backend, region, pageSize);
    bytes.set(pattern(pageSize));
    return bytes;
  }

  describe.each(calls)('%s()', (_, call) => {
    it('refuses a range with another region inside: EBUSY', async () => {
      const reservation = fixture.reserve(6 * pageSize);
      const inside = fixture.inside(reservation, 2 * pageSize, { byteLength: 2 * pageSize });
      const bytes = fixture.bytes(inside, 2 * pageSize);
      bytes.set(pattern(2 * pageSize));
      const ranges: [number, number][] = [
        [0, 6],
        [2, 2],
        [2, 1],
        [3, 1],
        [1, 2],
        [3, 2],
        [1, 4],
      ];
      for (const [page, pages] of ranges) {
        const answer = await call(reservation, page * pageSize, pages * pageSize);
        expect(answer, `${pages} pages from page ${page} on`).toBe(-EBUSY);
      }
      expect(await call(reservation, pageSize, pageSize + 1), 'one byte of it').toBe(-EBUSY);
      bytes.fill(9);
      expectBytes(bytes, filled(2 * pageSize, 9));
    });

    it('refuses the last page of a region inside that has part of it: EBUSY', async () => {
      const reservation = fixture.reserve(2 * pageSize);
      fixture.inside(reservation, 0, { byteLength: 1 });
      expect(await call(reservation, 0, pageSize)).toBe(-EBUSY);
    });

    it('refuses a range that leaves the reservation, with a region inside or not: EINVAL', async () => {
      const reservation = fixture.reserve(2 * pageSize);
      fixture.inside(reservation, pageSize);
      expect(await call(reservation, 0, 2 * pageSize + 1)).toBe(-EINVAL);
      expect(await call(reservation, 2 * pageSize, pageSize)).toBe(-EINVAL);
    });

    it('refuses a range where a buffer keeps an unmapped region: EBUSY', async () => {
      const reservation = fixture.reserve(pageSize);
      const inside = fixture.inside(reservation, 0);
      const bytes = fixture.bytes(inside).fill(9);
      fixture.unmap(inside);
      expect(await call(reservation, 0, pageSize)).toBe(-EBUSY);
      expectBytes(bytes, filled(pageSize, 9));
    });

    it('refuses a reservation that is not held, but has a region inside: EINVAL', async () => {
      const reservation = fixture.reserve(2 * pageSize);
      fixture.inside(reservation, 0);
      fixture.unmap(reservation);
      expect(await call(reservation, 0, pageSize)).toBe(-EINVAL);
      expect(await call(reservation, pageSize, pageSize)).toBe(-EINVAL);
    });
  });

  describe.each(pageCalls)('%s()', (_, call) => {
    it('takes a range beside a region inside', async () => {
      const reservation = fixture.reserve(6 * pageSize);
      fixture.inside(reservation, 2 * pageSize, { byteLength: pageSize + 1 });
      expect(await call(reservation, 0, 2 * pageSize)).toBe(0);
      expect(await call(reservation, pageSize, pageSize)).toBe(0);
      expect(await call(reservation, pageSize, 1)).toBe(0);
      expect(await call(reservation, 4 * pageSize, 2 * pageSize)).toBe(0);
    });

    it('takes the whole reservation once no region is inside any more', async () => {
      const reservation = fixture.reserve(3 * pageSize);
      fixture.unmap(fixture.inside(reservation, pageSize));
      expect(await call(reservation, 0, 3 * pageSize)).toBe(0);
    });
  });

  it.runIf(sharedPages)('take buffers beside a region inside, up to the bytes next to it', () => {
    const reservation = fixture.reserve(3 * pageSize);
    const inside = fixture.bytes(fixture.inside(reservation, pageSize)).fill(9);
    for (const byteOffset of [0, 2 * pageSize]) {
      expect(backend.protect(reservation, byteOffset, pageSize, readWrite)).toBe(0);
      const bytes = new Uint8Array(fixture.buffer(reservation, byteOffset, pageSize));
      expectBytes(bytes, zeros(pageSize));
      bytes.set(pattern(pageSize));
      expectBytes(bytes, pattern(pageSize));
    }
    expectBytes(inside, filled(pageSize, 9));
    expectBytes(
      new Uint8Array(fixture.buffer(reservation, pageSize - 1, 1)),
      pattern(pageSize).slice(pageSize - 1),
    );
    expectBytes(new Uint8Array(fixture.buffer(reservation, 2 * pageSize, 1)), Uint8Array.of(1));
  });

  it.runIf(sharedPages)('take no buffer over the rest of a last page: EBUSY', () => {
    const reservation = fixture.reserve(2 * pageSize);
    fixture.inside(reservation, 0, { byteLength: 100 });
    expect(backend.buffer(reservation, 100, 1)).toBe(-EBUSY);
    expect(backend.buffer(reservation, pageSize - 1, 1)).toBe(-EBUSY);
    expect(backend.buffer(reservation, pageSize - 1, 2)).toBe(-EBUSY);
  });

  it('are unmapped while a region is inside, which stays as it is', () => {
    const reservation = fixture.reserve(3 * pageSize);
    const path = files.create(pageSize);
    const inside = fixture.fileInside(reservation, pageSize, path);
    const address = backend.addressOf(inside);
    const bytes = fixture.bytes(inside);
    bytes.set(pattern(pageSize));
    fixture.unmap(reservation);
    expect(backend.addressOf(reservation)).toBe(-EINVAL);
    expect(backend.unmap(reservation)).toBe(-EINVAL);
    expect(fixture.live).toBe(2);
    expect(backend.addressOf(inside)).toBe(address);
    expectBytes(bytes, pattern(pageSize));
    bytes.fill(9);
    expect(backend.protect(inside, 0, pageSize, PROT_READ)).toBe(0);
    expect(backend.sync(inside, 0, pageSize, MS_SYNC)).toBe(0);
    fixture.release(inside);
    expect(fixture.live).toBe(0);
    expectBytes(files.read(path), filled(pageSize, 9));
    expect(areasOf(path) ?? 0).toBe(0);
  });

  it('go with the last of several regions inside', () => {
    const reservation = fixture.reserve(4 * pageSize);
    const [first, last] = [fixture.inside(reservation, 0), fixture.inside(reservation, 2 * pageSize)];
    const bytes = fixture.bytes(last).fill(9);
    expect(fixture.live).toBe(3);
    fixture.unmap(reservation);
    expect(fixture.live).toBe(3);
    fixture.unmap(first);
    expect(fixture.live).toBe(2);
    expectBytes(bytes, filled(pageSize, 9));
    fixture.release(last);
    expect(fixture.live).toBe(0);
  });

  it('keep their addresses taken, unmapped or not, as long as a region is inside', () => {
    const byteLength = 3 * pageSize;
    const reservation = fixture.reserve(byteLength);
    const start = backend.addressOf(reservation);
    const inside = fixture.inside(reservation, pageSize);
    const left = fixture.inside(reservation, 0);
    fixture.unmap(reservation);
    fixture.unmap(left);
    for (let address = start; address < start + byteLength; address += pageSize) {
      const flags = MAP_PRIVATE | MAP_ANONYMOUS;
      const region = fixture.adopt(backend.map(address, pageSize, readWrite, flags, -1, 0));
      const place = backend.addressOf(region);
      expect(place >= start && place < start + byteLength, 'inside').toBe(false);
      if (sharedPages && address !== backend.addressOf(inside)) {
        expect(accessAt(address) ?? '---p').toBe('---p');
      }
    }
  });

  it.each(['reservation', 'region inside'])(
    'leave the pages to a buffer that outlives both unmaps, first that of the %s',
    (first) => {
      const reservation = fixture.reserve(3 * pageSize);
      const inside = fixture.inside(reservation, pageSize);
      const bytes = fixture.bytes(inside);
      bytes.set(pattern(pageSize));
      for (const region of first === 'reservation' ? [reservation, inside] : [inside, reservation]) {
        fixture.unmap(region);
        expect(fixture.live).toBe(2);
      }
      expectBytes(bytes, pattern(pageSize));
      bytes.fill(9);
      expectBytes(bytes, filled(pageSize, 9));
      fixture.detach(bytes.buffer);
      expect(fixture.live).toBe(0);
    },
  );

  it.runIf(sharedPages)('let a buffer that outlives both unmaps go on writing to the file', () => {
    const reservation = fixture.reserve(pageSize);
    const path = files.create(pageSize);
    const inside = fixture.fileInside(reservation, 0, path);
    const bytes = fixture.bytes(inside);
    fixture.unmap(inside);
    fixture.unmap(reservation);
    bytes.set(pattern(pageSize));
    expectBytes(files.read(path), pattern(pageSize));
  });

  it('give everything back where such a buffer is collected', async () => {
    const reservation = fixture.reserve(3 * pageSize);
    const path = files.create(pageSize);
    const inside = fixture.fileInside(reservation, pageSize, path);
    let bytes: Uint8Array | undefined = stored(inside);
    fixture.unmap(reservation);
    fixture.unmap(inside);
    await collectGarbage();
    expect(fixture.live).toBe(2);
    expectBytes(bytes, pattern(pageSize));
    bytes = undefined;
    expect(await collectedUntil(() => fixture.live === 0)).toBe(true);
    expect(areasOf(path) ?? 0).toBe(0);
  });

  it('have the place back where a buffer is collected', async () => {
    const reservation = fixture.reserve(3 * pageSize);
    const inside = fixture.inside(reservation, pageSize);
    let bytes: Uint8Array | undefined = stored(inside);
    fixture.unmap(inside);
    await collectGarbage();
    expectBytes(bytes, pattern(pageSize));
    bytes = undefined;
    expect(await collectedUntil(() => fixture.live === 1)).toBe(true);
    expectBytes(fixture.bytes(fixture.inside(reservation, pageSize)), zeros(pageSize));
  });

  it.skipIf(detach)('go though an ended buffer inside is not collected, which reads zeros', () => {
    const reservation = fixture.reserve(pageSize);
    const path = files.create(pageSize);
    const inside = fixture.fileInside(reservation, 0, path);
    const bytes = fixture.bytes(inside).fill(9);
    fixture.detach(bytes.buffer);
    fixture.unmap(inside);
    expect(areasOf(path) ?? 0).toBe(0);
    fixture.unmap(reservation);
    expect(fixture.live).toBe(0);
    expectBytes(bytes, zeros(pageSize));
    const others = Array.from({ length: 20 }, () => fixture.bytes(fixture.anonymous()).fill(255));
    expectBytes(bytes, zeros(pageSize));
    for (const other of others) expectBytes(other, filled(pageSize, 255));
  });
}
