import { constants } from 'node:os';
import { MAP_ANONYMOUS, MAP_PRIVATE, MREMAP_MAYMOVE, PROT_NONE } from '@carray/constants';
import { describe, expect, it } from 'vitest';
import type { Backend, RegionId } from '../backend.js';
import { expectBytes, pattern } from './bytes.js';
import { copied } from './copying.js';
import { type Fixture, readWrite } from './fixture.js';
import { looseBytes } from './loose-bytes.js';

const { ENOSYS, ENOTSUP } = constants.errno;

/** Defines cases that resize, which the system may have no call for: that is a case, too. */
export function resizingCases({ backend }: Fixture, cases: () => void): void {
  const answer = tryResize(backend);
  it('is done, or refused where the system cannot: ENOSYS, ENOTSUP', () => {
    expect([0, -ENOSYS, -ENOTSUP]).toContain(answer);
    expect(tryResize(backend)).toBe(answer);
  });
  describe.runIf(answer === 0)('where the system can', cases);
}

function tryResize(backend: Backend): number {
  const flags = MAP_PRIVATE | MAP_ANONYMOUS;
  const region = backend.map(0, backend.pageSize, readWrite, flags, -1, 0);
  const answer = backend.resize(region, 2 * backend.pageSize, MREMAP_MAYMOVE);
  backend.unmap(region);
  return answer;
}

/** Stores all bytes of a region, and leaves no buffer: by a copy of the kernel where buffers cannot be detached. */
export function put(backend: Backend, region: RegionId, bytes: Uint8Array): void {
  if (!backend.supports.detach) {
    expect(backend.copyIn(region, 0, bytes)).toBe(bytes.byteLength);
    return;
  }
  const buffer = looseBytes(backend, region, bytes.byteLength);
  buffer.set(bytes);
  expect(backend.detach(buffer.buffer)).toBe(0);
}

/** All bytes of a region, which has this length, without a buffer that stays. */
export function got(backend: Backend, region: RegionId, byteLength: number): Uint8Array {
  if (!backend.supports.detach) return copied(backend, region, 0, byteLength);
  const buffer = looseBytes(backend, region, byteLength);
  const bytes = buffer.slice();
  expect(backend.detach(buffer.buffer)).toBe(0);
  return bytes;
}

/** Sees to it that the region cannot grow where it is. */
export function blockBehind(fixture: Fixture, region: RegionId, byteLength: number): void {
  const { backend, pageSize } = fixture;
  const end = backend.addressOf(region) + Math.ceil(byteLength / pageSize) * pageSize;
  // A hint: where the kernel maps elsewhere, the place is taken already.
  fixture.adopt(backend.map(end, pageSize, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
}

/** Asserts that a region of 2 pages refuses to be resized, and that all is as before: place, bytes, length and count. */
export function refusesToResize(
  fixture: Fixture,
  errnos: readonly number[],
  attempt: (region: RegionId) => number,
): void {
  const { backend, pageSize } = fixture;
  const region = fixture.anonymous({ byteLength: 2 * pageSize });
  put(backend, region, pattern(2 * pageSize));
  const [address, live] = [backend.addressOf(region), fixture.live];
  const answer = attempt(region);
  expect(errnos.map((errno) => -errno)).toContain(answer);
  expect([backend.addressOf(region), fixture.live]).toEqual([address, live]);
  expectBytes(got(backend, region, 2 * pageSize), pattern(2 * pageSize));
  put(backend, region, pattern(2 * pageSize).reverse());
  expect(backend.protect(region, 0, 2 * pageSize, readWrite)).toBe(0);
}
