import { constants } from 'node:os';
import { PROT_NONE } from '@carray/constants';
import { expect, it } from 'vitest';
import type { RegionId } from '../backend.js';
import { type Fixture, reserving } from './fixture.js';

const { EBUSY, EINVAL, ENOMEM } = constants.errno;

/** A call on bytes of a region, with its last argument in place; it may answer later. */
export type RangeCall = (region: RegionId, byteOffset: number, byteLength: number) => unknown;

/** What every call on bytes of a region refuses. */
export function rangeCases(fixture: Fixture, call: RangeCall): void {
  const { backend, pageSize } = fixture;

  it('refuses a range that leaves the region: EINVAL', async () => {
    const region = fixture.anonymous({ byteLength: 2 * pageSize });
    const outside: [number, number][] = [
      [0, 2 * pageSize + 1],
      [0, 3 * pageSize],
      [pageSize, 2 * pageSize],
      [2 * pageSize, 1],
      [3 * pageSize, pageSize],
      [-pageSize, pageSize],
      [pageSize, -pageSize],
      [pageSize, Number.MAX_SAFE_INTEGER],
      [Number.MAX_SAFE_INTEGER - pageSize + 1, pageSize],
    ];
    for (const [byteOffset, byteLength] of outside) {
      expect(await call(region, byteOffset, byteLength), `${byteLength} bytes at ${byteOffset}`).toBe(
        -EINVAL,
      );
    }
  });

  it('refuses bytes between the end of the region and the end of its page: EINVAL', async () => {
    const region = fixture.anonymous({ byteLength: 100 });
    expect(await call(region, 0, 101)).toBe(-EINVAL);
    expect(await call(region, 0, pageSize)).toBe(-EINVAL);
  });

  it('refuses a region that is not held: EINVAL', async () => {
    const region = fixture.anonymous();
    fixture.unmap(region);
    for (const stale of [region, Number.MAX_SAFE_INTEGER, 0, -1]) {
      expect(await call(stale, 0, pageSize)).toBe(-EINVAL);
    }
  });

  it('refuses a region that a buffer keeps, once it is not held: EINVAL', async () => {
    const region = fixture.anonymous();
    fixture.bytes(region);
    fixture.unmap(region);
    expect(await call(region, 0, pageSize)).toBe(-EINVAL);
    expect(backend.addressOf(region)).toBe(-EINVAL);
  });
}

/** What every call on bytes of a region refuses where other regions are inside, and that it takes the bytes next to them. */
export function insideRangeCases(fixture: Fixture, call: RangeCall): void {
  const { pageSize } = fixture;

  it('refuses a range with another region inside, and takes the pages next to it: EBUSY', async () => {
    const region = fixture.anonymous({ byteLength: 4 * pageSize });
    const inside = fixture.inside(region, pageSize, { byteLength: pageSize + 1 });
    const over: [number, number][] = [
      [0, 4 * pageSize],
      [0, pageSize + 1],
      [pageSize, pageSize],
      [2 * pageSize, pageSize],
    ];
    for (const [byteOffset, byteLength] of over) {
      expect(await call(region, byteOffset, byteLength), `${byteLength} bytes at ${byteOffset}`).toBe(-EBUSY);
    }
    expect(await call(region, 0, pageSize)).toBe(0);
    expect(await call(region, 3 * pageSize, pageSize)).toBe(0);
    expect(await call(inside, 0, pageSize + 1)).toBe(0);
  });
}

/** What every system call on pages of a region refuses, and that it takes a range without bytes. */
export function pageRangeCases(fixture: Fixture, call: RangeCall): void {
  const { pageSize } = fixture;
  rangeCases(fixture, call);

  it('refuses a range that starts inside a page: EINVAL', async () => {
    const region = fixture.anonymous({ byteLength: 2 * pageSize });
    for (const byteOffset of [1, pageSize / 2, pageSize + 1]) {
      expect(await call(region, byteOffset, 1), `at ${byteOffset}`).toBe(-EINVAL);
    }
  });

  it('takes a range that ends inside a page', async () => {
    const region = fixture.anonymous({ byteLength: pageSize + 100 });
    expect(await call(region, pageSize, 1)).toBe(0);
    expect(await call(region, pageSize, 100)).toBe(0);
    expect(await call(region, 0, pageSize + 100)).toBe(0);
  });

  it('takes a range without bytes', async () => {
    const region = fixture.anonymous();
    expect(await call(region, 0, 0)).toBe(0);
  });
}

/** What every call refuses that makes a buffer. */
export function tooLongCases(fixture: Fixture, makeBuffer: RangeCall): void {
  const { backend, pageSize } = fixture;

  it('refuses a length that no buffer has, and the region stays: ENOMEM', ({ skip }) => {
    const byteLength = backend.maxBufferBytes + pageSize;
    if (!Number.isSafeInteger(byteLength)) skip('the longest buffer exceeds the safe integers');
    const region = backend.map(0, byteLength, PROT_NONE, reserving, -1, 0);
    if (region === -ENOMEM) skip('the system cannot reserve a region that long');
    fixture.adopt(region);
    expect(makeBuffer(region, 0, byteLength)).toBe(-ENOMEM);
    expect(backend.addressOf(region)).toBeGreaterThan(0);
    fixture.unmap(region);
    expect(fixture.live).toBe(0);
  });
}
