import { constants } from 'node:os';
import { MAP_ANONYMOUS, MAP_PRIVATE } from '@carray/constants';
import { expect, it } from 'vitest';
import { expectBytes, pattern } from './bytes.js';
import { type Fixture, readWrite } from './fixture.js';

const { EBUSY, EEXIST, ENOENT, ENOTSUP } = constants.errno;

export function shareInsideCases(fixture: Fixture): void {
  const { backend, pageSize } = fixture;
  const whole = it.runIf(backend.supports.sharedRegions);
  const parted = it.runIf(!backend.supports.sharedRegions);

  whole('attaches a region inside of a reservation, which keeps its place', () => {
    const reservation = fixture.reserve(3 * pageSize);
    const inside = fixture.inside(reservation, pageSize);
    fixture.bytes(inside).set(pattern(pageSize));
    const token = fixture.share(inside);
    const attached = fixture.attach(token);
    fixture.unmap(reservation);
    fixture.release(inside);
    expect(fixture.live).toBe(2);
    expectBytes(fixture.bytes(attached), pattern(pageSize));
    fixture.release(attached);
    expect(fixture.live).toBe(0);
    expect(backend.attach(token)).toBe(-ENOENT);
  });

  whole('knows the regions inside of a reservation by all of its ids', () => {
    const reservation = fixture.reserve(3 * pageSize);
    const attached = fixture.attach(fixture.share(reservation));
    const inside = fixture.inside(attached, pageSize);
    expect(fixture.tryInside(reservation, pageSize)).toBe(-EEXIST);
    expect(backend.protect(reservation, 0, 3 * pageSize, readWrite)).toBe(-EBUSY);
    fixture.unmap(inside);
    fixture.unmap(attached);
    fixture.inside(reservation, pageSize);
  });

  whole('lets nothing be mapped inside once the region is guarded by any id: EBUSY', () => {
    const reservation = fixture.reserve(3 * pageSize);
    const attached = fixture.attach(fixture.share(reservation));
    fixture.guard(attached);
    expect(fixture.tryInside(reservation, pageSize)).toBe(-EBUSY);
  });

  parted('refuses to share a region inside of another, and one with a region inside: ENOTSUP', () => {
    const reservation = fixture.reserve(3 * pageSize);
    const inside = fixture.inside(reservation, pageSize);
    expect([backend.share(inside), backend.share(reservation)]).toEqual([-ENOTSUP, -ENOTSUP]);
    fixture.unmap(inside);
    fixture.share(reservation);
  });

  parted('maps nothing inside of a shared region: ENOTSUP', () => {
    const reservation = fixture.reserve(3 * pageSize);
    const flags = MAP_PRIVATE | MAP_ANONYMOUS;
    fixture.share(reservation);
    expect(backend.mapInside(reservation, 0, pageSize, readWrite, flags, -1, 0)).toBe(-ENOTSUP);
  });
}
