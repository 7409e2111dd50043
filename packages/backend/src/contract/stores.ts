import { MAP_PRIVATE, MAP_SHARED, MS_SYNC, PROT_READ } from '@carray/constants';
import { expect, it } from 'vitest';
import { expectBytes, filled, pattern } from './bytes.js';
import type { Fixture } from './fixture.js';

const fiveGibibytes = 5 * 2 ** 30;

export function storeCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;
  const { sharedPages } = backend.supports;

  it('reach the file with sync', () => {
    const path = files.create(pattern(2 * pageSize));
    const region = fixture.file(path, { fileOffset: pageSize });
    fixture.bytes(region).fill(255);
    expect(backend.sync(region, 0, pageSize, MS_SYNC)).toBe(0);
    const expected = pattern(2 * pageSize).fill(255, pageSize);
    expectBytes(files.read(path), expected);
  });

  it.each(['detached before', 'left'])('reach the file with unmap, the buffer %s', (order) => {
    const path = files.create(pageSize);
    const region = fixture.file(path);
    fixture.bytes(region).set(pattern(pageSize));
    if (order === 'left') fixture.unmap(region);
    else fixture.release(region);
    expectBytes(files.read(path), pattern(pageSize));
  });

  it('reach the file at an offset past 4 GiB', () => {
    const path = files.create(fiveGibibytes + pageSize);
    const region = fixture.file(path, { fileOffset: fiveGibibytes });
    fixture.bytes(region).set(pattern(pageSize));
    fixture.release(region);
    expectBytes(files.readAt(path, pageSize, fiveGibibytes), pattern(pageSize));
  });

  it('reach the file after the region was made read-only', () => {
    const path = files.create(pageSize);
    const region = fixture.file(path);
    fixture.bytes(region).fill(3);
    expect(backend.protect(region, 0, pageSize, PROT_READ)).toBe(0);
    fixture.release(region);
    expectBytes(files.read(path), filled(pageSize, 3));
  });

  it('past the end of the file neither reach it nor make it longer', () => {
    const path = files.create(pattern(100));
    const region = fixture.file(path);
    fixture.bytes(region).fill(255);
    expect(backend.sync(region, 0, pageSize, MS_SYNC)).toBe(0);
    fixture.release(region);
    expectBytes(files.read(path), filled(100, 255));
  });

  it.each(['r', 'r+'])('to private memory never reach the file: opened with %s', (open) => {
    const path = files.create(pattern(pageSize));
    const region = fixture.file(path, { flags: MAP_PRIVATE, open });
    fixture.bytes(region).fill(255);
    expect(backend.sync(region, 0, pageSize, MS_SYNC)).toBe(0);
    fixture.release(region);
    expectBytes(files.read(path), pattern(pageSize));
  });

  it('to private memory stay in one region', () => {
    const path = files.create(pattern(pageSize));
    const one = fixture.bytes(fixture.file(path, { flags: MAP_PRIVATE }));
    const other = fixture.bytes(fixture.file(path, { flags: MAP_PRIVATE }));
    one.fill(255);
    expectBytes(other, pattern(pageSize));
  });

  it('to two regions over one file both reach it', () => {
    const path = files.create(pageSize);
    const [one, other] = [fixture.file(path), fixture.file(path)];
    fixture.bytes(one)[1] = 11;
    fixture.bytes(other)[2] = 22;
    fixture.release(one);
    fixture.release(other);
    expectBytes(files.read(path).subarray(0, 4), Uint8Array.of(0, 11, 22, 0));
  });

  it.runIf(sharedPages)('show in the other regions over the file at once', () => {
    const path = files.create(2 * pageSize);
    const one = fixture.bytes(fixture.file(path, { byteLength: 2 * pageSize }), 2 * pageSize);
    const other = fixture.bytes(fixture.file(path, { fileOffset: pageSize, flags: MAP_SHARED }));
    one[pageSize] = 7;
    expect(other[0]).toBe(7);
    other[1] = 9;
    expect(one[pageSize + 1]).toBe(9);
  });

  it.runIf(sharedPages)('show in the file at once, and the file shows them', () => {
    const path = files.create(pageSize);
    const bytes = fixture.bytes(fixture.file(path));
    bytes[0] = 7;
    expect(files.read(path)[0]).toBe(7);
    files.write(path, Uint8Array.of(9), 1);
    expect(bytes[1]).toBe(9);
  });

  it.skipIf(sharedPages)('do not show in the file before sync', () => {
    const path = files.create(pageSize);
    const region = fixture.file(path);
    fixture.bytes(region)[0] = 7;
    expect(files.read(path)[0]).toBe(0);
    expect(backend.sync(region, 0, pageSize, MS_SYNC)).toBe(0);
    expect(files.read(path)[0]).toBe(7);
  });
}
