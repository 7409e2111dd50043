import { once } from 'node:events';
import { closeSync, createReadStream, fstatSync, openSync, readFileSync, symlinkSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { codeOf, fileOf, openDescriptors, temporaryDirectory } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { MAP_PRIVATE, MAP_SHARED, PROT_READ, PROT_WRITE, uint8, uint32 } = carray;
type Source = Parameters<typeof carray.mapFile>[0];

onBothBackends('kinds of sources', ({ mapFile, mmap, munmap, pageSize }) => {
  const content = Buffer.from(Array.from({ length: 2 * pageSize + 77 }, (_, index) => index % 251));

  /** Both functions show the file's bytes, and leave descriptors as they were. */
  function expectContent(source: Source, path: string | undefined): void {
    const before = openDescriptors();
    for (const array of [mapFile(source), mmap(uint8, content.length, PROT_READ, MAP_PRIVATE, source)]) {
      expect(openDescriptors()).toBe(before);
      expect(array.toBuffer().equals(content)).toBe(true);
      expect(array.mapping.path).toBe(path);
      munmap(array);
    }
    expect(openDescriptors()).toBe(before);
  }

  it('a path: a string, a Buffer, a URL, with any characters in it', () => {
    const path = join(temporaryDirectory(), "100% #of?a 'б- \n");
    symlinkSync(fileOf(content), path);
    for (const source of [path, Buffer.from(path), pathToFileURL(path)]) expectContent(source, path);
  });

  it('a path that is no UTF-8, as a Buffer', () => {
    const name = Buffer.concat([Buffer.from(join(temporaryDirectory(), 'x')), Buffer.of(0xff, 0xfe)]);
    symlinkSync(fileOf(content), name);
    const array = mapFile(name);
    expect(array.toBuffer().equals(content)).toBe(true);
    munmap(array);
  });

  it('a descriptor and an object with one, which stay open', () => {
    const fd = openSync(fileOf(content), 'r');
    for (const source of [fd, { fd }]) expectContent(source, undefined);
    expect(fstatSync(fd).size).toBe(content.length);
    closeSync(fd);
  });

  it('a FileHandle, which is EBADF once it is closed', async () => {
    const handle = await open(fileOf(content));
    expectContent(handle, undefined);
    await handle.close();
    const before = openDescriptors();
    expect(codeOf(() => mapFile(handle))).toBe('EBADF');
    expect(codeOf(() => mmap(uint8, 1, PROT_READ, MAP_PRIVATE, handle))).toBe('EBADF');
    expect(openDescriptors()).toBe(before);
  });

  it('a stream that has opened its file; before that it has no descriptor', async () => {
    const stream = createReadStream(fileOf(content));
    const source = stream as unknown as Source;
    expect(codeOf(() => mapFile(source))).toBe('ERR_INVALID_ARG_VALUE');
    expect(() => mmap(uint8, 1, PROT_READ, MAP_PRIVATE, source)).toThrow(/open it first/);
    await once(stream, 'open');
    expectContent(source, undefined);
    stream.destroy();
    await once(stream, 'close');
    expect(codeOf(() => mapFile(source))).toBe('ERR_INVALID_ARG_VALUE');
  });

  it('a descriptor whose position is somewhere else: it neither matters nor moves', () => {
    const fd = openSync(fileOf(content), 'r');
    readFileSync(fd);
    expectContent(fd, undefined);
    expect(readFileSync(fd).length).toBe(0);
    closeSync(fd);
  });

  it('/dev/zero maps zeros, of a length that must be told', () => {
    expect(codeOf(() => mapFile('/dev/zero'))).toBe('ERR_INVALID_ARG_VALUE');
    const mapped = mapFile('/dev/zero', { type: uint32, length: 5000, access: 'copy-on-write' });
    expect([mapped.length, mapped.toArray().every((value) => value === 0)]).toEqual([5000, true]);
    mapped.set(4999, 7);
    expect(mapped.get(4999)).toBe(7);
    munmap(mapped);
    const shared = mmap(uint8, 3 * pageSize, PROT_READ | PROT_WRITE, MAP_SHARED, '/dev/zero');
    shared.fill(9);
    expect(shared.get(3 * pageSize - 1)).toBe(9);
    munmap(shared);
  });
});
