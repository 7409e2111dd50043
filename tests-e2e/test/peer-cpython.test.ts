// What the documentation of Python's module mmap says of its objects, https://docs.python.org/3/library/mmap.html, as far as
// arrays have the same: with our names. What is left out is its file-like interface (seek, read, readline), and Windows.
import { readFileSync, truncateSync } from 'node:fs';
import { expect, it } from 'vitest';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { MADV_NORMAL, MAP_PRIVATE, MAP_SHARED, MS_SYNC, PROT_READ, PROT_WRITE, uint8 } = carray;
const hello = Buffer.from('Hello Python!\n');

onBothBackends('as the documentation of mmap says of Python', (api) => {
  const { madvise, mapAnonymous, mapFile, mmap, msync, munmap, pageSize } = api;
  const readWrite = (bytes: Buffer) => {
    const path = fileOf(bytes);
    return { path, array: mapFile(path, { access: 'read-write' }) };
  };

  it('without a length the whole file is mapped, as long as it is then', () => {
    const { path, array } = readWrite(hello);
    expect(array.toBuffer().toString()).toBe('Hello Python!\n');
    truncateSync(path, 100);
    expect(array.length).toBe(hello.length);
  });

  it('slices are taken and stored, and the file has what is stored', () => {
    const { path, array } = readWrite(hello);
    expect(array.slice(0, 5).toBuffer().toString()).toBe('Hello');
    array.subarray(6).replace(Buffer.from(' world!\n'));
    expect(readFileSync(path, 'latin1')).toBe('Hello  world!\n');
  });

  it('a slice that is too long is not stored past the end: here what fits is stored', () => {
    const { path, array } = readWrite(hello);
    array.subarray(6, 9).replace(Buffer.from('123456789'));
    expect(readFileSync(path, 'latin1')).toBe('Hello 123hon!\n');
  });

  it('indexes count from the end with at() and setAt(), and none is past either end', () => {
    const { array } = readWrite(hello);
    array.setAt(-1, 33);
    expect([array.at(-1), array.get(13)]).toEqual([33, 33]);
    for (const index of [14, 1000]) expect(codeOf(() => array.get(index))).toBe('ERR_OUT_OF_RANGE');
  });

  it('ACCESS_READ: stores are errors; ACCESS_COPY: they stay here; ACCESS_WRITE: they reach the file', () => {
    for (const [access, code, first] of [
      ['read', 'ERR_MAPPING_READ_ONLY', 'H'],
      ['copy-on-write', undefined, 'H'],
      ['read-write', undefined, 'J'],
    ] as const) {
      const path = fileOf(hello);
      const array = mapFile(path, { access });
      expect(codeOf(() => array.set(0, 0x4a))).toBe(code);
      expect(array.get(0)).toBe(code === undefined ? 0x4a : 0x48);
      msync(array, MS_SYNC);
      expect(readFileSync(path, 'latin1')[0]).toBe(first);
    }
  });

  it('flags and prot as on Unix: MAP_PRIVATE copies, MAP_SHARED shares', () => {
    for (const [flags, first] of [
      [MAP_PRIVATE, 'H'],
      [MAP_SHARED, 'J'],
    ] as const) {
      const path = fileOf(hello);
      mmap(uint8, hello.length, PROT_READ | PROT_WRITE, flags, path).set(0, 0x4a);
      expect(readFileSync(path, 'latin1')[0]).toBe(first);
    }
  });

  it('offset must be a multiple of ALLOCATIONGRANULARITY, which is pageSize', () => {
    const path = fileOf(Buffer.concat([Buffer.alloc(pageSize), hello]));
    const at = (offset: number) => mmap(uint8, 5, PROT_READ, MAP_PRIVATE, path, offset);
    expect(at(pageSize).toBuffer().toString()).toBe('Hello');
    expect(codeOf(() => at(1))).toBe('EINVAL');
  });

  it('an offset past the end of the file is refused', () => {
    expect(codeOf(() => mapFile(fileOf(hello), { byteOffset: 2 * pageSize }))).toBe('ERR_OUT_OF_RANGE');
  });

  it('anonymous memory is of zeros', () => {
    const array = mapAnonymous(uint8, 13);
    expect(array.toBuffer()).toEqual(Buffer.alloc(13));
    array.replace(Buffer.from('Hello world!!'));
    expect(array.toBuffer().toString()).toBe('Hello world!!');
  });

  it('closed is closed: accesses are errors, and to close again is none', () => {
    const { array } = readWrite(hello);
    expect([munmap(array), munmap(array), array.mapping.unmapped]).toEqual([true, false, true]);
    for (const use of [
      () => array.get(0),
      () => array.set(0, 1),
      () => msync(array, MS_SYNC),
      () => array.slice(),
    ])
      expect(codeOf(use)).toBe('ERR_MAPPING_UNMAPPED');
  });

  it('find and rfind are indexOf and lastIndexOf', () => {
    const { array } = readWrite(Buffer.from('one two one'));
    const [o, z] = [0x6f, 0x7a];
    expect([array.indexOf(o), array.indexOf(o, 1), array.lastIndexOf(o), array.indexOf(z)]).toEqual([
      0, 6, 8, -1,
    ]);
  });

  it('move copies within, also where the parts overlap', () => {
    const { path, array } = readWrite(Buffer.from('abcdefgh'));
    array.copyWithin(2, 0, 5);
    expect(readFileSync(path, 'latin1')).toBe('ababcdeh');
  });

  it('flush of a part takes offset and size', () => {
    const { path, array } = readWrite(Buffer.alloc(3 * pageSize));
    array.fill(7);
    msync(array, MS_SYNC, pageSize, pageSize);
    expect(readFileSync(path).every((byte) => byte === 7)).toBe(true);
    expect(codeOf(() => msync(array, MS_SYNC, 0, 4 * pageSize))).toBe('ERR_OUT_OF_RANGE');
  });

  it('madvise of a part; an option that is none is an error', () => {
    const { array } = readWrite(Buffer.alloc(3 * pageSize));
    expect(madvise(array, MADV_NORMAL)).toBe(true);
    expect(madvise(array, MADV_NORMAL, 0, pageSize)).toBe(true);
    expect(codeOf(() => madvise(array, 9_999))).toBe('EINVAL');
  });

  it('resize makes map and file longer; a copy is resized without its file', () => {
    const { path, array } = readWrite(hello);
    array.mapping.resize(2 * pageSize);
    expect([array.length, readFileSync(path).length]).toEqual([2 * pageSize, 2 * pageSize]);
    const copied = fileOf(hello);
    expect(codeOf(() => mapFile(copied, { access: 'copy-on-write' }).mapping.resize(2 * pageSize))).toBe(
      'ERR_OUT_OF_RANGE',
    );
    expect(readFileSync(copied).length).toBe(hello.length);
  });

  it('size is that of the file, len that of the map', () => {
    const path = fileOf(Buffer.alloc(100, 1));
    const array = mapFile(path, { length: 10 });
    expect([array.length, array.byteLength, readFileSync(path).length]).toEqual([10, 10, 100]);
  });
});
