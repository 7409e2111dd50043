import { constants } from 'node:os';
import {
  MADV_RANDOM,
  MAP_SHARED,
  MREMAP_DONTUNMAP,
  MREMAP_FIXED,
  MREMAP_MAYMOVE,
  MS_SYNC,
  PROT_READ,
} from '@carray/constants';
import { describe, expect, it } from 'vitest';
import type { RegionId } from '../backend.js';
import { expectBytes, pattern } from './bytes.js';
import { type Fixture, readWrite } from './fixture.js';
import { got, put, refusesToResize, resizingCases } from './resizing.js';

const { EBUSY, ECANCELED, EFAULT, EINVAL, ENOMEM } = constants.errno;
const manyPages = 64;
const bothFlags: [string, number][] = [
  ['in place', 0],
  ['with MREMAP_MAYMOVE', MREMAP_MAYMOVE],
];

export function resizeRefusalCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;
  const { sharedPages } = backend.supports;

  it('refuses a region that is not held, also where a buffer keeps it: EINVAL', () => {
    const [unmapped, kept] = [fixture.anonymous(), fixture.anonymous()];
    fixture.bytes(kept);
    for (const region of [unmapped, kept]) fixture.unmap(region);
    for (const region of [unmapped, kept, Number.MAX_SAFE_INTEGER, 0, -1]) {
      expect(backend.resize(region, 2 * pageSize, MREMAP_MAYMOVE)).toBe(-EINVAL);
    }
    expect(fixture.live).toBe(1);
  });

  it.each([0, -1, -(2 ** 31), -Number.MAX_SAFE_INTEGER])('refuses a length of %i: EINVAL', (byteLength) => {
    for (const [, flags] of bothFlags) {
      refusesToResize(fixture, [EINVAL], (region) => backend.resize(region, byteLength, flags));
    }
  });

  it.each([
    ...[MREMAP_FIXED, MREMAP_FIXED | MREMAP_MAYMOVE, MREMAP_DONTUNMAP, MREMAP_DONTUNMAP | MREMAP_MAYMOVE],
    ...[MREMAP_DONTUNMAP | MREMAP_FIXED | MREMAP_MAYMOVE, 8, 1 << 20, -1],
  ])('refuses flags that would take pages from somebody, or do not exist: EINVAL (%i)', (flags) => {
    if ((flags & ~MREMAP_MAYMOVE) === 0) return; // a platform without any of them
    for (const byteLength of [pageSize, 2 * pageSize, 3 * pageSize]) {
      refusesToResize(fixture, [EINVAL], (region) => backend.resize(region, byteLength, flags));
    }
  });

  resizingCases(fixture, () => {
    describe.each(bothFlags)('%s', (_, flags) => {
      /** Asserts that a region of a page is busy, and takes a resize after `release`, if there is one. */
      function expectBusy(region: RegionId, release?: () => void): void {
        const address = backend.addressOf(region);
        for (const pages of [1, 2]) expect(backend.resize(region, pages * pageSize, flags)).toBe(-EBUSY);
        expect(backend.addressOf(region)).toBe(address);
        expect(backend.buffer(region, 0, pageSize + 1)).toBe(-EINVAL);
        release?.();
        expect(backend.resize(region, pageSize, flags)).toBe(release === undefined ? -EBUSY : 0);
      }

      it.each([Number.MAX_SAFE_INTEGER, 2 ** 52, 2 ** 48])(
        'refuses a length that nothing has: %i bytes',
        (length) => {
          refusesToResize(fixture, [ENOMEM, EINVAL, EFAULT], (region) =>
            backend.resize(region, length, flags),
          );
        },
      );

      it('leaves the guard of a region that could not be resized, with its marks', () => {
        const region = fixture.anonymous({ byteLength: 2 * pageSize });
        const counter = fixture.guard(region);
        expect(backend.markFault(region, pageSize, 1)).toBe(0);
        expect(backend.resize(region, Number.MAX_SAFE_INTEGER, flags)).toBeLessThan(0);
        expect(backend.resize(region, 0, flags)).toBeLessThan(0);
        expect([...counter, backend.faulted(region, 0, 2 * pageSize)]).toEqual([1, 1, pageSize]);
        expect(backend.markFault(region, 0, 1)).toBe(0);
        expect(backend.guard(region, false)).toBe(counter);
        expect([...counter, backend.faultEnd(region, 0)]).toEqual([2, 2, 2 * pageSize]);
      });

      it('refuses a region that is held twice, or was: EBUSY', () => {
        const region = fixture.anonymous();
        put(backend, region, pattern(pageSize));
        const attached = fixture.attach(fixture.share(region));
        expectBusy(region);
        expectBusy(attached);
        fixture.unmap(attached);
        expectBusy(region);
        expectBytes(got(backend, region, pageSize), pattern(pageSize));
      });

      it('refuses a region that was shared, though nobody attached it: EBUSY', () => {
        const region = fixture.anonymous({ flags: MAP_SHARED });
        fixture.share(region);
        expectBusy(region);
      });

      it('refuses a region inside of a reservation: EBUSY', () => {
        const reservation = fixture.reserve(4 * pageSize);
        const inside = fixture.inside(reservation, pageSize);
        put(backend, inside, pattern(pageSize));
        expectBusy(inside);
        fixture.unmap(reservation);
        expectBusy(inside);
        expectBytes(got(backend, inside, pageSize), pattern(pageSize));
      });

      it('refuses a reservation with a region inside, until that has ended: EBUSY', () => {
        const reservation = fixture.reserve(pageSize);
        const inside = fixture.inside(reservation, 0);
        expectBusy(reservation, () => fixture.unmap(inside));
      });

      it('refuses a reservation where a buffer keeps an unmapped region inside: EBUSY', () => {
        const reservation = fixture.reserve(2 * pageSize);
        const inside = fixture.inside(reservation, 0);
        const bytes = fixture.bytes(inside);
        fixture.unmap(inside);
        expect(backend.resize(reservation, 3 * pageSize, flags)).toBe(-EBUSY);
        bytes.set(pattern(pageSize));
        expectBytes(bytes, pattern(pageSize));
      });

      it('refuses a region while a syncAsync is under way: EBUSY', async () => {
        const byteLength = manyPages * pageSize;
        const path = files.create(byteLength);
        const region = fixture.file(path, { byteLength });
        put(backend, region, pattern(byteLength));
        const call = backend.syncAsync(region, 0, byteLength, MS_SYNC);
        expect(backend.resize(region, pageSize, flags)).toBe(-EBUSY);
        expect(backend.resize(region, 2 * byteLength, flags)).toBe(-EBUSY);
        expect(await call).toBe(0);
        await expect.poll(() => backend.resize(region, pageSize, flags)).toBe(0);
        expectBytes(files.read(path), pattern(byteLength));
      });

      it.runIf(backend.supports.asyncWaits)(
        'refuses a region while a waitAsync is under way: EBUSY',
        async () => {
          const region = fixture.anonymous();
          const wait = backend.waitAsync(region, 0, 0, -1);
          expect(backend.resize(region, 2 * pageSize, flags)).toBe(-EBUSY);
          if (typeof wait === 'number') throw new Error(`Cannot wait: errno is ${-wait}`);
          wait.cancel();
          expect(await wait.status).toBe(-ECANCELED);
          expect(backend.resize(region, pageSize, flags)).toBe(0);
        },
      );

      it.runIf(sharedPages)('refuses to make pages of several kinds longer: EFAULT', () => {
        const kinds: ((region: RegionId) => number)[] = [
          (region) => backend.protect(region, pageSize, pageSize, PROT_READ),
          (region) => backend.advise(region, pageSize, pageSize, MADV_RANDOM),
        ];
        for (const makeOneDifferent of kinds) {
          refusesToResize(fixture, [EFAULT], (region) => {
            expect(makeOneDifferent(region)).toBe(0);
            const answer = backend.resize(region, 8 * pageSize, flags);
            expect(backend.protect(region, 0, 2 * pageSize, readWrite)).toBe(0);
            return answer;
          });
        }
      });
    });
  });
}
