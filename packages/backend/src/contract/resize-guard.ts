import { constants } from 'node:os';
import { MREMAP_MAYMOVE } from '@carray/constants';
import { expect, it } from 'vitest';
import { expectBytes, pattern } from './bytes.js';
import type { Fixture } from './fixture.js';
import { blockBehind, got, put, resizingCases } from './resizing.js';

const { EINVAL } = constants.errno;
const cycles = 1_000;

export function resizeGuardCases(fixture: Fixture): void {
  const { backend, pageSize } = fixture;

  resizingCases(fixture, () => {
    it.each([
      ['shorter', 1],
      ['as long as before', 3],
      ['longer', 5],
    ])('ends the guard, and another one starts without marks: %s', (_, pages) => {
      const region = fixture.anonymous({ byteLength: 3 * pageSize });
      put(backend, region, pattern(3 * pageSize));
      fixture.guard(region);
      expect(backend.markFault(region, 0, 3 * pageSize)).toBe(0);
      expect(backend.resize(region, pages * pageSize, MREMAP_MAYMOVE)).toBe(0);
      expect(backend.faulted(region, 0, pageSize)).toBe(-EINVAL);
      expect(backend.faultMark(region, 0)).toBe(-EINVAL);
      expect(backend.forgetFaults(region)).toBe(-EINVAL);
      expect(fixture.guard(region)).toEqual(new Uint32Array(2));
      expect(backend.faulted(region, 0, pages * pageSize)).toBe(-1);
      const kept = Math.min(3, pages) * pageSize;
      expectBytes(got(backend, region, pages * pageSize).subarray(0, kept), pattern(kept));
    });

    it('lets another guard cover the new length, and no more', () => {
      const region = fixture.anonymous();
      fixture.guard(region);
      blockBehind(fixture, region, pageSize);
      expect(backend.resize(region, 4 * pageSize, MREMAP_MAYMOVE)).toBe(0);
      const counter = fixture.guard(region);
      expect(backend.markFault(region, 3 * pageSize, pageSize)).toBe(0);
      expect([...counter, backend.faulted(region, 0, 4 * pageSize)]).toEqual([1, 1, 3 * pageSize]);
      expect(backend.markFault(region, 3 * pageSize, pageSize + 1)).toBe(-EINVAL);
      expect(backend.resize(region, pageSize, 0)).toBe(0);
      fixture.guard(region);
      expect(backend.markFault(region, pageSize, 1)).toBe(-EINVAL);
    });

    it('lets a region be mapped inside of a reservation whose guard has ended by it', () => {
      const reservation = fixture.reserve(pageSize);
      fixture.guard(reservation);
      expect(backend.resize(reservation, 2 * pageSize, MREMAP_MAYMOVE)).toBe(0);
      fixture.inside(reservation, pageSize);
    });

    it('leaves the guards of other regions', () => {
      const [region, other] = [fixture.anonymous(), fixture.anonymous()];
      fixture.guard(region);
      const counter = fixture.guard(other);
      expect(backend.markFault(other, 0, 1)).toBe(0);
      expect(backend.resize(region, 2 * pageSize, MREMAP_MAYMOVE)).toBe(0);
      fixture.guard(region);
      expect([...counter, backend.faultMark(other, 0)]).toEqual([1, 1, 1]);
    });

    it('can be done a thousand times', () => {
      const region = fixture.anonymous();
      for (let cycle = 0; cycle < cycles; cycle++) {
        expect(fixture.guard(region)[0]).toBe(0);
        expect(backend.markFault(region, 0, 1)).toBe(0);
        expect(backend.resize(region, ((cycle % 5) + 1) * pageSize, MREMAP_MAYMOVE)).toBe(0);
      }
    });
  });
}
