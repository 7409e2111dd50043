import { constants } from 'node:os';
import { MAP_ANONYMOUS, MAP_PRIVATE, PROT_READ } from '@carray/constants';
import { expect, it } from 'vitest';
import { expectBytes, pattern } from './bytes.js';
import type { Fixture } from './fixture.js';
import { areasOf } from './process-tables.js';

const { EBUSY, EINVAL } = constants.errno;
const cycles = 1_000;

export function guardCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;

  it('answers a view of two numbers, which are 0', () => {
    expect(fixture.guard(fixture.anonymous())).toEqual(new Uint32Array(2));
  });

  it('answers the same view at each call, and keeps the marks', () => {
    const region = fixture.anonymous();
    const counter = fixture.guard(region);
    expect(backend.markFault(region, 0, 1)).toBe(0);
    for (const unreadable of [false, true, false]) expect(backend.guard(region, unreadable)).toBe(counter);
    expect([...counter, backend.faultMark(region, 0)]).toEqual([1, 1, 1]);
  });

  it('answers another view for another region, with marks of its own', () => {
    const [one, other] = [fixture.anonymous(), fixture.anonymous()];
    const counters = [fixture.guard(one), fixture.guard(other)];
    expect(backend.markFault(one, 0, 1)).toBe(0);
    expect(counters.map((counter) => counter[0])).toEqual([1, 0]);
    expect(backend.faulted(other, 0, pageSize)).toBe(-1);
  });

  it('refuses a region that is not held, also where a buffer keeps it: EINVAL', () => {
    const [unmapped, kept] = [fixture.anonymous(), fixture.anonymous()];
    fixture.bytes(kept);
    for (const region of [unmapped, kept]) fixture.unmap(region);
    for (const region of [unmapped, kept, Number.MAX_SAFE_INTEGER, 0, -1]) {
      expect(backend.guard(region, false)).toBe(-EINVAL);
    }
  });

  it('leaves the bytes as they are, and what stores do', () => {
    const path = files.create(pattern(2 * pageSize));
    const region = fixture.file(path, { byteLength: 2 * pageSize });
    const bytes = fixture.bytes(region, 2 * pageSize);
    fixture.guard(region);
    expectBytes(bytes, pattern(2 * pageSize));
    bytes.fill(9);
    fixture.release(region);
    expect(files.read(path).every((byte) => byte === 9)).toBe(true);
  });

  it('refuses a reservation with a region inside, which can be guarded itself: EBUSY', () => {
    const reservation = fixture.reserve(3 * pageSize);
    const inside = fixture.inside(reservation, pageSize);
    expect(backend.guard(reservation, false)).toBe(-EBUSY);
    fixture.guard(inside);
    expect(backend.markFault(inside, 0, pageSize)).toBe(0);
    fixture.unmap(inside);
    fixture.guard(reservation);
    expect(backend.faulted(reservation, 0, 3 * pageSize)).toBe(-1);
  });

  it('lets nothing be mapped inside of a guarded region: EBUSY', () => {
    const reservation = fixture.reserve(3 * pageSize);
    fixture.guard(reservation);
    const flags = MAP_PRIVATE | MAP_ANONYMOUS;
    expect(backend.mapInside(reservation, pageSize, pageSize, PROT_READ, flags, -1, 0)).toBe(-EBUSY);
    expect(fixture.live).toBe(1);
  });

  it('ends with the region: one in the same place has no guard, and starts without marks', () => {
    const reservation = fixture.reserve(pageSize);
    const first = fixture.inside(reservation, 0);
    fixture.guard(first);
    expect(backend.markFault(first, 0, pageSize)).toBe(0);
    fixture.unmap(first);
    const second = fixture.inside(reservation, 0);
    expect(backend.faulted(second, 0, pageSize)).toBe(-EINVAL);
    expect(fixture.guard(second)[0]).toBe(0);
    expect(backend.faulted(second, 0, pageSize)).toBe(-1);
  });

  it('leaves the pages to a buffer that outlives the region, and their end to its end', () => {
    const region = fixture.anonymous();
    fixture.guard(region);
    const bytes = fixture.bytes(region);
    bytes.set(pattern(pageSize));
    fixture.unmap(region);
    expect(fixture.live).toBe(1);
    expectBytes(bytes, pattern(pageSize));
    fixture.detach(bytes.buffer);
    expect(fixture.live).toBe(0);
  });

  it('leaves nothing after 1,000 regions with marks', () => {
    const path = files.create(pageSize);
    for (let cycle = 0; cycle < cycles; cycle++) {
      const region = fixture.file(path);
      fixture.guard(region);
      expect(backend.markFault(region, 0, pageSize)).toBe(0);
      fixture.bytes(region)[0] = cycle;
      fixture.release(region);
    }
    expect(fixture.live).toBe(0);
    expect(areasOf(path) ?? 0).toBe(0);
  });
}
