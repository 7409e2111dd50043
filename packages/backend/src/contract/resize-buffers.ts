import { constants } from 'node:os';
import { MAP_ANONYMOUS, MAP_PRIVATE, MREMAP_MAYMOVE } from '@carray/constants';
import { describe, expect, it } from 'vitest';
import type { RegionId } from '../backend.js';
import { expectBytes, filled, pattern } from './bytes.js';
import { type Fixture, readWrite } from './fixture.js';
import { collectedUntil, collectGarbage } from './garbage.js';
import { looseBytes } from './loose-bytes.js';
import { canMove, move } from './moving.js';
import { blockBehind, got, put, resizingCases } from './resizing.js';

const { EBUSY, EINVAL } = constants.errno;

/** Buffers over a region that is resized, where the caller can end them, and so has to. */
export function resizeBufferCases(fixture: Fixture): void {
  const { backend, pageSize } = fixture;
  const { detach, collectsMoved, sharedPages } = backend.supports;
  const resize = (region: RegionId, pages = 2, flags = MREMAP_MAYMOVE): number =>
    backend.resize(region, pages * pageSize, flags);

  resizingCases(fixture, () => {
    describe.runIf(detach)('that can be detached', () => {
      it('refuses while one is alive, which goes on showing the bytes: EBUSY', () => {
        const region = fixture.anonymous();
        const bytes = fixture.bytes(region);
        const address = backend.addressOf(region);
        for (const flags of [0, MREMAP_MAYMOVE]) {
          for (const pages of [1, 2]) expect(resize(region, pages, flags)).toBe(-EBUSY);
        }
        expect(backend.addressOf(region)).toBe(address);
        bytes.set(pattern(pageSize));
        fixture.detach(bytes.buffer);
        expect(resize(region)).toBe(0);
        expectBytes(got(backend, region, 2 * pageSize).subarray(0, pageSize), pattern(pageSize));
      });

      it.runIf(sharedPages)('refuses until the last of several was detached: EBUSY', () => {
        const region = fixture.anonymous({ byteLength: 2 * pageSize });
        const buffers = [0, pageSize].map((offset) => fixture.buffer(region, offset, pageSize));
        for (const buffer of buffers) {
          expect(resize(region, 3)).toBe(-EBUSY);
          fixture.detach(buffer);
        }
        expect(resize(region, 3)).toBe(0);
      });

      it.runIf(sharedPages)('is done once a buffer was collected that nobody has detached', async () => {
        const region = fixture.anonymous();
        (() => looseBytes(backend, region, pageSize).set(pattern(pageSize)))();
        expect(resize(region)).toBe(-EBUSY);
        expect(await collectedUntil(() => resize(region) === 0)).toBe(true);
        expectBytes(got(backend, region, 2 * pageSize).subarray(0, pageSize), pattern(pageSize));
      });

      it('leaves the buffers of other regions, also of one in its former place', async () => {
        const region = fixture.anonymous();
        const other = fixture.bytes(fixture.anonymous());
        other.set(pattern(pageSize));
        fixture.detach(fixture.buffer(region, 0, pageSize));
        blockBehind(fixture, region, pageSize);
        const former = backend.addressOf(region);
        expect(resize(region, 4)).toBe(0);
        const later = fixture.adopt(
          backend.map(former, pageSize, readWrite, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
        );
        const bytes = fixture.bytes(later);
        bytes.set(pattern(pageSize));
        await collectGarbage();
        for (const each of [other, bytes]) expectBytes(each, pattern(pageSize));
      });

      it.runIf(canMove && collectsMoved)('refuses while a moved one is alive: EBUSY', async () => {
        const region = fixture.anonymous();
        let moved: ArrayBuffer | undefined = move(fixture.buffer(region, 0, pageSize));
        new Uint8Array(moved).set(pattern(pageSize));
        await collectGarbage();
        expect(resize(region)).toBe(-EBUSY);
        expectBytes(new Uint8Array(moved), pattern(pageSize));
        moved = undefined;
        expect(await collectedUntil(() => resize(region) === 0)).toBe(true);
        expectBytes(got(backend, region, 2 * pageSize).subarray(0, pageSize), pattern(pageSize));
      });

      it.runIf(canMove && !collectsMoved)('refuses for good where one was moved: EBUSY', async () => {
        const region = fixture.anonymous();
        const buffer = looseBytes(backend, region, pageSize).buffer;
        const moved = move(buffer);
        new Uint8Array(moved).set(pattern(pageSize));
        expect(resize(region)).toBe(-EBUSY);
        expect(backend.detach(buffer)).toBe(0);
        await collectGarbage();
        expect(resize(region)).toBe(-EBUSY);
        expectBytes(new Uint8Array(moved), pattern(pageSize));
        fixture.unmap(region);
        fixture.leave(1);
      });
    });

    it('lets buffers over the new bytes be made and ended as before', () => {
      const region = fixture.anonymous();
      put(backend, region, pattern(pageSize));
      for (const pages of [3, 2, 6]) {
        expect(resize(region, pages)).toBe(0);
        const bytes = looseBytes(backend, region, pages * pageSize);
        expectBytes(bytes.slice(0, pageSize), pattern(pageSize));
        bytes.fill(pages, pageSize);
        expectBytes(bytes.slice(pageSize), filled((pages - 1) * pageSize, pages));
        if (detach || pages === 6) expect(backend.detach(bytes.buffer)).toBe(0);
      }
    });

    it('refuses to end a buffer that was ended: EINVAL', () => {
      const region = fixture.anonymous();
      const bytes = looseBytes(backend, region, pageSize);
      if (detach) expect(backend.detach(bytes.buffer)).toBe(0);
      expect(resize(region)).toBe(0);
      expect(backend.detach(bytes.buffer)).toBe(-EINVAL);
    });
  });
}
