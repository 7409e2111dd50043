import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { RegionId } from '../backend.js';
import type { Fixture } from './fixture.js';
import { type RangeCall, rangeCases } from './ranges.js';

const { EINVAL } = constants.errno;

export function faultRefusalCases(fixture: Fixture): void {
  const { backend, pageSize } = fixture;

  const rangeCalls: [string, RangeCall][] = [
    ['faulted', (region, offset, length) => backend.faulted(region, offset, length)],
    ['markFault', (region, offset, length) => backend.markFault(region, offset, length)],
  ];
  const byteCalls: [string, (region: RegionId, byteOffset: number) => number][] = [
    ['faultMark', (region, byteOffset) => backend.faultMark(region, byteOffset)],
    ['faultEnd', (region, byteOffset) => backend.faultEnd(region, byteOffset)],
  ];

  describe.each(rangeCalls)('%s()', (_, call) => {
    rangeCases(fixture, (region, byteOffset, byteLength) => {
      backend.guard(region, false); // refused as well where the region is not held
      return call(region, byteOffset, byteLength);
    });
  });

  describe.each(byteCalls)('%s()', (_, call) => {
    it('refuses a byte outside of the region: EINVAL', () => {
      const byteLength = pageSize + 100;
      const region = fixture.anonymous({ byteLength });
      fixture.guard(region);
      for (const byteOffset of [-1, byteLength, 2 * pageSize - 1, 2 * pageSize, Number.MAX_SAFE_INTEGER]) {
        expect(call(region, byteOffset), `byte ${byteOffset}`).toBe(-EINVAL);
      }
    });
  });

  it('are all about a region that has no guard: EINVAL', () => {
    const region = fixture.anonymous();
    for (const [name, call] of rangeCalls) expect(call(region, 0, pageSize), name).toBe(-EINVAL);
    for (const [name, call] of byteCalls) expect(call(region, 0), name).toBe(-EINVAL);
    expect(backend.forgetFaults(region)).toBe(-EINVAL);
  });

  it('are all about a region that is not held any more: EINVAL', () => {
    const region = fixture.anonymous();
    fixture.guard(region);
    fixture.unmap(region);
    for (const stale of [region, Number.MAX_SAFE_INTEGER, 0, -1]) {
      for (const [name, call] of byteCalls) expect(call(stale, 0), name).toBe(-EINVAL);
      expect(backend.forgetFaults(stale)).toBe(-EINVAL);
    }
  });

  it('mark nothing and count nothing', () => {
    const region = fixture.anonymous();
    const counter = fixture.guard(region);
    expect(backend.markFault(region, 0, pageSize + 1)).toBe(-EINVAL);
    expect(backend.markFault(region, -1, 1)).toBe(-EINVAL);
    expect([counter[0], backend.faultMark(region, 0)]).toEqual([0, 0]);
  });
}
