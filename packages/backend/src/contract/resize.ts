import { constants } from 'node:os';
import {
  MADV_NORMAL,
  MAP_ANONYMOUS,
  MAP_PRIVATE,
  MAP_SHARED,
  MREMAP_MAYMOVE,
  MS_SYNC,
  PROT_NONE,
  PROT_READ,
} from '@carray/constants';
import { expect, it } from 'vitest';
import { expectBytes, filled, pattern, zeros } from './bytes.js';
import { type Fixture, readWrite } from './fixture.js';
import { accessAt } from './process-tables.js';
import { blockBehind, got, put, resizingCases } from './resizing.js';

const { EINVAL, ENOMEM } = constants.errno;
const attempts = 20;
const cycles = 2_000;
/** Longer than 4 GiB, where addresses have more than 32 bits. */
const longReservation = ['arm', 'ia32'].includes(process.arch) ? 2 ** 28 : 2 ** 33;

export function resizeCases(fixture: Fixture): void {
  const { backend, pageSize } = fixture;
  const { sharedPages } = backend.supports;

  /** The bytes that a region of private memory has after it was resized from these. */
  function resized(bytes: Uint8Array, byteLength: number): Uint8Array {
    const result = zeros(byteLength);
    result.set(bytes.subarray(0, byteLength));
    return result;
  }

  function lengthsCases(flags: number): void {
    it.each([
      [1, 3],
      [3, 1],
      [2, 2],
      [16, 128],
      [128, 16],
    ])('from %i to %i pages, and keeps every byte that is in both', (before, after) => {
      const region = fixture.anonymous({ byteLength: before * pageSize, flags });
      put(backend, region, pattern(before * pageSize));
      expect(backend.resize(region, after * pageSize, MREMAP_MAYMOVE)).toBe(0);
      const kept = Math.min(before, after) * pageSize;
      const bytes = got(backend, region, flags === MAP_SHARED ? kept : after * pageSize).slice();
      expectBytes(bytes, resized(pattern(before * pageSize), bytes.byteLength));
      expect(fixture.live).toBe(1);
      fixture.unmap(region);
      expect(fixture.live).toBe(0);
    });
  }

  resizingCases(fixture, () => {
    lengthsCases(MAP_PRIVATE);

    it.each([
      [100, 101],
      [1, 3.5],
      [2.5, 100],
      [1.5, 1.5],
      [3, 1],
    ])('to lengths that are no whole pages: from %d to %d', (before, after) => {
      const bytesOf = (length: number) => (length < 100 ? length * pageSize : length);
      const [from, to] = [bytesOf(before), bytesOf(after)];
      const region = fixture.anonymous({ byteLength: from });
      put(backend, region, pattern(from));
      expect(backend.resize(region, to, MREMAP_MAYMOVE)).toBe(0);
      expect(backend.buffer(region, 0, to + 1)).toBe(-EINVAL);
      expect(backend.protect(region, 0, to + 1, readWrite)).toBe(-EINVAL);
      expectBytes(got(backend, region, to), resized(pattern(from), to));
    });

    it('keeps every byte of shared memory, up to where it ends', () => {
      const region = fixture.anonymous({ byteLength: 2 * pageSize, flags: MAP_SHARED });
      put(backend, region, pattern(2 * pageSize));
      expect(backend.resize(region, pageSize, MREMAP_MAYMOVE)).toBe(0);
      expectBytes(got(backend, region, pageSize), pattern(2 * pageSize).slice(0, pageSize));
      expect(backend.resize(region, 2 * pageSize, MREMAP_MAYMOVE)).toBe(0);
      const first = new Uint8Array(pageSize);
      if (backend.copyOut(region, 0, first) > 0) expectBytes(first, pattern(2 * pageSize).slice(0, pageSize));
    });

    it('keeps the id, which takes every call over the new length', async () => {
      const region = fixture.anonymous();
      expect(backend.resize(region, 5 * pageSize, MREMAP_MAYMOVE)).toBe(0);
      const address = backend.addressOf(region);
      expect(address).toBeGreaterThan(0);
      expect(address % pageSize).toBe(0);
      const last = 4 * pageSize;
      expect(backend.protect(region, last, pageSize, readWrite)).toBe(0);
      expect(backend.advise(region, last, pageSize, MADV_NORMAL)).toBe(0);
      expect(backend.sync(region, last, pageSize, MS_SYNC)).toBe(0);
      expect(await backend.syncAsync(region, last, pageSize, MS_SYNC)).toBe(0);
      fixture.bytes(region, 5 * pageSize).fill(6);
    });

    it('refuses what lies past the new length: EINVAL', () => {
      const region = fixture.anonymous({ byteLength: 3 * pageSize });
      expect(backend.resize(region, pageSize, 0)).toBe(0);
      expect(backend.protect(region, pageSize, pageSize, PROT_READ)).toBe(-EINVAL);
      expect(backend.protect(region, 0, 3 * pageSize, PROT_READ)).toBe(-EINVAL);
      expect(backend.buffer(region, 0, 3 * pageSize)).toBe(-EINVAL);
      expect(backend.copyOut(region, pageSize, new Uint8Array(1))).toBe(-EINVAL);
    });

    it('has zeros where private memory had bytes before it was shorter for a while', () => {
      const region = fixture.anonymous({ byteLength: 2 * pageSize });
      put(backend, region, pattern(2 * pageSize));
      expect(backend.resize(region, pageSize, 0)).toBe(0);
      expect(backend.resize(region, 2 * pageSize, MREMAP_MAYMOVE)).toBe(0);
      expectBytes(
        got(backend, region, 2 * pageSize),
        resized(pattern(pageSize * 2).slice(0, pageSize), 2 * pageSize),
      );
    });

    it('shrinks where it is, without MREMAP_MAYMOVE', () => {
      const region = fixture.anonymous({ byteLength: 3 * pageSize });
      const address = backend.addressOf(region);
      put(backend, region, pattern(3 * pageSize));
      expect(backend.resize(region, pageSize + 1, 0)).toBe(0);
      expect(backend.addressOf(region)).toBe(address);
      expectBytes(got(backend, region, pageSize + 1), pattern(pageSize + 1));
    });

    it('grows where it is, without MREMAP_MAYMOVE, where there is room', () => {
      // Another thread may take the room first, so that one miss means nothing.
      let hits = 0;
      for (let attempt = 0; attempt < attempts && hits === 0; attempt++) {
        const region = fixture.anonymous({ byteLength: 3 * pageSize });
        const address = backend.addressOf(region);
        expect(backend.resize(region, pageSize, 0)).toBe(0);
        put(backend, region, pattern(pageSize));
        const answer = backend.resize(region, 3 * pageSize, 0);
        expect([0, -ENOMEM]).toContain(answer);
        expect(backend.addressOf(region)).toBe(address);
        if (answer !== 0) continue;
        hits += 1;
        expectBytes(got(backend, region, 3 * pageSize), resized(pattern(pageSize), 3 * pageSize));
      }
      expect(hits).toBe(1);
    });

    it('cannot grow where it is when something is behind it: ENOMEM, and moves where it may', () => {
      const region = fixture.anonymous({ byteLength: pageSize + 100 });
      put(backend, region, pattern(pageSize + 100));
      blockBehind(fixture, region, pageSize + 100);
      const [address, live] = [backend.addressOf(region), fixture.live];
      expect(backend.resize(region, 3 * pageSize, 0)).toBe(-ENOMEM);
      expect([backend.addressOf(region), fixture.live]).toEqual([address, live]);
      expect(backend.buffer(region, 0, pageSize + 101)).toBe(-EINVAL);
      expectBytes(got(backend, region, pageSize + 100), pattern(pageSize + 100));
      expect(backend.resize(region, 3 * pageSize, MREMAP_MAYMOVE)).toBe(0);
      expect(backend.addressOf(region)).not.toBe(address);
      expectBytes(got(backend, region, 3 * pageSize), resized(pattern(pageSize + 100), 3 * pageSize));
    });

    it('takes the bytes of its last page without a move, whatever is behind it', () => {
      const region = fixture.anonymous({ byteLength: 100 });
      blockBehind(fixture, region, 100);
      const address = backend.addressOf(region);
      expect(backend.resize(region, pageSize, 0)).toBe(0);
      expect(backend.addressOf(region)).toBe(address);
      fixture.bytes(region).fill(1);
    });

    it('leaves the memory behind it as it is when it moves or grows', () => {
      const reservation = fixture.reserve(6 * pageSize);
      const start = backend.addressOf(reservation);
      fixture.unmap(reservation);
      const at = (page: number) =>
        fixture.adopt(
          backend.map(start + page * pageSize, pageSize, readWrite, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
        );
      const regions = [at(0), at(1), at(2)];
      for (const [index, region] of regions.entries()) put(backend, region, filled(pageSize, index + 1));
      const middle = regions[1] ?? 0;
      expect(backend.resize(middle, 4 * pageSize, MREMAP_MAYMOVE)).toBe(0);
      put(backend, middle, filled(4 * pageSize, 9));
      expectBytes(got(backend, regions[0] ?? 0, pageSize), filled(pageSize, 1));
      expectBytes(got(backend, regions[2] ?? 0, pageSize), filled(pageSize, 3));
    });

    it.runIf(sharedPages)('keeps its protection', () => {
      const region = fixture.anonymous();
      expect(backend.protect(region, 0, pageSize, PROT_READ)).toBe(0);
      blockBehind(fixture, region, pageSize);
      expect(backend.resize(region, 3 * pageSize, MREMAP_MAYMOVE)).toBe(0);
      for (const page of [0, 2]) {
        expect(accessAt(backend.addressOf(region) + page * pageSize) ?? 'r--p').toBe('r--p');
      }
    });

    it('makes a reservation longer, with room for regions inside, and shorter', () => {
      const reservation = fixture.reserve(2 * pageSize);
      expect(backend.resize(reservation, longReservation, MREMAP_MAYMOVE)).toBe(0);
      const inside = fixture.inside(reservation, longReservation - pageSize);
      expect(backend.addressOf(inside)).toBe(backend.addressOf(reservation) + longReservation - pageSize);
      fixture.release(inside);
      expect(backend.resize(reservation, pageSize, 0)).toBe(0);
      expect(fixture.tryInside(reservation, pageSize)).toBe(-EINVAL);
      if (sharedPages) expect(accessAt(backend.addressOf(reservation)) ?? '---p').toBe('---p');
      expect(backend.protect(reservation, 0, pageSize, PROT_NONE)).toBe(0);
    });

    it('leaves nothing after thousands of times, and no other region', () => {
      const region = fixture.anonymous();
      const others = [fixture.anonymous(), fixture.anonymous()];
      for (const other of others) put(backend, other, pattern(pageSize));
      put(backend, region, pattern(pageSize));
      for (let cycle = 0; cycle < cycles; cycle++) {
        expect(backend.resize(region, ((cycle % 7) + 1) * pageSize, MREMAP_MAYMOVE)).toBe(0);
      }
      expect(backend.resize(region, pageSize, 0)).toBe(0);
      for (const each of [region, ...others]) expectBytes(got(backend, each, pageSize), pattern(pageSize));
      expect(fixture.live).toBe(3);
    });
  });
}
