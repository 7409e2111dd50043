import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, createReadStream, fstatSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MAP_PRIVATE, MAP_SHARED, PROT_READ, PROT_WRITE, type Source, uint8 } from '../src/index.js';
import { asked, fakeApi } from './support/api.js';
import { NOT_THE_KIND, NOT_THE_VALUE, OUT_OF_RANGE, refusal, thrownBy } from './support/errors.js';
import { fileOf, freshPath, openDescriptors, pattern } from './support/files.js';

const contents = pattern(100);
const path = fileOf(contents);

type Maps = (source: unknown) => unknown;
/** Both functions that take a source, and how many calls their backend got. */
function mappers(): [string, Maps, () => number][] {
  const { fake, mmap, mapFile } = fakeApi();
  const calls = () => fake.calls.length;
  return [
    ['mmap', (source) => Reflect.apply(mmap, undefined, [uint8, 100, PROT_READ, MAP_PRIVATE, source]), calls],
    ['mapFile', (source) => Reflect.apply(mapFile, undefined, [source]), calls],
  ];
}

describe('every kind of source', () => {
  const expectContents = (source: Source, expectedPath: string | undefined) => {
    const { mmap, mapFile } = fakeApi();
    for (const array of [mmap(uint8, 100, PROT_READ, MAP_PRIVATE, source), mapFile(source)]) {
      expect(array.toArray()).toEqual([...contents]);
      expect(array.mapping?.path).toBe(expectedPath);
      array.mapping?.unmap();
    }
  };

  it('a path, as string, Buffer and URL: opened for the call alone', () => {
    const before = openDescriptors();
    for (const source of [path, Buffer.from(path), pathToFileURL(path)]) expectContents(source, path);
    expect(openDescriptors()).toBe(before);
  });

  it('a path with characters that URLs and shells escape', () => {
    const odd = fileOf(contents).replace('file-', "100% #of?a 'б-");
    execFileSync('/usr/bin/cp', [path, odd]);
    for (const source of [odd, Buffer.from(odd), pathToFileURL(odd)]) expectContents(source, odd);
  });

  it('a descriptor, which stays open and the caller’s', () => {
    const fd = openSync(path, 'r');
    expectContents(fd, undefined);
    expect(fstatSync(fd).size).toBe(100);
    closeSync(fd);
  });

  it('a FileHandle, a stream that is open, any object with a descriptor', async () => {
    const handle = await open(path);
    expectContents(handle, undefined);
    expectContents({ fd: handle.fd }, undefined);
    await handle.close();
    const stream = createReadStream(path);
    await once(stream, 'open');
    expectContents(stream as unknown as Source, undefined);
    stream.destroy();
    await once(stream, 'close');
  });

  it('an array outlives the descriptor it was made from', () => {
    const fd = openSync(path, 'r');
    const array = fakeApi().mapFile(fd);
    closeSync(fd);
    expect(array.toArray()).toEqual([...contents]);
    array.mapping?.unmap();
  });
});

