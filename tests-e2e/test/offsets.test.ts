import { expect, it } from 'vitest';
import { fileOf, sparseFile } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { MAP_PRIVATE, PROT_READ, uint8, uint32, uint64 } = carray;
const GiB = 2 ** 30;

onBothBackends('offsets and lengths past 32 bits', ({ mapFile, mapAnonymous, mmap, munmap, pageSize }) => {
  it('an offset of 5 GiB into a sparse file reads the right bytes', () => {
    const path = sparseFile(5 * GiB, Buffer.from([1, 2, 3, 4]));
    for (const offset of [5 * GiB, 5n * BigInt(GiB)]) {
      const array = mmap(uint8, 4, PROT_READ, MAP_PRIVATE, path, offset);
      expect(array.toArray()).toEqual([1, 2, 3, 4]);
      expect(array.mapping.fileOffset).toBe(5 * GiB);
      munmap(array);
    }
    const inside = mapFile(path, { byteOffset: 5n * BigInt(GiB) + 1n });
    expect(inside.toArray()).toEqual([2, 3, 4]);
    munmap(inside);
  });

  it('the whole of a 5 GiB file: first, last and the elements around 2 and 4 GiB', () => {
    const path = sparseFile(5 * GiB, Buffer.from([9]));
    const array = mapFile(path, { access: 'read-write' });
    expect(array.length).toBe(5 * GiB + 1);
    expect([array.get(0), array.get(5 * GiB), array.at(-1)]).toEqual([0, 9, 9]);
    for (const index of [2 * GiB - 1, 2 * GiB, 4 * GiB - 1, 4 * GiB, 4 * GiB + 1]) {
      array.set(index, 1 + (index % 200));
      expect(array.get(index)).toBe(1 + (index % 200));
      expect(array.subarray(index, index + 1).toArray()).toEqual([1 + (index % 200)]);
    }
    const across = array.cast(uint64, 4 * GiB - 4, 16);
    across.set(0, 0x0102030405060708n);
    expect(across.get(0)).toBe(0x0102030405060708n);
    munmap(array);
  });

  it('a reserved terabyte is used at both ends', () => {
    const array = mapAnonymous(uint32, 2n ** 38n, { reserve: false });
    expect(array.byteLength).toBe(2 ** 40);
    array.set(0, 1);
    array.setAt(-1, 2);
    expect([array.get(0), array.get(2 ** 38 - 1), array.get(2 ** 37)]).toEqual([1, 2, 0]);
    munmap(array);
  });

  it('numbers that are no safe integers are refused before anything is opened', () => {
    const path = fileOf(Buffer.alloc(pageSize));
    for (const bad of [2 ** 53, 2n ** 53n, 2n ** 64n, -1, -1n, 1.5, Number.NaN]) {
      expect(() => mmap(uint8, 1, PROT_READ, MAP_PRIVATE, path, bad)).toThrow(RangeError);
      expect(() => mmap(uint8, bad, PROT_READ, MAP_PRIVATE, path)).toThrow(RangeError);
    }
  });
});
