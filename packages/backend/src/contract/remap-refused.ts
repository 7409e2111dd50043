import { constants } from 'node:os';
import { MAP_ANONYMOUS, MAP_PRIVATE, MAP_SHARED, PROT_READ } from '@carray/constants';
import { expect, it } from 'vitest';
import type { RegionId } from '../backend.js';
import { expectBytes, pattern, zeros } from './bytes.js';
import { type Fixture, readWrite } from './fixture.js';
import { rangeCases } from './ranges.js';

const { EACCES, EBADF, EBUSY, EINVAL } = constants.errno;
const anonymous = MAP_PRIVATE | MAP_ANONYMOUS;

export function remapRefusalCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;

  const toZeros = (region: RegionId, byteOffset: number, byteLength: number): number =>
    backend.remap(region, byteOffset, byteLength, readWrite, anonymous, -1, 0);

  /** Asserts that a region of 2 pages refuses to be remapped and stays what it was. */
  function refuses(errno: number, attempt: (region: RegionId) => number): void {
    const region = fixture.anonymous({ byteLength: 2 * pageSize });
    const bytes = fixture.bytes(region, 2 * pageSize);
    bytes.set(pattern(2 * pageSize));
    expect(attempt(region)).toBe(-errno);
    expectBytes(bytes, pattern(2 * pageSize));
    bytes.fill(9);
    expect(bytes[2 * pageSize - 1]).toBe(9);
  }

  rangeCases(fixture, toZeros);

  it.each([1, pageSize / 2, pageSize + 1])('starts inside a page: EINVAL (offset %i)', (byteOffset) => {
    refuses(EINVAL, (region) => toZeros(region, byteOffset, 1));
  });

  it('has no bytes: EINVAL', () => {
    refuses(EINVAL, (region) => toZeros(region, pageSize, 0));
  });

  it('is neither shared nor private: EINVAL', () => {
    refuses(EINVAL, (region) => backend.remap(region, 0, pageSize, readWrite, MAP_ANONYMOUS, -1, 0));
  });

  it('has no descriptor and is not anonymous: EBADF', () => {
    refuses(EBADF, (region) => backend.remap(region, 0, pageSize, readWrite, MAP_SHARED, -1, 0));
  });

  it('has an offset inside a page of the file: EINVAL', () => {
    const fd = files.open(files.create(2 * pageSize), 'r+');
    refuses(EINVAL, (region) => backend.remap(region, 0, pageSize, readWrite, MAP_SHARED, fd, 1));
  });

  it('would write to a file that is open for reading: EACCES', () => {
    const fd = files.open(files.create(2 * pageSize), 'r');
    refuses(EACCES, (region) => backend.remap(region, 0, pageSize, readWrite, MAP_SHARED, fd, 0));
  });

  it('would replace another region inside: EBUSY', () => {
    const reservation = fixture.reserve(4 * pageSize);
    const inside = fixture.inside(reservation, pageSize, { byteLength: pageSize + 1 });
    const bytes = fixture.bytes(inside, pageSize + 1);
    bytes.set(pattern(pageSize + 1));
    expect(toZeros(reservation, 0, 4 * pageSize)).toBe(-EBUSY);
    expect(toZeros(reservation, 0, pageSize + 1)).toBe(-EBUSY);
    expect(toZeros(reservation, 2 * pageSize, pageSize)).toBe(-EBUSY);
    expectBytes(bytes, pattern(pageSize + 1));
  });

  it('is not the part of a reservation beside a region inside', () => {
    const reservation = fixture.reserve(3 * pageSize);
    const inside = fixture.bytes(fixture.inside(reservation, pageSize)).fill(9);
    expect(toZeros(reservation, 0, pageSize)).toBe(0);
    expect(backend.remap(reservation, 2 * pageSize, pageSize, PROT_READ, anonymous, -1, 0)).toBe(0);
    expect(inside.every((byte) => byte === 9)).toBe(true);
    if (!backend.supports.sharedPages) return;
    const bytes = new Uint8Array(fixture.buffer(reservation, 0, pageSize));
    expectBytes(bytes, zeros(pageSize));
    bytes.set(pattern(pageSize));
    expectBytes(bytes, pattern(pageSize));
  });
}
