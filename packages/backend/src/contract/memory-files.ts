import { fstatSync, ftruncateSync, readlinkSync, readSync } from 'node:fs';
import { constants } from 'node:os';
import {
  MAP_PRIVATE,
  MAP_SHARED,
  MFD_ALLOW_SEALING,
  MFD_CLOEXEC,
  MS_SYNC,
  PROT_READ,
} from '@carray/constants';
import { describe, expect, it } from 'vitest';
import { expectBytes, filled, pattern, zeros } from './bytes.js';
import { type Fixture, readWrite } from './fixture.js';
import { isInherited, openDescriptors } from './process-tables.js';

const { EBADF, EINVAL, ENAMETOOLONG, ENOSYS } = constants.errno;
const unknownFlag = 1 << 20;

export function memoryFileCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;
  const { memoryFiles, sharedPages, physicalMemory } = backend.supports;

  it.skipIf(memoryFiles)('are not there: ENOSYS', () => {
    expect(backend.createMemoryFile('carray', MFD_CLOEXEC)).toBe(-ENOSYS);
  });

  it('have names that end where they end: EINVAL, ENAMETOOLONG', () => {
    const descriptors = openDescriptors();
    for (const name of ['\0', 'a\0', '\0a', 'a\0b']) {
      expect(backend.createMemoryFile(name, 0)).toBe(-EINVAL);
    }
    // Past PATH_MAX, which has nothing to do with pages.
    for (const length of [4096, 4097, 100_000]) {
      expect(backend.createMemoryFile('a'.repeat(length), 0)).toBe(-ENAMETOOLONG);
    }
    expect(openDescriptors()).toBe(descriptors);
  });

  describe.runIf(memoryFiles)('where there are', () => {
    const create = (name = 'carray', flags = MFD_CLOEXEC): number =>
      files.adopt(backend.createMemoryFile(name, flags));

    it('are new, empty, and readable and writable', () => {
      const fd = create();
      expect([fstatSync(fd).isFile(), fstatSync(fd).size]).toEqual([true, 0]);
      ftruncateSync(fd, pageSize + 1);
      const bytes = filled(pageSize + 1, 9);
      expect(readSync(fd, bytes, 0, pageSize + 1, 0)).toBe(pageSize + 1);
      expectBytes(bytes, zeros(pageSize + 1));
    });

    it('are mapped as other files are', () => {
      const fd = create();
      ftruncateSync(fd, 2 * pageSize);
      const region = fixture.adopt(backend.map(0, 2 * pageSize, readWrite, MAP_SHARED, fd, 0));
      fixture.bytes(region, 2 * pageSize).set(pattern(2 * pageSize));
      expect(backend.sync(region, 0, 2 * pageSize, MS_SYNC)).toBe(0);
      const other = fixture.adopt(backend.map(0, pageSize, PROT_READ, MAP_PRIVATE, fd, pageSize));
      expectBytes(fixture.bytes(other), pattern(2 * pageSize).subarray(pageSize));
      const inFile = zeros(2 * pageSize);
      expect(readSync(fd, inFile, 0, 2 * pageSize, 0)).toBe(2 * pageSize);
      expectBytes(inFile, pattern(2 * pageSize));
    });

    it('live as long as they are mapped', () => {
      const fd = create();
      ftruncateSync(fd, pageSize);
      const region = fixture.adopt(backend.map(0, pageSize, readWrite, MAP_SHARED, fd, 0));
      files.close(fd);
      const bytes = fixture.bytes(region);
      bytes.set(pattern(pageSize));
      expect(backend.sync(region, 0, pageSize, MS_SYNC)).toBe(0);
      expectBytes(bytes, pattern(pageSize));
    });

    it('are closed once: EBADF', () => {
      const descriptors = openDescriptors();
      const fd = backend.createMemoryFile('carray', MFD_CLOEXEC);
      expect(openDescriptors()).toBe(descriptors && descriptors + 1);
      expect([backend.closeFile(fd), backend.closeFile(fd), backend.closeFile(-1)]).toEqual([
        0,
        -EBADF,
        -EBADF,
      ]);
      expect(() => fstatSync(fd)).toThrow('EBADF');
      expect(openDescriptors()).toBe(descriptors);
    });

    it('are two files, also under one name', () => {
      const [one, other] = [create('twice'), create('twice')];
      ftruncateSync(one, pageSize);
      expect([one === other, fstatSync(one).ino === fstatSync(other).ino]).toEqual([false, false]);
      expect([fstatSync(one).size, fstatSync(other).size]).toEqual([pageSize, 0]);
    });

    it.each(['', 'a', 'a name / with \\ anything', 'größe ✓ 𝄞', 'é'.repeat(124), 'a'.repeat(249)])(
      'have the name %j',
      (name) => {
        const fd = create(name);
        if (physicalMemory && process.platform === 'linux') {
          expect(readlinkSync(`/proc/self/fd/${fd}`)).toBe(`/memfd:${name} (deleted)`);
        }
      },
    );

    it.runIf(process.platform === 'linux')('have names of 249 bytes at most: EINVAL', () => {
      const descriptors = openDescriptors();
      for (const name of ['a'.repeat(250), 'é'.repeat(125), '𝄞'.repeat(63), 'a'.repeat(4095)]) {
        expect(backend.createMemoryFile(name, 0)).toBe(-EINVAL);
      }
      expect(openDescriptors()).toBe(descriptors);
    });

    it('refuse flags that do not exist: EINVAL', () => {
      for (const flags of [unknownFlag, MFD_CLOEXEC | unknownFlag, -1]) {
        expect(backend.createMemoryFile('carray', flags)).toBe(-EINVAL);
      }
    });

    it.runIf(sharedPages)('are inherited by other programs, but with MFD_CLOEXEC', () => {
      const expected = isInherited(0) === undefined ? [undefined, undefined] : [false, true];
      const flags = [MFD_CLOEXEC | MFD_ALLOW_SEALING, MFD_ALLOW_SEALING];
      expect(flags.map((flag) => isInherited(create('carray', flag)))).toEqual(expected);
    });
  });
}
