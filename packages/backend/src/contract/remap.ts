import { MAP_ANONYMOUS, MAP_PRIVATE, MAP_SHARED, MS_SYNC, PROT_READ } from '@carray/constants';
import { expect, it } from 'vitest';
import type { RegionId } from '../backend.js';
import { expectBytes, filled, pattern, zeros } from './bytes.js';
import { type Fixture, readWrite } from './fixture.js';
import { areasOf } from './process-tables.js';

const anonymous = MAP_PRIVATE | MAP_ANONYMOUS;

export function remapCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;
  const { sharedPages } = backend.supports;

  const toZeros = (region: RegionId, byteOffset: number, byteLength: number): number =>
    backend.remap(region, byteOffset, byteLength, readWrite, anonymous, -1, 0);

  function toFile(
    region: RegionId,
    byteOffset: number,
    byteLength: number,
    path: string,
    fileOffset = byteOffset,
  ): void {
    const fd = files.open(path, 'r+');
    expect(backend.remap(region, byteOffset, byteLength, readWrite, MAP_SHARED, fd, fileOffset)).toBe(0);
    files.close(fd);
  }

  it.each([
    [0, 3],
    [0, 1],
    [1, 1],
    [2, 1],
  ])('gives zeros in place of pages, from page %i on %i of 3, seen by the buffer', (page, pages) => {
    const region = fixture.anonymous({ byteLength: 3 * pageSize });
    const address = backend.addressOf(region);
    const bytes = fixture.bytes(region, 3 * pageSize);
    bytes.set(pattern(3 * pageSize));
    expect(toZeros(region, page * pageSize, pages * pageSize)).toBe(0);
    expectBytes(bytes, pattern(3 * pageSize).fill(0, page * pageSize, (page + pages) * pageSize));
    expect(backend.addressOf(region)).toBe(address);
    bytes.fill(9);
    expectBytes(bytes, filled(3 * pageSize, 9));
  });

  it('takes the part of its last page that a region has for the whole page', () => {
    const byteLength = pageSize + 100;
    const region = fixture.anonymous({ byteLength });
    const bytes = fixture.bytes(region, byteLength).fill(9);
    expect(toZeros(region, pageSize, 100)).toBe(0);
    expectBytes(bytes, filled(byteLength, 9).fill(0, pageSize));
    expect(toZeros(region, 0, byteLength)).toBe(0);
    expectBytes(bytes, zeros(byteLength));
  });

  it('shows the bytes of a file that was shorter for a while', () => {
    const path = files.create(pattern(3 * pageSize));
    const region = fixture.file(path, { byteLength: 3 * pageSize });
    const bytes = fixture.bytes(region, 3 * pageSize);
    files.truncate(path, pageSize);
    files.truncate(path, 3 * pageSize);
    files.write(path, filled(pageSize, 7), 2 * pageSize);
    toFile(region, pageSize, 2 * pageSize, path);
    const expected = pattern(3 * pageSize)
      .fill(0, pageSize)
      .fill(7, 2 * pageSize);
    expectBytes(bytes, expected);
  });

  it('lets stores reach the file again where zeros had taken its place', () => {
    const path = files.create(pattern(2 * pageSize));
    const region = fixture.file(path, { byteLength: 2 * pageSize });
    const bytes = fixture.bytes(region, 2 * pageSize);
    expect(toZeros(region, pageSize, pageSize)).toBe(0);
    bytes.fill(8, pageSize);
    expect(backend.sync(region, 0, 2 * pageSize, MS_SYNC)).toBe(0);
    expectBytes(files.read(path), pattern(2 * pageSize));
    toFile(region, pageSize, pageSize, path);
    expectBytes(bytes, pattern(2 * pageSize));
    bytes.fill(6, pageSize);
    fixture.release(region);
    expectBytes(files.read(path), pattern(2 * pageSize).fill(6, pageSize));
  });

  it('keeps what was stored in the file before it', () => {
    const path = files.create(2 * pageSize);
    const region = fixture.file(path, { byteLength: 2 * pageSize });
    fixture.bytes(region, 2 * pageSize).fill(5);
    expect(toZeros(region, 0, 2 * pageSize)).toBe(0);
    fixture.release(region);
    expectBytes(files.read(path), filled(2 * pageSize, 5));
  });

  it('maps a whole region to another file', () => {
    const [before, after] = [files.create(pattern(pageSize)), files.create(filled(2 * pageSize, 3))];
    const region = fixture.file(before);
    const bytes = fixture.bytes(region);
    toFile(region, 0, pageSize, after, pageSize);
    expectBytes(bytes, filled(pageSize, 3));
    bytes.fill(4);
    fixture.release(region);
    expectBytes(files.read(before), pattern(pageSize));
    expectBytes(files.read(after), filled(2 * pageSize, 3).fill(4, pageSize));
  });

  it('gives the protection that it is told', () => {
    const region = fixture.anonymous();
    fixture.bytes(region).fill(9);
    expect(backend.remap(region, 0, pageSize, PROT_READ, anonymous, -1, 0)).toBe(0);
    expectBytes(fixture.bytes(region), zeros(pageSize));
    const count = backend.copyIn(region, 0, filled(8, 1));
    expect(count).toBeLessThanOrEqual(0); // refused for its protection, or by the system
  });

  it('leaves the counts of regions and mappings right', () => {
    const path = files.create(3 * pageSize);
    const region = fixture.file(path, { byteLength: 3 * pageSize });
    expect(toZeros(region, pageSize, pageSize)).toBe(0);
    if (sharedPages) expect(areasOf(path) ?? 2).toBe(2);
    toFile(region, pageSize, pageSize, path);
    expect(fixture.live).toBe(1);
    fixture.unmap(region);
    expect(fixture.live).toBe(0);
    expect(areasOf(path) ?? 0).toBe(0);
  });

  it('leaves the pages to a buffer that outlives the region', () => {
    const region = fixture.anonymous();
    const bytes = fixture.bytes(region).fill(9);
    expect(toZeros(region, 0, pageSize)).toBe(0);
    fixture.unmap(region);
    expectBytes(bytes, zeros(pageSize));
    bytes.set(pattern(pageSize));
    expectBytes(bytes, pattern(pageSize));
    fixture.detach(bytes.buffer);
    expect(fixture.live).toBe(0);
  });

  it('works inside of a reservation, whose place is free again after unmap', () => {
    const path = files.create(pattern(pageSize));
    const reservation = fixture.reserve(3 * pageSize);
    const inside = fixture.fileInside(reservation, pageSize, path);
    const bytes = fixture.bytes(inside);
    expect(toZeros(inside, 0, pageSize)).toBe(0);
    expectBytes(bytes, zeros(pageSize));
    toFile(inside, 0, pageSize, path);
    expectBytes(bytes, pattern(pageSize));
    expect(fixture.live).toBe(2);
    fixture.detach(bytes.buffer);
    fixture.unmap(inside);
    expect(fixture.live).toBe(1);
    expect(areasOf(path) ?? 0).toBe(0);
  });

  it('follows forgetFaults in a guarded region, and goes on being guarded', () => {
    const region = fixture.anonymous({ byteLength: 2 * pageSize });
    const counter = fixture.guard(region);
    expect(backend.markFault(region, 0, 2 * pageSize)).toBe(0);
    expect(backend.forgetFaults(region)).toBe(0);
    expect(toZeros(region, 0, 2 * pageSize)).toBe(0);
    expect([counter[0], backend.faulted(region, 0, 2 * pageSize)]).toEqual([0, -1]);
    expect(backend.markFault(region, 0, 1)).toBe(0);
    expect([counter[0], backend.faultMark(region, 0)]).toEqual([1, 1]);
  });
}
