import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import {
  isAvailable,
  MAP_ANONYMOUS,
  MAP_PRIVATE,
  MLOCK_ONFAULT,
  PROT_NONE,
  PROT_READ,
} from '@carray/constants';
import { describe, expect, it } from 'vitest';
import type { RegionId } from '../backend.js';
import { type Fixture, readWrite } from './fixture.js';
import { insideRangeCases, rangeCases } from './ranges.js';
import { areaAt, lockedBytes } from './smaps.js';

const { EINVAL, ENOMEM, ENOSYS, EPERM } = constants.errno;

export function lockCases(fixture: Fixture): void {
  const { backend, pageSize } = fixture;
  const mayLock = tryLock(fixture);

  it('is done, or refused where the process may lock nothing: ENOMEM, EPERM', () => {
    expect([0, -EPERM, -ENOMEM]).toContain(mayLock);
    if (mayLock === 0 || !existsSync('/proc/self/limits')) return;
    const [, limit] = /^Max locked memory\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1')) ?? [];
    expect(Number(limit)).toBeLessThan(pageSize);
  });

  describe('unlock()', () => {
    const unlock = (...range: [RegionId, number, number]): number => backend.unlock(...range);
    rangeCases(fixture, unlock);
    insideRangeCases(fixture, unlock);

    it('takes pages that are not locked, and twice', () => {
      const region = fixture.anonymous({ byteLength: pageSize + 100 });
      expect(backend.unlock(region, 0, pageSize + 100)).toBe(0);
      expect(backend.unlock(region, pageSize, 100)).toBe(0);
    });
  });

  describe.runIf(mayLock === 0)('lock(), where the process may', () => {
    const lock = (...range: [RegionId, number, number]): number => backend.lock(...range, 0);
    rangeCases(fixture, lock);
    insideRangeCases(fixture, lock);

    it('takes a range without bytes', () => {
      expect(backend.lock(fixture.anonymous(), 0, 0, 0)).toBe(0);
    });

    it('refuses flags that do not exist: EINVAL', () => {
      const region = fixture.anonymous();
      const refusals = isAvailable('MLOCK_ONFAULT') ? [-EINVAL] : [-EINVAL, -ENOSYS];
      for (const flags of [2, 1 << 30, -1, MLOCK_ONFAULT | 2]) {
        expect(refusals).toContain(backend.lock(region, 0, pageSize, flags));
      }
      expect(areaAtStart(region)?.isLocked ?? false).toBe(false);
    });

    describe.runIf(backend.supports.physicalMemory)('the memory of the machine', physicalCases);
  });

  const areaAtStart = (region: RegionId, page = 0) =>
    backend.supports.physicalMemory ? areaAt(backend.addressOf(region) + page * pageSize) : undefined;

  function isResident(region: RegionId, page: number): boolean {
    const pages = new Uint8Array(1);
    expect(backend.residency(region, page * pageSize, pageSize, pages)).toBe(0);
    return ((pages[0] ?? 0) & 1) === 1;
  }

  function physicalCases(): void {
    const areas = (region: RegionId, count: number) =>
      Array.from({ length: count }, (_, page) => areaAtStart(region, page)?.isLocked);

    it('brings the pages of its range in and keeps them, until they are unlocked', () => {
      const before = lockedBytes();
      if (before === undefined) return expect(process.platform).not.toBe('linux');
      const region = fixture.anonymous({ byteLength: 4 * pageSize });
      expect(backend.lock(region, pageSize, 2 * pageSize, 0)).toBe(0);
      expect([0, 1, 2, 3].map((page) => isResident(region, page))).toEqual([false, true, true, false]);
      expect(areas(region, 4)).toEqual([false, true, true, false]);
      expect(areaAtStart(region, 1)?.locked).toBe(2 * pageSize);
      expect(lockedBytes()).toBe(before + 2 * pageSize);
      expect(backend.unlock(region, pageSize, pageSize)).toBe(0);
      expect(areas(region, 4)).toEqual([false, false, true, false]);
      expect(lockedBytes()).toBe(before + pageSize);
      expect(backend.unlock(region, 0, 4 * pageSize)).toBe(0);
      expect([areas(region, 4), lockedBytes()]).toEqual([[false, false, false, false], before]);
    });

    it('does not count: one unlock ends two locks', () => {
      const region = fixture.anonymous();
      for (let times = 0; times < 2; times++) expect(backend.lock(region, 0, pageSize, 0)).toBe(0);
      expect(areaAtStart(region)?.isLocked ?? true).toBe(true);
      expect(backend.unlock(region, 0, pageSize)).toBe(0);
      expect(areaAtStart(region)?.isLocked ?? false).toBe(false);
    });

    it('takes the whole pages of a range that starts inside one, or refuses it: EINVAL', () => {
      const region = fixture.anonymous({ byteLength: 3 * pageSize });
      const answer = backend.lock(region, pageSize - 1, 2, 0);
      expect([0, -EINVAL]).toContain(answer);
      const expected = answer === 0;
      if (areaAtStart(region)) expect(areas(region, 3)).toEqual([expected, expected, false]);
      expect(backend.unlock(region, pageSize - 1, 2)).toBe(answer);
      if (areaAtStart(region)) expect(areas(region, 3)).toEqual([false, false, false]);
    });

    it('ends with the pages', () => {
      const before = lockedBytes();
      const region = fixture.anonymous();
      const bytes = fixture.bytes(region);
      expect(backend.lock(region, 0, pageSize, 0)).toBe(0);
      fixture.unmap(region);
      expect(lockedBytes()).toBe(before === undefined ? undefined : before + pageSize);
      fixture.detach(bytes.buffer);
      expect(lockedBytes()).toBe(before);
    });

    it.runIf(isAvailable('MLOCK_ONFAULT'))(
      'locks pages when they are touched: MLOCK_ONFAULT, or ENOSYS',
      ({ skip }) => {
        const region = fixture.anonymous({ byteLength: 2 * pageSize });
        const bytes = fixture.bytes(region, 2 * pageSize);
        const answer = backend.lock(region, 0, 2 * pageSize, MLOCK_ONFAULT);
        if (answer === -ENOSYS) skip('the C library or the kernel has no mlock2');
        expect(answer).toBe(0);
        expect([isResident(region, 0), isResident(region, 1)]).toEqual([false, false]);
        expect(areaAtStart(region)).toEqual({ locked: 0, isLocked: true });
        bytes[pageSize] = 1;
        expect(areaAtStart(region)).toEqual({ locked: pageSize, isLocked: true });
        expect(backend.unlock(region, 0, 2 * pageSize)).toBe(0);
      },
    );

    it('refuses pages without access: ENOMEM', () => {
      const region = fixture.anonymous({ protection: PROT_NONE });
      expect(backend.lock(region, 0, pageSize, 0)).toBe(-ENOMEM);
      expect(backend.unlock(region, 0, pageSize)).toBe(0);
      expect(areaAtStart(region)?.isLocked ?? false).toBe(false);
    });

    it('refuses pages past the end of the file: ENOMEM', () => {
      const path = fixture.files.create(pageSize);
      const region = fixture.file(path, { byteLength: 3 * pageSize, protection: PROT_READ });
      expect(backend.lock(region, 0, pageSize, 0)).toBe(0);
      expect(backend.lock(region, 0, 3 * pageSize, 0)).toBe(-ENOMEM);
      expect(backend.unlock(region, 0, 3 * pageSize)).toBe(0);
      expect(areaAtStart(region)?.isLocked ?? false).toBe(false);
    });
  }
}

function tryLock({ backend, pageSize }: Fixture): number {
  const region = backend.map(0, pageSize, readWrite, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  const answer = backend.lock(region, 0, pageSize, 0);
  backend.unmap(region);
  return answer;
}
