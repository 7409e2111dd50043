import { constants } from 'node:os';
import { MAP_PRIVATE, MAP_SHARED, MREMAP_MAYMOVE } from '@carray/constants';
import { describe, expect, it } from 'vitest';
import type { RegionId } from '../backend.js';
import { expectBytes, filled, pattern, zeros } from './bytes.js';
import type { Fixture } from './fixture.js';
import { collectedUntil, collectGarbage } from './garbage.js';
import { looseBytes } from './loose-bytes.js';
import { accessAt, areasOf } from './process-tables.js';
import { blockBehind, got, put, resizingCases } from './resizing.js';

const { EBUSY, EINVAL } = constants.errno;

/** Buffers over a region that is resized, where nothing can empty the views over them. */
export function resizeViewCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;
  const { detach, sharedPages } = backend.supports;

  /** A region of 2 pages with a pattern, and bytes over all of it that nothing but the caller keeps. */
  function shown(region: RegionId): Uint8Array<ArrayBuffer> {
    const bytes = looseBytes(backend, region, 2 * pageSize);
    bytes.set(pattern(2 * pageSize));
    return bytes;
  }

  const kinds: [string, () => RegionId][] = [
    ['private memory', () => fixture.anonymous({ byteLength: 2 * pageSize })],
    ['shared memory', () => fixture.anonymous({ byteLength: 2 * pageSize, flags: MAP_SHARED })],
    [
      'a shared file',
      () =>
        fixture.file(files.create(pattern(8 * pageSize)), { byteLength: 2 * pageSize, flags: MAP_SHARED }),
    ],
    [
      'a private file',
      () =>
        fixture.file(files.create(pattern(8 * pageSize)), { byteLength: 2 * pageSize, flags: MAP_PRIVATE }),
    ],
  ];

  resizingCases(fixture, () => {
    describe.skipIf(detach)('over bytes that may move', () => {
      it.each(kinds)('read zeros from then on, and the region has the bytes: %s', (_, make) => {
        for (const pages of [1, 2, 4]) {
          const region = make();
          const [bytes, live] = [shown(region), fixture.live];
          expect(backend.resize(region, pages * pageSize, MREMAP_MAYMOVE)).toBe(0);
          expectBytes(bytes, zeros(2 * pageSize));
          bytes.fill(255);
          const kept = Math.min(pages, 2) * pageSize;
          expect(fixture.live).toBe(live);
          const now = looseBytes(backend, region, pages * pageSize);
          expectBytes(now.subarray(0, kept).slice(), pattern(kept));
          expect(backend.detach(bytes.buffer)).toBe(-EINVAL);
          expect(backend.detach(now.buffer)).toBe(0);
          fixture.unmap(region);
          expect(bytes.byteLength).toBe(2 * pageSize);
        }
      });

      it('never reach the file again', () => {
        const path = files.create(4 * pageSize);
        const region = fixture.file(path, { byteLength: 2 * pageSize });
        const bytes = shown(region);
        expect(backend.resize(region, 4 * pageSize, MREMAP_MAYMOVE)).toBe(0);
        bytes.fill(255);
        fixture.unmap(region);
        expectBytes(files.readAt(path, 2 * pageSize, 0), pattern(2 * pageSize));
        bytes.fill(254);
        expectBytes(files.readAt(path, 2 * pageSize, 0), pattern(2 * pageSize));
        expect(areasOf(path) ?? 0).toBe(0);
      });

      it('never show foreign memory, while the region lives and after it, collected or not', async () => {
        const region = fixture.anonymous({ byteLength: 2 * pageSize });
        const all = [shown(region)];
        for (const pages of [4, 3, 2]) {
          expect(backend.resize(region, pages * pageSize, MREMAP_MAYMOVE)).toBe(0);
          all.push(looseBytes(backend, region, pages * pageSize));
        }
        expect(backend.resize(region, 5 * pageSize, MREMAP_MAYMOVE)).toBe(0);
        const expectZeros = () => {
          for (const bytes of all) expectBytes(bytes, zeros(bytes.length));
        };
        const others = Array.from({ length: 20 }, () => fixture.bytes(fixture.anonymous()).fill(255));
        await collectGarbage();
        expectZeros();
        fixture.unmap(region);
        others.push(...Array.from({ length: 20 }, () => fixture.bytes(fixture.anonymous()).fill(255)));
        await collectGarbage();
        expectZeros();
        for (const other of others) expectBytes(other, filled(pageSize, 255));
      });

      it('keep their place until they are collected, and are given back then', async ({ skip }) => {
        const region = fixture.anonymous({ byteLength: 2 * pageSize });
        const place = backend.addressOf(region);
        if (accessAt(place) !== 'rw-p') skip('the system does not tell, or nothing is mapped at all');
        let bytes: Uint8Array | undefined = shown(region);
        expect(backend.resize(region, 4 * pageSize, MREMAP_MAYMOVE)).toBe(0);
        await collectGarbage();
        expect([accessAt(place), accessAt(place + pageSize)]).toEqual(['rw-p', 'rw-p']);
        expectBytes(bytes, zeros(2 * pageSize));
        bytes = undefined;
        expect(await collectedUntil(() => accessAt(place) !== 'rw-p')).toBe(true);
      });

      it('stay what they were where the region could not be resized', () => {
        for (const [, make] of kinds) {
          const region = make();
          const bytes = shown(region);
          const address = backend.addressOf(region);
          for (const length of [Number.MAX_SAFE_INTEGER, 2 ** 48, 0]) {
            expect(backend.resize(region, length, MREMAP_MAYMOVE)).toBeLessThan(0);
            expect(backend.addressOf(region)).toBe(address);
            expectBytes(bytes, pattern(2 * pageSize));
          }
          bytes.fill(7);
          expectBytes(got(backend, region, 2 * pageSize), filled(2 * pageSize, 7));
          expect(backend.detach(bytes.buffer)).toBe(0);
        }
      });

      it('were ended before: they read zeros still, at their place', () => {
        const region = fixture.anonymous({ byteLength: 2 * pageSize });
        const ended = shown(region);
        expect(backend.detach(ended.buffer)).toBe(0);
        put(backend, region, filled(2 * pageSize, 7));
        expect(backend.resize(region, 3 * pageSize, MREMAP_MAYMOVE)).toBe(0);
        expectBytes(ended, zeros(2 * pageSize));
        expect(backend.detach(ended.buffer)).toBe(-EINVAL);
        expectBytes(got(backend, region, 3 * pageSize).subarray(0, 2 * pageSize), filled(2 * pageSize, 7));
      });

      it.runIf(sharedPages)('are over some of the pages: zeros all the same', () => {
        const region = fixture.anonymous({ byteLength: 4 * pageSize });
        put(backend, region, pattern(4 * pageSize));
        const windows = [0, 1, 3].map((page) => backend.buffer(region, page * pageSize + 8, 100));
        expect(backend.resize(region, 2 * pageSize, MREMAP_MAYMOVE)).toBe(0);
        for (const window of windows) {
          if (typeof window === 'number') throw new Error('no buffer');
          expectBytes(new Uint8Array(window), zeros(100));
        }
        expectBytes(got(backend, region, 2 * pageSize), pattern(2 * pageSize));
      });
    });

    describe.skipIf(detach)('over bytes that stay', () => {
      it('refuses a shorter length, and leaves them alone: EBUSY', () => {
        const region = fixture.anonymous({ byteLength: 2 * pageSize });
        const bytes = shown(region);
        for (const length of [1, pageSize, 2 * pageSize - 1]) {
          expect(backend.resize(region, length, 0)).toBe(-EBUSY);
        }
        expectBytes(bytes, pattern(2 * pageSize));
        expect(backend.detach(bytes.buffer)).toBe(0);
      });

      it('show the bytes until the region ends, and zeros from then on', async () => {
        const region = fixture.anonymous({ byteLength: 2 * pageSize });
        const bytes = shown(region);
        expect(backend.resize(region, 2 * pageSize, 0)).toBe(0);
        expect(backend.detach(bytes.buffer)).toBe(-EINVAL);
        await collectGarbage();
        expectBytes(bytes, pattern(2 * pageSize));
        expectBytes(got(backend, region, 2 * pageSize), pattern(2 * pageSize));
        fixture.unmap(region);
        expect(fixture.live).toBe(0);
        expectBytes(bytes, zeros(2 * pageSize));
        const others = Array.from({ length: 20 }, () => fixture.bytes(fixture.anonymous()).fill(255));
        expectBytes(bytes, zeros(2 * pageSize));
        for (const other of others) expectBytes(other, filled(pageSize, 255));
      });

      it('show zeros once the bytes move after all', () => {
        const region = fixture.anonymous({ byteLength: 2 * pageSize });
        const bytes = shown(region);
        expect(backend.resize(region, 2 * pageSize, 0)).toBe(0);
        blockBehind(fixture, region, 2 * pageSize);
        expect(backend.resize(region, 4 * pageSize, MREMAP_MAYMOVE)).toBe(0);
        expectBytes(bytes, zeros(2 * pageSize));
        expectBytes(got(backend, region, 4 * pageSize).subarray(0, 2 * pageSize), pattern(2 * pageSize));
      });
    });
  });
}
