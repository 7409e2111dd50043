import {
  closeSync,
  openSync,
  readFileSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { codeOf, fileOf, openDescriptors, temporaryDirectory } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { MAP_PRIVATE, MAP_SHARED, PROT_READ, PROT_WRITE, uint8, uint16 } = carray;

onBothBackends('sources of a mapping', ({ mapFile, mmap, munmap, pageSize }) => {
  const content = Buffer.from(Array.from({ length: 2 * pageSize + 100 }, (_, index) => index % 251));

  it('are a path, a URL, a Buffer path, a descriptor, a FileHandle: all show the same bytes', async () => {
    const path = fileOf(content);
    const fd = openSync(path, 'r');
    const handle = await open(path);
    for (const source of [path, pathToFileURL(path), Buffer.from(path), fd, handle, { fd }]) {
      const array = mapFile(source);
      expect(array.toBuffer().equals(content)).toBe(true);
      munmap(array);
    }
    closeSync(fd);
    await handle.close();
  });

  it('may be closed right after the call', () => {
    const fd = openSync(fileOf(content), 'r+');
    const array = mmap(uint8, content.length, PROT_READ | PROT_WRITE, MAP_SHARED, fd);
    closeSync(fd);
    expect(array.get(content.length - 1)).toBe(content.at(-1));
    array.set(0, 99);
    expect(array.get(0)).toBe(99);
    munmap(array);
  });

  it('may lose their name', () => {
    const path = fileOf(content);
    const array = mapFile(path);
    unlinkSync(path);
    expect(array.toBuffer().equals(content)).toBe(true);
    munmap(array);
  });

  it('of an odd size: the rest of the last page reads as zeros, stores there are not written out', () => {
    const path = fileOf(content);
    const array = mmap(uint8, 3 * pageSize, PROT_READ | PROT_WRITE, MAP_SHARED, path);
    expect(
      array
        .subarray(content.length)
        .toArray()
        .every((byte) => byte === 0),
    ).toBe(true);
    array.set(content.length, 7);
    munmap(array);
    expect(statSync(path).size).toBe(content.length);
    truncateSync(path, content.length + 1);
    expect(readFileSync(path).at(-1)).toBe(0);
  });

  it('that are empty give an empty array, that is unmapped once', () => {
    const array = mapFile(fileOf(Buffer.alloc(0)), { type: uint16 });
    expect([array.length, array.byteLength, array.toArray()]).toEqual([0, 0, []]);
    expect(codeOf(() => array.get(0))).toBe('ERR_OUT_OF_RANGE');
    expect([munmap(array), munmap(array)]).toEqual([true, false]);
  });

  it('that are missing, directories or closed are errors, and no descriptor is left open', () => {
    const directory = temporaryDirectory();
    const before = openDescriptors();
    expect(codeOf(() => mapFile(`${directory}/missing`))).toBe('ENOENT');
    expect(codeOf(() => mapFile(directory))).toBe('ENODEV');
    expect(codeOf(() => mapFile(directory, { access: 'read-write' }))).toBe('EISDIR');
    expect(codeOf(() => mmap(uint8, 1, PROT_READ, MAP_PRIVATE, directory))).toBe('ENODEV');
    expect(codeOf(() => mmap(uint8, 1, PROT_READ, MAP_PRIVATE, 99_999))).toBe('EBADF');
    expect(codeOf(() => mmap(uint8, 1, PROT_READ, MAP_PRIVATE))).toBe('EBADF');
    expect(openDescriptors()).toBe(before);
  });

  it('are never created or changed by a failed call', () => {
    const path = fileOf(content);
    expect(codeOf(() => mapFile(path, { access: 'read-write', length: content.length + 1 }))).toBe(
      'ERR_OUT_OF_RANGE',
    );
    expect(readFileSync(path).equals(content)).toBe(true);
  });

  it('grow by no store: elements past the end throw until the file has grown', () => {
    const path = fileOf(content);
    const array = mmap(uint8, 8 * pageSize, PROT_READ, MAP_SHARED, path);
    expect(codeOf(() => array.get(3 * pageSize))).toBe('ERR_MAPPING_FAULT');
    expect(codeOf(() => array.toArray())).toBe('ERR_MAPPING_FAULT');
    writeFileSync(path, Buffer.alloc(4 * pageSize, 5), { flag: 'r+' });
    expect(array.get(3 * pageSize)).toBe(5);
    expect(codeOf(() => array.get(4 * pageSize))).toBe('ERR_MAPPING_FAULT');
    munmap(array);
  });
});
