import { constants, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fileOf, temporaryDirectory } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { firstDifference, patternOf } from '../src/transfer/bytes.js';
import { opened, positionOf } from '../src/transfer/descriptors.js';

const { float64, struct, uint8, uint16be, uint32 } = carray;
const LENGTH = 3 * 2 ** 20 + 12_345;

onBothBackends('mapped memory to and from files', ({ mapAnonymous, mapFile, munmap }) => {
  const newPath = () => join(temporaryDirectory(), 'new.bin');
  /** Memory with a pattern in it, and the pattern. */
  const filled = (byteLength = LENGTH) => {
    const content = patternOf(byteLength);
    const array = mapFile(fileOf(content), { access: 'read-write' });
    return { array, content };
  };

  it('all of a mapping is written, and read back into another', () => {
    const { array, content } = filled();
    const path = newPath();
    expect(array.writeTo(opened(path, 'w'))).toBe(LENGTH);
    expect(firstDifference(readFileSync(path), content)).toBe(undefined);
    const copy = mapAnonymous(uint8, LENGTH);
    expect(copy.readFrom(opened(path, 'r'))).toBe(LENGTH);
    expect(firstDifference(copy.bytes, content)).toBe(undefined);
    expect(copy.equals(array.subarray(0))).toBe(true);
    munmap(array);
    munmap(copy);
  });

  it.each([[1], [4095], [4096], [4097], [LENGTH - 1]])('from byte %d on, to the end', (byteOffset) => {
    const { array, content } = filled();
    const path = newPath();
    expect(array.writeTo(opened(path, 'w'), byteOffset)).toBe(LENGTH);
    expect(firstDifference(readFileSync(path), content.subarray(byteOffset))).toBe(undefined);
    const copy = mapAnonymous(uint8, LENGTH).fill(0xee);
    expect(copy.readFrom(opened(path, 'r'), BigInt(byteOffset))).toBe(LENGTH);
    expect(firstDifference(copy.bytes.subarray(byteOffset), content.subarray(byteOffset))).toBe(undefined);
    expect(copy.bytes.subarray(0, byteOffset).every((byte) => byte === 0xee)).toBe(true);
    munmap(array);
    munmap(copy);
  });

  it('of subarrays and casts that are not aligned only their own bytes go', () => {
    const { array, content } = filled();
    for (const [part, from, to] of [
      [array.subarray(1001, -77), 1001, LENGTH - 77],
      [array.subarray(1001).subarray(7, 2_000_000), 1008, 2_001_001],
      [array.cast(uint16be, 3), 3, 3 + 2 * Math.floor((LENGTH - 3) / 2)],
      [array.cast(float64, 4093, 8 * 300_000), 4093, 4093 + 8 * 300_000],
      [array.cast(struct({ a: uint8, b: uint32 }), 5, 8 * 999), 5, 5 + 8 * 999],
    ] as const) {
      const path = newPath();
      expect(part.writeTo(opened(path, 'w'))).toBe(to - from);
      expect(firstDifference(readFileSync(path), content.subarray(from, to))).toBe(undefined);
    }
    munmap(array);
  });

  it('of subarrays and casts that are not aligned only their own bytes are read', () => {
    const incoming = patternOf(LENGTH, 2);
    const path = fileOf(incoming);
    const { array, content } = filled();
    const expected = Buffer.from(content);
    for (const part of [
      { array: array.subarray(10_001, 20_003), from: 10_001, to: 20_003 },
      { array: array.cast(uint16be, 30_003, 40_000), from: 30_003, to: 70_003 },
      { array: array.cast(float64, 2 ** 20 + 1, 2 ** 20), from: 2 ** 20 + 1, to: 2 ** 21 + 1 },
    ]) {
      expect(part.array.readFrom(opened(path, 'r'))).toBe(part.to - part.from);
      incoming.copy(expected, part.from, 0, part.to - part.from);
    }
    expect(firstDifference(array.bytes, expected)).toBe(undefined);
    munmap(array);
  });

  it('goes on where the file is: what is written twice is there twice, and is read in two halves', () => {
    const { array, content } = filled(100_003);
    const path = newPath();
    const fd = opened(path, 'w+');
    expect([array.writeTo(fd), positionOf(fd), array.writeTo(fd), positionOf(fd)]).toEqual([
      100_003, 100_003, 100_003, 200_006,
    ]);
    expect(firstDifference(readFileSync(path), Buffer.concat([content, content]))).toBe(undefined);
    const reader = opened(path, 'r');
    const half = mapAnonymous(uint8, 100_003);
    for (let turn = 1; turn <= 2; turn++) {
      expect([half.readFrom(reader), positionOf(reader)]).toEqual([100_003, turn * 100_003]);
      expect(firstDifference(half.bytes, content)).toBe(undefined);
    }
    expect(half.readFrom(reader)).toBe(0);
    munmap(array);
    munmap(half);
  });

  it('leaves the bytes of the file around those that it writes', () => {
    const { array, content } = filled(5000);
    const path = fileOf(Buffer.alloc(9000, 1));
    const fd = opened(path, 'r+');
    mapAnonymous(uint8, 1000).readFrom(fd); // the position is 1000 now
    expect(array.writeTo(fd)).toBe(5000);
    const expected = Buffer.concat([Buffer.alloc(1000, 1), content, Buffer.alloc(3000, 1)]);
    expect(firstDifference(readFileSync(path), expected)).toBe(undefined);
    munmap(array);
  });

  it('appends to a file that was opened for it', () => {
    const { array, content } = filled(5000);
    const path = fileOf(Buffer.alloc(9000, 1));
    expect(array.writeTo(opened(path, constants.O_WRONLY | constants.O_APPEND), 4000)).toBe(5000);
    expect(firstDifference(readFileSync(path).subarray(9000), content.subarray(4000))).toBe(undefined);
    munmap(array);
  });

  it.each([0, 1, 4096, 70_001])(
    'a file of %d bytes ends there, and further bytes are as they were',
    (size) => {
      const content = patternOf(size);
      const path = fileOf(content);
      const array = mapAnonymous(uint32, 25_000).fill(0xdddddddd);
      expect(array.readFrom(opened(path, 'r'))).toBe(size);
      const { bytes } = array;
      expect(firstDifference(bytes.subarray(0, size), content)).toBe(undefined);
      expect(bytes.subarray(size).every((byte) => byte === 0xdd)).toBe(true);
      array.fill(0xdddddddd);
      expect(array.readFrom(opened(path, 'r'), 9)).toBe(9 + size);
      expect(bytes.subarray(0, 9).every((byte) => byte === 0xdd)).toBe(true);
      expect(firstDifference(bytes.subarray(9, 9 + size), content)).toBe(undefined);
      munmap(array);
    },
  );

  it('from one mapped file into another, each way', () => {
    const { array, content } = filled();
    const path = fileOf(Buffer.alloc(LENGTH));
    const goal = mapFile(path, { access: 'read-write' });
    expect(array.writeTo(opened(path, 'r+'))).toBe(LENGTH);
    expect(firstDifference(goal.bytes, content)).toBe(undefined);
    goal.fill(0);
    expect(goal.readFrom(opened(array.mapping.path ?? '', 'r'))).toBe(LENGTH);
    expect(firstDifference(readFileSync(path), content)).toBe(undefined);
    munmap(array);
    munmap(goal);
  });

  it('between a mapping and its own file, at another place', () => {
    const { array, content } = filled(2 ** 20);
    const path = array.mapping.path ?? '';
    const writer = opened(path, 'r+');
    mapAnonymous(uint8, 2 ** 19).readFrom(writer);
    expect(array.subarray(0, 2 ** 19).writeTo(writer)).toBe(2 ** 19);
    const expected = Buffer.concat([content.subarray(0, 2 ** 19), content.subarray(0, 2 ** 19)]);
    expect(firstDifference(array.bytes, expected)).toBe(undefined);
    munmap(array);
  });

  it("a read from a file reaches the mapped file, or with 'copy-on-write' this process alone", () => {
    const content = patternOf(10_000);
    const source = fileOf(content);
    for (const access of ['read-write', 'copy-on-write'] as const) {
      const path = fileOf(Buffer.alloc(10_000, 3));
      const array = mapFile(path, { access });
      expect(array.readFrom(opened(source, 'r'))).toBe(10_000);
      expect(firstDifference(array.bytes, content)).toBe(undefined);
      const expected = access === 'read-write' ? content : Buffer.alloc(10_000, 3);
      expect(firstDifference(readFileSync(path), expected)).toBe(undefined);
      munmap(array);
    }
  });

  it('a mapping for reading is written without being changed', () => {
    const content = patternOf(50_001);
    const source = fileOf(content);
    const array = mapFile(source, { byteOffset: 4097 });
    const path = newPath();
    writeFileSync(path, '');
    expect(array.writeTo(opened(path, 'r+'))).toBe(50_001 - 4097);
    expect(firstDifference(readFileSync(path), content.subarray(4097))).toBe(undefined);
    munmap(array);
  });
});
