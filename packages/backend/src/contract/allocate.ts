import { execFileSync } from 'node:child_process';
import { fstatSync, constants as open, readSync } from 'node:fs';
import { constants, devNull } from 'node:os';
import { join } from 'node:path';
import { MAP_SHARED } from '@carray/constants';
import { expect, it } from 'vitest';
import { expectBytes, filled, pattern, zeros } from './bytes.js';
import { type Fixture, readWrite } from './fixture.js';

const { EBADF, EFBIG, EINVAL, ENODEV, ESPIPE } = constants.errno;
/** Of `st_blocks`, on every system. */
const bytesPerBlock = 512;
const fiveGibibytes = 5 * 2 ** 30;
const longestFile = Number.MAX_SAFE_INTEGER;

export function allocateCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;
  const { sharedPages } = backend.supports;
  const sizeOf = (fd: number): number => fstatSync(fd).size;
  const reservedBytesOf = (fd: number): number => fstatSync(fd).blocks * bytesPerBlock;

  it.each([
    ['from its start on', 0, 0],
    ['from its end on', 1, 1],
    ['from inside of it on', 2, 1],
    ['from past its end on', 1, 3],
  ])('makes a file longer, %s', (_, pages, firstPage) => {
    const path = files.create(pattern(pages * pageSize));
    const fd = files.open(path, 'r+');
    const end = (firstPage + 2) * pageSize;
    expect(backend.allocate(fd, firstPage * pageSize, 2 * pageSize)).toBe(0);
    expect(sizeOf(fd)).toBe(end);
    const content = files.read(path);
    expectBytes(content.subarray(0, pages * pageSize), pattern(pages * pageSize));
    expectBytes(content.subarray(pages * pageSize), zeros(end - pages * pageSize));
  });

  it('makes a file longer to the byte', () => {
    const path = files.create(pattern(10));
    const fd = files.open(path, 'r+');
    expect(backend.allocate(fd, 3, 100)).toBe(0);
    expect(sizeOf(fd)).toBe(103);
    expectBytes(files.read(path).subarray(0, 10), pattern(10));
    expect(backend.allocate(fd, pageSize + 1, 1)).toBe(0);
    expect(sizeOf(fd)).toBe(pageSize + 2);
  });

  it('takes a descriptor that is open for writing alone', () => {
    const fd = files.open(files.create(0), open.O_WRONLY);
    expect(backend.allocate(fd, 0, pageSize)).toBe(0);
    expect(sizeOf(fd)).toBe(pageSize);
  });

  it('reaches offsets past 4 GiB', () => {
    const fd = files.open(files.create(pageSize), 'r+');
    expect(backend.allocate(fd, fiveGibibytes, pageSize)).toBe(0);
    expect(sizeOf(fd)).toBe(fiveGibibytes + pageSize);
  });

  it('never makes a file shorter, nor touches its bytes', () => {
    const content = pattern(3 * pageSize);
    const path = files.create(content);
    const fd = files.open(path, 'r+');
    expect(backend.allocate(fd, 0, 1)).toBe(0);
    expect(backend.allocate(fd, pageSize, pageSize)).toBe(0);
    expect(backend.allocate(fd, 0, 3 * pageSize)).toBe(0);
    expectBytes(files.read(path), content);
  });

  it('keeps the size and the bytes of a file with holes', () => {
    const path = files.create(4 * pageSize);
    files.write(path, filled(pageSize, 9), 3 * pageSize);
    const fd = files.open(path, 'r+');
    expect(backend.allocate(fd, pageSize, 2 * pageSize)).toBe(0);
    expect(backend.allocate(fd, 0, 4 * pageSize)).toBe(0);
    expectBytes(files.read(path), zeros(4 * pageSize).fill(9, 3 * pageSize));
  });

  it('leaves the position in the file', () => {
    const fd = files.open(files.create(pattern(pageSize)), 'r+');
    const bytes = zeros(100);
    expect(readSync(fd, bytes)).toBe(100);
    expect(backend.allocate(fd, 0, 2 * pageSize)).toBe(0);
    expect(readSync(fd, bytes)).toBe(100);
    expectBytes(bytes, pattern(200).slice(100));
  });

  it.runIf(sharedPages).each([
    ['past the end of a file', 0],
    ['in a hole', 64],
  ])('has the blocks on the disk: %s', (_, pages) => {
    const byteLength = 64 * pageSize;
    const fd = files.open(files.create(pages * pageSize), 'r+');
    expect(reservedBytesOf(fd)).toBeLessThan(byteLength);
    expect(backend.allocate(fd, 0, byteLength)).toBe(0);
    expect(reservedBytesOf(fd)).toBeGreaterThanOrEqual(byteLength);
    expect(sizeOf(fd)).toBe(byteLength);
  });

  it('gives a region over the file memory to store in', () => {
    const path = files.create(0);
    const fd = files.open(path, 'r+');
    const region = fixture.adopt(backend.map(0, pageSize, readWrite, MAP_SHARED, fd, 0));
    expect(backend.allocate(fd, 0, pageSize)).toBe(0);
    const bytes = fixture.bytes(region);
    expectBytes(bytes, zeros(pageSize));
    bytes.set(pattern(pageSize));
    fixture.release(region);
    expectBytes(files.read(path), pattern(pageSize));
  });

  it('refuses a length of 0 or less: EINVAL', () => {
    const fd = files.open(files.create(pageSize), 'r+');
    for (const byteLength of [0, -1, -pageSize]) {
      for (const fileOffset of [0, pageSize, 2 * pageSize]) {
        expect(backend.allocate(fd, fileOffset, byteLength), `${byteLength} at ${fileOffset}`).toBe(-EINVAL);
      }
    }
    expect(sizeOf(fd)).toBe(pageSize);
  });

  it('refuses a negative offset: EINVAL', () => {
    const fd = files.open(files.create(pageSize), 'r+');
    expect(backend.allocate(fd, -1, pageSize)).toBe(-EINVAL);
    expect(backend.allocate(fd, -pageSize, 2 * pageSize)).toBe(-EINVAL);
    expect(sizeOf(fd)).toBe(pageSize);
  });

  it('refuses no descriptor: EBADF', () => {
    expect(backend.allocate(-1, 0, pageSize)).toBe(-EBADF);
  });

  it('refuses a closed descriptor: EBADF', () => {
    const fd = files.open(files.create(pageSize), 'r+');
    files.close(fd);
    expect(backend.allocate(fd, 0, pageSize)).toBe(-EBADF);
  });

  it('refuses a descriptor that is open for reading, longer or not: EBADF', () => {
    const fd = files.open(files.create(2 * pageSize), 'r');
    expect(backend.allocate(fd, 0, 4 * pageSize)).toBe(-EBADF);
    expect(backend.allocate(fd, 0, pageSize)).toBe(-EBADF);
    expect(sizeOf(fd)).toBe(2 * pageSize);
  });

  it('refuses a device: ENODEV', () => {
    expect(backend.allocate(files.open(devNull, 'r+'), 0, pageSize)).toBe(-ENODEV);
  });

  it('refuses a pipe: ENODEV or ESPIPE', () => {
    const path = join(files.directory, 'pipe');
    execFileSync('/usr/bin/mkfifo', [path]);
    expect([-ENODEV, -ESPIPE]).toContain(backend.allocate(files.open(path, 'r+'), 0, pageSize));
  });

  it('refuses a file longer than any: EFBIG', ({ skip }) => {
    const fd = files.open(files.create(pageSize), 'r+');
    const answer = backend.allocate(fd, longestFile - pageSize, pageSize);
    if (answer === 0) skip('the file system has files that long');
    expect(answer).toBe(-EFBIG);
    expect(sizeOf(fd)).toBe(pageSize);
  });
}
