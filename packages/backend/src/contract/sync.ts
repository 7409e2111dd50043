import { constants } from 'node:os';
import { MAP_PRIVATE, MAP_SHARED, MS_ASYNC, MS_INVALIDATE, MS_SYNC } from '@carray/constants';
import { expect, it } from 'vitest';
import { expectBytes, filled } from './bytes.js';
import type { Fixture } from './fixture.js';
import { pageRangeCases } from './ranges.js';

const { EINVAL } = constants.errno;
const unknownFlag = 1 << 23;

export function syncCases(fixture: Fixture): void {
  const { backend, pageSize } = fixture;

  pageRangeCases(fixture, (region, byteOffset, byteLength) =>
    backend.sync(region, byteOffset, byteLength, MS_SYNC),
  );

  it.each([
    ['MS_SYNC', MS_SYNC],
    ['MS_ASYNC', MS_ASYNC],
    ['MS_SYNC | MS_INVALIDATE', MS_SYNC | MS_INVALIDATE],
  ])('takes %s', (_, flags) => {
    const path = fixture.files.create(2 * pageSize);
    const region = fixture.file(path, { byteLength: 2 * pageSize });
    fixture.bytes(region, 2 * pageSize).fill(6);
    expect(backend.sync(region, 0, 2 * pageSize, flags)).toBe(0);
    expectBytes(fixture.files.read(path), filled(2 * pageSize, 6));
  });

  it('writes the pages of its range', () => {
    const path = fixture.files.create(3 * pageSize);
    const region = fixture.file(path, { byteLength: 3 * pageSize });
    fixture.bytes(region, 3 * pageSize).fill(6);
    expect(backend.sync(region, pageSize, pageSize, MS_SYNC)).toBe(0);
    expectBytes(fixture.files.readAt(path, pageSize, pageSize), filled(pageSize, 6));
  });

  it.each([MAP_PRIVATE, MAP_SHARED])('takes memory without a file (flags %i)', (flags) => {
    const region = fixture.anonymous({ flags });
    expect(backend.sync(region, 0, pageSize, MS_SYNC)).toBe(0);
  });

  it('refuses MS_SYNC and MS_ASYNC together: EINVAL', () => {
    const region = fixture.anonymous();
    expect(backend.sync(region, 0, pageSize, MS_SYNC | MS_ASYNC)).toBe(-EINVAL);
  });

  it('refuses a flag that does not exist: EINVAL', () => {
    const region = fixture.anonymous();
    expect(backend.sync(region, 0, pageSize, MS_SYNC | unknownFlag)).toBe(-EINVAL);
  });
}
