import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { float64, uint8, uint32 } = carray;

onBothBackends('access to a mapped file', ({ mapFile, munmap, pageSize }) => {
  const content = Buffer.alloc(pageSize, 'abc');

  it("'read' refuses stores, and what a raw view does neither crashes nor reaches the file", () => {
    const path = fileOf(content);
    const array = mapFile(path);
    expect(array.writable).toBe(false);
    expect(codeOf(() => array.set(0, 1))).toBe('ERR_MAPPING_READ_ONLY');
    expect(codeOf(() => array.fill(1))).toBe('ERR_MAPPING_READ_ONLY');
    array.bytes[0] = 255;
    array.dataView.setUint8(1, 255);
    array.typedArray.fill(255, 2, 3);
    expect(array.writable).toBe(false);
    expect(codeOf(() => array.set(0, 1))).toBe('ERR_MAPPING_READ_ONLY');
    munmap(array);
    expect(readFileSync(path).equals(content)).toBe(true);
  });

  it("'read-write' reaches the file and other mappings of it", () => {
    const path = fileOf(content);
    const [one, two] = [mapFile(path, { access: 'read-write' }), mapFile(path)];
    one.set(5, 200);
    expect(two.get(5)).toBe(200);
    expect(readFileSync(path)[5]).toBe(200);
    one.typedArray[6] = 201;
    expect(two.get(6)).toBe(201);
    munmap(one);
    munmap(two);
  });

  it("'copy-on-write' keeps stores in this process", () => {
    const path = fileOf(content);
    const array = mapFile(path, { access: 'copy-on-write', type: uint32 });
    array.fill(1);
    expect(array.get(0)).toBe(1);
    array.mapping.flushSync();
    munmap(array);
    expect(readFileSync(path).equals(content)).toBe(true);
  });

  it('starts at any byte, with elements of any type', () => {
    const values = Buffer.alloc(3 + 8 * 100);
    for (let index = 0; index < 100; index++) values.writeDoubleLE(index / 7, 3 + 8 * index);
    const array = mapFile(fileOf(values), { type: float64, byteOffset: 3 });
    expect(array.length).toBe(100);
    expect(array.toArray()).toEqual(Array.from({ length: 100 }, (_, index) => index / 7));
    expect(codeOf(() => array.typedArray)).toBe('ERR_MISALIGNED');
    expect(array.slice().typedArray[99]).toBe(99 / 7);
    munmap(array);
  });

  it('starts behind the first page', () => {
    const bytes = Buffer.concat([Buffer.alloc(3 * pageSize + 5), Buffer.from([1, 2, 3])]);
    const array = mapFile(fileOf(bytes), { type: uint8, byteOffset: 3 * pageSize + 5 });
    expect(array.toArray()).toEqual([1, 2, 3]);
    expect(array.mapping.fileOffset).toBe(3 * pageSize);
    munmap(array);
  });
});
