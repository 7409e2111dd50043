import { constants } from 'node:os';
import { MAP_SHARED, PROT_NONE, PROT_READ } from '@carray/constants';
import { expect, it } from 'vitest';
import { expectBytes, filled, pattern, zeros } from './bytes.js';
import { type Fixture, readWrite } from './fixture.js';
import { pageRangeCases } from './ranges.js';

const { EACCES, EINVAL } = constants.errno;
const unknownBit = 1 << 23;

// A page without access is not touched here: the answer is a signal, which no test survives.
export function protectCases(fixture: Fixture): void {
  const { backend, pageSize } = fixture;

  pageRangeCases(fixture, (region, byteOffset, byteLength) =>
    backend.protect(region, byteOffset, byteLength, PROT_READ),
  );

  it('leaves the pages around the range writable', () => {
    const region = fixture.anonymous({ byteLength: 3 * pageSize });
    const bytes = fixture.bytes(region, 3 * pageSize);
    bytes.fill(1);
    expect(backend.protect(region, pageSize, pageSize, PROT_READ)).toBe(0);
    bytes.fill(2, 0, pageSize);
    bytes.fill(3, 2 * pageSize);
    expect([bytes[pageSize - 1], bytes[pageSize], bytes[2 * pageSize]]).toEqual([2, 1, 3]);
  });

  it.each([
    ['no access', PROT_NONE],
    ['reading', PROT_READ],
  ])('goes to %s and back, with the bytes as they were', (_, protection) => {
    const region = fixture.anonymous({ byteLength: 2 * pageSize });
    const bytes = fixture.bytes(region, 2 * pageSize);
    bytes.set(pattern(2 * pageSize));
    expect(backend.protect(region, 0, 2 * pageSize, protection)).toBe(0);
    expect(backend.protect(region, 0, 2 * pageSize, readWrite)).toBe(0);
    expectBytes(bytes, pattern(2 * pageSize));
    bytes.fill(9);
    expect(bytes[2 * pageSize - 1]).toBe(9);
  });

  it('gives access to a region that was mapped without', () => {
    const region = fixture.anonymous({ protection: PROT_NONE });
    expect(backend.protect(region, 0, pageSize, readWrite)).toBe(0);
    const bytes = fixture.bytes(region);
    expectBytes(bytes, zeros(pageSize));
    bytes.fill(1);
    expect(bytes[pageSize - 1]).toBe(1);
  });

  it('lets stores reach a file that was mapped for reading', () => {
    const path = fixture.files.create(pageSize);
    const region = fixture.file(path, { protection: PROT_READ });
    expect(backend.protect(region, 0, pageSize, readWrite)).toBe(0);
    fixture.bytes(region).fill(5);
    fixture.release(region);
    expectBytes(fixture.files.read(path), filled(pageSize, 5));
  });

  it('refuses writing to a file that is open for reading: EACCES', () => {
    const path = fixture.files.create(pageSize);
    const region = fixture.file(path, { open: 'r', protection: PROT_READ, flags: MAP_SHARED });
    expect(backend.protect(region, 0, pageSize, readWrite)).toBe(-EACCES);
  });

  it('refuses a protection that does not exist: EINVAL', () => {
    const region = fixture.anonymous();
    expect(backend.protect(region, 0, pageSize, PROT_READ | unknownBit)).toBe(-EINVAL);
  });
}