describe.each(mappers())('%s refuses, and leaves no descriptor', (name, map, calls) => {
  it.each<[string, unknown, string]>([
    ['an object without fd', {}, NOT_THE_KIND],
    ['a boolean', true, NOT_THE_KIND],
    ['a bigint', 3n, NOT_THE_KIND],
    ['a function', () => path, NOT_THE_KIND],
    ['a Uint8Array', Uint8Array.of(47), NOT_THE_KIND],
    ['a String object', Object(path), NOT_THE_KIND],
    ['an http URL', new URL('http://example.com/x'), NOT_THE_VALUE],
    ['a descriptor of null', { fd: null }, NOT_THE_VALUE],
    ['a descriptor -1', -1, OUT_OF_RANGE],
    ['a descriptor 1.5', 1.5, OUT_OF_RANGE],
    ['a descriptor NaN', Number.NaN, OUT_OF_RANGE],
    ['a descriptor 2 ** 31', 2 ** 31, OUT_OF_RANGE],
    ['an object with descriptor 1.5', { fd: 1.5 }, OUT_OF_RANGE],
    ['an object with descriptor NaN', { fd: Number.NaN }, OUT_OF_RANGE],
    ['an object with descriptor 2 ** 31', { fd: 2 ** 31 }, OUT_OF_RANGE],
    ['an empty path', '', 'SystemError ENOENT'],
    ['a missing file', freshPath(), 'SystemError ENOENT'],
    ['a path through a file', `${path}/x`, 'SystemError ENOTDIR'],
    ['a path with a NUL', 'a\0b', NOT_THE_VALUE],
  ])('%s', (_what, source, expected) => {
    const before = [calls(), openDescriptors()];
    expect(refusal(() => map(source))).toBe(expected);
    expect([calls(), openDescriptors()]).toEqual(before);
  });

  it('a directory', () => {
    const before = openDescriptors();
    expect(refusal(() => map(tmpdir()))).toBe('SystemError ENODEV');
    expect(openDescriptors()).toBe(before);
  });

  it('a FIFO, without waiting for its other end', () => {
    const fifo = freshPath();
    execFileSync('/usr/bin/mkfifo', [fifo]);
    const before = openDescriptors();
    expect(refusal(() => map(fifo))).toBe('SystemError ENODEV');
    expect(openDescriptors()).toBe(before);
  });

  it('a stream that is not open yet', async () => {
    const stream = createReadStream(path);
    const message = `The argument "source" has no descriptor: open it first. Received an instance of ReadStream`;
    expect(thrownBy(() => map(stream)).message).toBe(message);
    stream.destroy();
    await once(stream, 'close');
  });

  it('a closed FileHandle and a closed descriptor', async () => {
    const handle = await open(path);
    await handle.close();
    expect(refusal(() => map(handle))).toBe('SystemError EBADF');
    const fd = openSync(path, 'r');
    closeSync(fd);
    expect(refusal(() => map(fd))).toBe('SystemError EBADF');
  });

  it(`null and undefined${name === 'mmap' ? ', which is no source, without MAP_ANONYMOUS' : ''}`, () => {
    const expected = name === 'mmap' ? 'SystemError EBADF' : NOT_THE_KIND;
    for (const source of [null, undefined]) expect(refusal(() => map(source))).toBe(expected);
  });
});

describe('how a path is opened', () => {
  it('for reading alone, unless the mapping is shared and writable', () => {
    const reading = openSync(path, 'r');
    const { mmap, fake } = fakeApi();
    const with_ = (prot: number, flags: number) => mmap(uint8, 10, prot, flags, reading).mapping?.unmap();
    expect(refusal(() => with_(PROT_READ | PROT_WRITE, MAP_SHARED))).toBe('SystemError EACCES');
    expect(with_(PROT_READ | PROT_WRITE, MAP_PRIVATE)).toBe(true);
    expect(with_(PROT_READ, MAP_SHARED)).toBe(true);
    closeSync(reading);
    expect(mmap(uint8, 10, PROT_READ | PROT_WRITE, MAP_SHARED, path).mapping?.unmap()).toBe(true);
    expect(asked(fake, 'map')).toHaveLength(4);
  });

  it('closes it again when the backend refuses', () => {
    const { mmap, mapFile, fake } = fakeApi();
    const before = openDescriptors();
    for (let round = 0; round < 3; round++) {
      fake.failNext('map', 12);
      expect(refusal(() => mapFile(path))).toBe('SystemError ENOMEM');
      fake.failNext('map', 22);
      expect(refusal(() => mmap(uint8, 1, PROT_READ, MAP_PRIVATE, path))).toBe('SystemError EINVAL');
    }
    expect([openDescriptors(), fake.liveRegions()]).toEqual([before, 0]);
  });

  it('leaves no mapping where the engine refuses the buffer over it', () => {
    const { mapAnonymous, mapFile, mmap, fake } = fakeApi();
    const before = openDescriptors();
    const map = [
      () => mapFile(path),
      () => mapAnonymous(uint8, 10),
      () => mmap(uint8, 10, PROT_READ, MAP_PRIVATE, path),
    ];
    for (const action of map) {
      fake.failNext('buffer', 12);
      expect(refusal(action)).toBe('SystemError ENOMEM');
      expect(fake.liveRegions()).toBe(0);
    }
    expect(openDescriptors()).toBe(before);
  });
});
