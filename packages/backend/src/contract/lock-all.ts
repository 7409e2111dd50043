import { constants } from 'node:os';
import { isAvailable, MCL_CURRENT, MCL_FUTURE, MCL_ONFAULT } from '@carray/constants';
import { afterEach, describe, expect, it } from 'vitest';
import type { RegionId } from '../backend.js';
import type { Fixture } from './fixture.js';
import { areaAt, lockedBytes } from './smaps.js';

const { EINVAL, ENOMEM, ENOSYS, EPERM } = constants.errno;
const unknownFlag = 1 << 20;

export function lockAllCases(fixture: Fixture): void {
  const { backend, pageSize } = fixture;

  afterEach(() => {
    expect([0, -ENOSYS]).toContain(backend.unlockAll());
  });

  it('refuses flags that do not exist, and none: EINVAL', () => {
    for (const flags of [0, unknownFlag, MCL_CURRENT | unknownFlag, -1]) {
      expect([-EINVAL, -ENOSYS]).toContain(backend.lockAll(flags));
    }
    expect(lockedBytes() ?? 0).toBe(0);
  });

  it.runIf(isAvailable('MCL_ONFAULT'))('refuses MCL_ONFAULT alone: EINVAL', () => {
    expect(backend.lockAll(MCL_ONFAULT)).toBe(-EINVAL);
  });

  it('unlocks where nothing is locked', () => {
    for (let times = 0; times < 2; times++) expect([0, -ENOSYS]).toContain(backend.unlockAll());
  });

  // Pages of the engine are not brought in for a test.
  describe.runIf(backend.supports.physicalMemory && isAvailable('MCL_ONFAULT'))('the process', () => {
    const isLocked = (region: RegionId): boolean | undefined => areaAt(backend.addressOf(region))?.isLocked;

    function lockAll(flags: number, skip: (reason: string) => void): void {
      const answer = backend.lockAll(flags | MCL_ONFAULT);
      if (answer === 0) return;
      expect([-ENOMEM, -EPERM]).toContain(answer);
      expect(lockedBytes()).toBe(0);
      skip('the process may not lock all of its memory');
    }

    it('is locked as it is', ({ skip }) => {
      const before = fixture.anonymous({ byteLength: 4 * pageSize });
      lockAll(MCL_CURRENT, skip);
      expect([isLocked(before), isLocked(fixture.anonymous({ byteLength: 64 * pageSize }))]).toEqual([
        true,
        false,
      ]);
      expect(lockedBytes()).toBeGreaterThan(4 * pageSize);
      expect(backend.unlockAll()).toBe(0);
      expect([isLocked(before), lockedBytes()]).toEqual([false, 0]);
    });

    it('is locked from now on', ({ skip }) => {
      const before = fixture.anonymous({ byteLength: 4 * pageSize });
      lockAll(MCL_FUTURE, skip);
      const after = fixture.anonymous({ byteLength: 8 * pageSize });
      expect([isLocked(before), isLocked(after)]).toEqual([false, true]);
      expect(backend.unlockAll()).toBe(0);
      const later = fixture.anonymous({ byteLength: 16 * pageSize });
      expect([isLocked(after), isLocked(later), lockedBytes()]).toEqual([false, false, 0]);
    });

    it('has no locks of single regions any more either', ({ skip }) => {
      const region = fixture.anonymous();
      if (backend.lock(region, 0, pageSize, 0) !== 0) skip('the process may lock nothing');
      expect(isLocked(region)).toBe(true);
      expect(backend.unlockAll()).toBe(0);
      expect([isLocked(region), lockedBytes()]).toEqual([false, 0]);
    });
  });
}
