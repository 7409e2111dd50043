import { once } from 'node:events';
import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { KIND, RANGE, refusalOf } from '../src/bad-input.js';
import { codeOf, fileOf, openDescriptors, temporaryDirectory } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { patternOf } from '../src/transfer/bytes.js';
import { opened } from '../src/transfer/descriptors.js';

const { CArray, struct, SystemError, uint8, uint32 } = carray;

onBothBackends('what writeTo and readFrom take', ({ mapAnonymous, mapFile, munmap, pageSize }) => {
  const content = patternOf(5000);
  const call = (array: ReturnType<typeof mapFile>, method: 'writeTo' | 'readFrom', ...args: unknown[]) =>
    Reflect.apply(array[method], array, args);

  it('a number, a FileHandle, a stream, an object with fd', async () => {
    const array = mapFile(fileOf(content));
    const path = join(temporaryDirectory(), 'new.bin');
    const handle = await open(path, 'w');
    const stream = createWriteStream(path, { flags: 'r+' });
    await once(stream, 'open');
    const streamWithFd: unknown = stream;
    for (const file of [handle.fd, handle, { fd: handle.fd }, streamWithFd]) {
      expect(call(array, 'writeTo', file)).toBe(5000);
    }
    await handle.close();
    stream.close();
    expect(readFileSync(path).equals(Buffer.concat([content, content, content]))).toBe(true);
    const copy = mapAnonymous(uint8, 5000);
    const [reading, readingStream] = [await open(path, 'r'), createReadStream(path)];
    await once(readingStream, 'open');
    for (const file of [reading.fd, reading, { fd: reading.fd }, readingStream]) {
      copy.fill(0);
      expect(call(copy, 'readFrom', file)).toBe(5000);
      expect(content.equals(copy.bytes)).toBe(true);
    }
    await reading.close();
    readingStream.close();
    munmap(array);
    munmap(copy);
  });

  it('a closed FileHandle and a stream that is not open yet are errors with a code', async () => {
    const array = mapFile(fileOf(content), { access: 'read-write' });
    const handle = await open(fileOf(content), 'r+');
    await handle.close();
    const unopened = createReadStream(fileOf(content));
    for (const method of ['writeTo', 'readFrom'] as const) {
      expect(codeOf(() => call(array, method, handle))).toMatch(/^(EBADF|ERR_\w+)$/);
      expect(codeOf(() => call(array, method, unopened))).toBe('ERR_INVALID_ARG_TYPE');
    }
    await once(unopened, 'open');
    unopened.close();
    expect(content.equals(array.bytes)).toBe(true);
    munmap(array);
  });

  it('nothing else', () => {
    const array = mapFile(fileOf(content), { access: 'read-write' });
    const kinds = [undefined, null, '1', 1n, true, Symbol('1'), {}, [], () => 1, { fd: '1' }, { fd: null }];
    const numbers = [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, 2 ** 53];
    const before = openDescriptors();
    for (const method of ['writeTo', 'readFrom'] as const) {
      for (const file of kinds) expect(refusalOf(() => call(array, method, file))).toBe(KIND);
      for (const file of numbers) expect(refusalOf(() => call(array, method, file))).toBe(RANGE);
    }
    expect(openDescriptors()).toBe(before);
    expect(content.equals(array.bytes)).toBe(true);
    munmap(array);
  });

  it('a descriptor that is not open, and one that is not open for this: EBADF', () => {
    const array = mapFile(fileOf(content), { access: 'read-write' });
    const path = fileOf(content);
    for (const [method, fd, syscall] of [
      ['writeTo', 99_999, 'write'],
      ['readFrom', 99_999, 'read'],
      ['writeTo', opened(path, 'r'), 'write'],
      ['readFrom', opened(path, 'a'), 'read'],
    ] as const) {
      let thrown: unknown;
      try {
        array[method](fd, 7);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(SystemError);
      expect(thrown).toMatchObject({ code: 'EBADF', syscall, info: { fd, byteOffset: 7, byteLength: 4993 } });
    }
    expect(readFileSync(path).equals(content)).toBe(true);
    munmap(array);
  });

  it('a directory: EISDIR; a device without room: ENOSPC', () => {
    const array = mapFile(fileOf(content), { access: 'read-write' });
    expect(() => array.readFrom(opened(temporaryDirectory(), 'r'))).toThrow(/^EISDIR: .*, read/);
    const full = () => array.writeTo(opened('/dev/full', 'w'), 100);
    expect(full).toThrow(SystemError);
    expect(full).toThrow(expect.objectContaining({ code: 'ENOSPC', syscall: 'write' }));
    expect(full).toThrow(expect.objectContaining({ info: expect.objectContaining({ byteOffset: 100 }) }));
    expect(array.subarray(0, 0).writeTo(opened('/dev/full', 'w'))).toBe(0);
    munmap(array);
  });

  it('byteOffset up to the length of the array in bytes', () => {
    const array = mapFile(fileOf(content), { access: 'read-write', type: uint32 });
    const fd = opened(fileOf(content), 'r+');
    for (const method of ['writeTo', 'readFrom'] as const) {
      for (const end of [5000, 5000n]) expect(array[method](fd, end)).toBe(5000);
      expect(array.subarray(3, 3)[method](fd, 0)).toBe(0);
      for (const bad of [5001, 5001n, -1, -1n, 1.5, Number.NaN, 2 ** 53, 2n ** 64n]) {
        expect(refusalOf(() => array[method](fd, bad))).toBe(RANGE);
      }
      for (const bad of ['0', null, {}, true]) {
        expect(refusalOf(() => Reflect.apply(array[method], array, [fd, bad]))).toBe(KIND);
      }
    }
    munmap(array);
  });

  it('memory that can be used so', () => {
    const path = fileOf(content);
    const fd = opened(path, 'r+');
    const reading = mapFile(path);
    expect(codeOf(() => reading.readFrom(fd))).toBe('ERR_MAPPING_READ_ONLY');
    expect(codeOf(() => reading.subarray(9).readFrom(fd))).toBe('ERR_MAPPING_READ_ONLY');
    const parts = mapAnonymous(uint8, 3 * pageSize);
    parts.mapping.protect('none', pageSize, pageSize);
    for (const method of ['writeTo', 'readFrom'] as const) {
      expect(codeOf(() => parts[method](fd))).toBe('ERR_MAPPING_NO_ACCESS');
      expect(codeOf(() => parts[method](fd, 2 * pageSize - 1))).toBe('ERR_MAPPING_NO_ACCESS');
    }
    parts.mapping.protect('read', pageSize, pageSize);
    expect(codeOf(() => parts.readFrom(fd))).toBe('ERR_MAPPING_READ_ONLY');
    expect(parts.readFrom(fd, 2 * pageSize)).toBe(3 * pageSize);
    const array = mapAnonymous(uint8, pageSize);
    const part = array.subarray(1);
    munmap(array);
    for (const dead of [array, part]) {
      for (const method of ['writeTo', 'readFrom'] as const) {
        expect(codeOf(() => dead[method](fd))).toBe('ERR_MAPPING_UNMAPPED');
        expect(codeOf(() => dead[method](fd, dead.length))).toBe('ERR_MAPPING_UNMAPPED');
        expect(codeOf(() => dead[method](fd, dead.length + 1))).toBe('ERR_OUT_OF_RANGE');
      }
    }
    for (const each of [reading, parts]) munmap(each);
  });

  it('no guard pages', ({ skip }) => {
    const array = mapAnonymous(uint8, 3 * pageSize);
    const guarded = codeOf(() => array.mapping.adviseUnsafe('guard-install', pageSize, pageSize));
    if (guarded !== undefined) skip(`no guard pages here: ${guarded}`);
    const fd = opened(fileOf(content), 'r+');
    for (const method of ['writeTo', 'readFrom'] as const) {
      expect(codeOf(() => array[method](fd))).toBe('ERR_MAPPING_NO_ACCESS');
    }
    expect(array.subarray(2 * pageSize).readFrom(fd)).toBe(pageSize);
    munmap(array);
  });

  it('columns not at all, and arrays on the heap as well as mapped ones', () => {
    const points = mapAnonymous(struct({ x: uint32, y: uint32 }), 10);
    const fd = opened(fileOf(content), 'r+');
    expect(codeOf(() => points.field('x').writeTo(fd))).toBe('ERR_UNSUPPORTED');
    expect(codeOf(() => points.field('x').readFrom(fd))).toBe('ERR_UNSUPPORTED');
    munmap(points);
    const heap = CArray.alloc(uint8, 6000);
    expect(heap.readFrom(fd)).toBe(5000);
    expect(content.equals(heap.bytes.subarray(0, 5000))).toBe(true);
    expect(heap.writeTo(fd)).toBe(6000);
  });

  it('a getter of fd that unmaps ends in an error', () => {
    for (const method of ['writeTo', 'readFrom'] as const) {
      const array = mapAnonymous(uint8, pageSize);
      const fd = opened(fileOf(content), 'r+');
      const file = {
        get fd() {
          munmap(array);
          return fd;
        },
      };
      expect(codeOf(() => array[method](file))).toBe('ERR_MAPPING_UNMAPPED');
    }
  });
});
