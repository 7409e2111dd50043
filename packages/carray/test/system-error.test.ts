import { openSync } from 'node:fs';
import { constants } from 'node:os';
import { getSystemErrorMap } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  errorCodes,
  MAP_ANONYMOUS,
  MAP_PRIVATE,
  MAP_SHARED,
  MS_SYNC,
  msync,
  munmap,
  PROT_READ,
  PROT_WRITE,
  SystemError,
  uint8,
} from '../src/index.js';
import { fakeApi } from './support/api.js';
import { thrownBy } from './support/errors.js';
import { fileOf, freshPath, pattern } from './support/files.js';

const { errno } = constants;
const path = fileOf(pattern(100));

function systemError(action: () => unknown): SystemError {
  const error: unknown = thrownBy(action);
  if (error instanceof SystemError) return error;
  throw error;
}

const names = [
  'EACCES',
  'EAGAIN',
  'EBADF',
  'EEXIST',
  'EINVAL',
  'ENFILE',
  'ENODEV',
  'ENOMEM',
  'EOVERFLOW',
  'EPERM',
  'ETXTBSY',
] as const;

describe.each(names)('mmap(2) answers %s', (name) => {
  const { mmap, mapFile, mapAnonymous, fake } = fakeApi();
  const text = getSystemErrorMap().get(-errno[name])?.[1];
  const anonymous = MAP_PRIVATE | MAP_ANONYMOUS;
  it.each<[string, string | undefined, () => unknown]>([
    ['mmap of a path', path, () => mmap(uint8, 100, PROT_READ, MAP_PRIVATE, path)],
    ['mmap of memory', undefined, () => mmap(uint8, 100, PROT_READ, anonymous)],
    ['mapFile', path, () => mapFile(path)],
    ['mapAnonymous', undefined, () => mapAnonymous(uint8, 100)],
  ])('%s throws a SystemError in the shape of Node', (_what, expectedPath, action) => {
    fake.failNext('map', errno[name]);
    const error = systemError(action);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(TypeError);
    expect([error.code, error.errno, error.syscall, error.path]).toEqual([
      name,
      -errno[name],
      'mmap',
      expectedPath,
    ]);
    expect('path' in error).toBe(expectedPath !== undefined);
    expect(
      error.message.startsWith(`${name}: ${text}, mmap${expectedPath ? ` '${expectedPath}'` : ''}`),
    ).toBe(true);
    expect(error.name).toBe('SystemError');
    expect(error.stack).toContain('system-error.test');
    expect(error.info).toMatchObject({ length: 100, offset: 0 });
  });
});

describe('an errno that nobody knows', () => {
  it.each([4000, 533])('%i is named by its number', (unknown) => {
    const { mapAnonymous, fake } = fakeApi();
    fake.failNext('map', unknown);
    const error = systemError(() => mapAnonymous(uint8, 1));
    expect([error.errno, error.syscall]).toEqual([-unknown, 'mmap']);
    expect(error.code).toContain(String(unknown));
    expect(error.message).toContain(String(unknown));
  });
});

describe('next to Node’s own error', () => {
  it('has the same fields and the same message for a missing file', () => {
    const missing = freshPath();
    const ours = systemError(() => fakeApi().mapFile(missing));
    const theirs = thrownBy(() => openSync(missing, 'r'));
    expect(ours.message).toBe(theirs.message);
    expect({ ...ours, info: undefined }).toEqual({ ...theirs, info: undefined });
  });
});

describe('messages', () => {
  const { mmap, mapAnonymous, fake, pageSize } = fakeApi({ pageSize: 16_384 });
  it.each<[string, () => unknown]>([
    [
      `EINVAL: invalid argument, mmap '${path}': offset 4096 is not a multiple of the page size, 16384 bytes; mapFile takes any byte`,
      () => mmap(uint8, 1, PROT_READ, MAP_PRIVATE, path, 4096),
    ],
    [
      "EACCES: permission denied, mmap: the file must be open for reading, and for writing too ('r+') where a shared mapping has PROT_WRITE, as access: 'read-write' makes it",
      () => {
        const fd = openSync(path, 'r');
        mmap(uint8, 1, PROT_READ | PROT_WRITE, MAP_SHARED, fd);
      },
    ],
    [
      `ENOMEM: not enough memory, mmap: no room for ${2 ** 50} bytes, or the process has as many areas of memory as it may (vm.max_map_count)`,
      () => mapAnonymous(uint8, 2 ** 50),
    ],
  ])('%s', (message, action) => {
    expect(systemError(action).message).toBe(message);
  });

  it('of the other calls name the call', () => {
    const array = mapAnonymous(uint8, pageSize);
    fake.failNext('sync', errno.EIO);
    const sync = systemError(() => msync(array, MS_SYNC));
    expect([sync.code, sync.syscall, sync.message]).toEqual(['EIO', 'msync', 'EIO: i/o error, msync']);
    fake.failNext('unmap', errno.ENOMEM);
    const unmap = systemError(() => munmap(array));
    expect([unmap.code, unmap.syscall]).toEqual(['ENOMEM', 'munmap']);
  });
});

describe('errorCodes', () => {
  it('is sorted, without repetition, and every one is of this library’s form', () => {
    expect(errorCodes).toEqual([...new Set(errorCodes)].sort());
    for (const code of errorCodes) expect(code).toMatch(/^ERR_[A-Z]+(_[A-Z]+)*$/);
  });

  it('an error with one of them prints as Node prints its own', () => {
    const error = thrownBy(() => fakeApi().mapAnonymous(uint8, -1));
    expect(error.stack).toMatch(/^RangeError \[ERR_OUT_OF_RANGE\]: The value of "length"/);
    expect([error.name, String(error).startsWith('RangeError')]).toEqual(['RangeError', true]);
    expect(errorCodes).toContain(error.code);
  });
});
