import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { MAP_ANONYMOUS, MAP_SHARED, MS_SYNC, PROT_READ, PROT_WRITE, uint8 } = carray;

onBothBackends('the file test of TXR', ({ mmap, msync, munmap, pageSize }) => {
  it('has a page size that is a positive power of two', () => {
    expect(pageSize).toBeGreaterThan(0);
    expect(Number.isInteger(Math.log2(pageSize))).toBe(true);
  });

  it('reads a page, overwrites it, syncs, and publishes the last stores by munmap alone', () => {
    const [one, two] = [randomBytes(pageSize), randomBytes(pageSize)];
    const path = fileOf(one);
    const map = mmap(uint8, pageSize, PROT_READ | PROT_WRITE, MAP_SHARED, path);
    expect(map.length).toBe(pageSize);
    for (let index = 0; index < pageSize; index++) {
      if (map.get(index) !== one[index]) expect.fail(`byte ${index} is ${map.get(index)}, not ${one[index]}`);
      map.set(index, two.readUInt8(index));
    }
    expect(msync(map, MS_SYNC)).toBe(true);
    expect(readFileSync(path).equals(two)).toBe(true);

    for (let index = 0; index < pageSize; index++) map.set(index, one.readUInt8(index));
    expect(munmap(map)).toBe(true);
    expect(readFileSync(path).equals(one)).toBe(true);
  });

  it('refuses a mapping that is neither shared nor private: EINVAL', () => {
    expect(codeOf(() => mmap(uint8, pageSize, PROT_READ, MAP_ANONYMOUS))).toBe('EINVAL');
  });
});
