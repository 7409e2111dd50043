import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { RegionId } from '../backend.js';
import { expectBytes, filled, pattern } from './bytes.js';
import { copyingCases } from './copying.js';
import type { Fixture } from './fixture.js';

const { EBUSY, EINVAL } = constants.errno;

type CopyCall = (region: RegionId, byteOffset: number, bytes: Uint8Array) => number;

export function copyRefusalCases(fixture: Fixture): void {
  const { backend, pageSize } = fixture;
  const calls: [string, CopyCall][] = [
    ['copyOut', (region, byteOffset, bytes) => backend.copyOut(region, byteOffset, bytes)],
    ['copyIn', (region, byteOffset, bytes) => backend.copyIn(region, byteOffset, bytes)],
  ];

  describe.each(calls)('%s()', (_, call) => {
    const attempt = (region: RegionId, byteOffset: number, byteLength: number): number => {
      const bytes = filled(byteLength, 255);
      const answer = call(region, byteOffset, bytes);
      expectBytes(bytes, filled(byteLength, 255));
      return answer;
    };

    it('refuses a range that leaves the region, and copies nothing of it: EINVAL', () => {
      const region = fixture.anonymous({ byteLength: pageSize + 100 });
      const bytes = fixture.bytes(region, pageSize + 100);
      bytes.set(pattern(pageSize + 100));
      const outside: [number, number][] = [
        [0, pageSize + 101],
        [0, 2 * pageSize],
        [pageSize + 100, 1],
        [2 * pageSize, 1],
        [pageSize + 101, 0],
        [-1, 1],
        [-1, 0],
        [-pageSize, pageSize],
        [Number.MAX_SAFE_INTEGER, 1],
      ];
      for (const [byteOffset, byteLength] of outside) {
        expect(attempt(region, byteOffset, byteLength), `${byteLength} bytes at ${byteOffset}`).toBe(-EINVAL);
      }
      expectBytes(bytes, pattern(pageSize + 100));
    });

    it('refuses a region that is not held, also where a buffer keeps it: EINVAL', () => {
      const [unmapped, kept] = [fixture.anonymous(), fixture.anonymous()];
      const bytes = fixture.bytes(kept);
      for (const region of [unmapped, kept]) fixture.unmap(region);
      for (const region of [unmapped, kept, Number.MAX_SAFE_INTEGER, 0, -1]) {
        expect(attempt(region, 0, 8)).toBe(-EINVAL);
        expect(attempt(region, 0, 0)).toBe(-EINVAL);
      }
      expect(bytes[0]).toBe(0);
    });

    it('refuses a range with another region inside: EBUSY', () => {
      const reservation = fixture.reserve(4 * pageSize);
      const bytes = fixture.bytes(
        fixture.inside(reservation, pageSize, { byteLength: pageSize + 1 }),
        pageSize + 1,
      );
      expect(attempt(reservation, pageSize, 8)).toBe(-EBUSY);
      expect(attempt(reservation, 0, pageSize + 1)).toBe(-EBUSY);
      expect(attempt(reservation, 3 * pageSize - 1, 1), 'the last page of it').toBe(-EBUSY);
      expect(bytes[0]).toBe(0);
    });
  });

  copyingCases(fixture, () => {
    it('copies of a region inside a reservation are not refused', () => {
      const region = fixture.inside(fixture.reserve(3 * pageSize), pageSize);
      expect(backend.copyIn(region, 0, pattern(pageSize))).toBe(pageSize);
      expectBytes(fixture.bytes(region), pattern(pageSize));
    });
  });
}
