import { constants } from 'node:os';
import { MAP_ANONYMOUS, MAP_PRIVATE } from '@carray/constants';
import { describe, expect, it } from 'vitest';
import type { Backend, RegionId } from '../backend.js';
import { type Fixture, readWrite } from './fixture.js';

const { ENOSYS, EPERM } = constants.errno;

/** Defines cases that copy, which the system may have no call for, or a sandbox may forbid: that is a case, too. */
export function copyingCases({ backend }: Fixture, cases: () => void): void {
  const answer = tryCopy(backend);
  it('is done, or refused where the system cannot or may not: ENOSYS, EPERM', () => {
    expect([1, -ENOSYS, -EPERM]).toContain(answer);
    expect(tryCopy(backend)).toBe(answer);
  });
  describe.runIf(answer > 0)('where the system can', cases);
}

function tryCopy(backend: Backend): number {
  const region = backend.map(0, backend.pageSize, readWrite, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  const answer = backend.copyOut(region, 0, new Uint8Array(1));
  backend.unmap(region);
  return answer;
}

/** Bytes of a region as `copyOut` answers them; as many as were asked for. */
export function copied(
  backend: Backend,
  region: RegionId,
  byteOffset: number,
  byteLength: number,
): Uint8Array {
  const bytes = new Uint8Array(byteLength);
  expect(backend.copyOut(region, byteOffset, bytes)).toBe(byteLength);
  return bytes;
}
