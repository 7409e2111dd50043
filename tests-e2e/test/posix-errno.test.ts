import { execFileSync } from 'node:child_process';
import { closeSync, constants as fs, openSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { constants as os } from 'node:os';
import { expect, it } from 'vitest';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { runProgram } from '../src/program.js';

const { MAP_ANONYMOUS, MAP_FIXED, MAP_PRIVATE, MAP_SHARED, MS_ASYNC, MS_SYNC } = carray;
const { PROT_READ, PROT_WRITE, SystemError, uint8 } = carray;
const READ_WRITE = PROT_READ | PROT_WRITE;

// ENODEV and ENOMEM have files of their own. EAGAIN is in posix-users.test.ts, EEXIST in posix-placement.test.ts,
// ENOTSUP in posix-sharing.test.ts, EACCES for each mode of opening in posix-open-modes.test.ts.
onBothBackends('errno of mmap', ({ madvise, mapFile, mmap, mprotect, msync, munmap, pageSize }, backend) => {
  const page = Buffer.alloc(pageSize, 1);
  const mapping = (...args: Parameters<typeof mmap>) => codeOf(() => munmap(mmap(...args)));

  it('EBADF: no source without MAP_ANONYMOUS, a descriptor that is not open, a FileHandle that was closed', async () => {
    const fd = openSync(fileOf(page), 'r');
    const handle = await open(fileOf(page));
    await handle.close();
    expect(mapping(uint8, 1, PROT_READ, MAP_SHARED, fd)).toBe(undefined);
    closeSync(fd);
    for (const source of [undefined, null, 99_999, handle]) {
      expect(mapping(uint8, 1, PROT_READ, MAP_PRIVATE, source)).toBe('EBADF');
    }
    expect(() => mmap(uint8, 1, PROT_READ, MAP_PRIVATE)).toThrow(
      'without a source the flags need MAP_ANONYMOUS',
    );
    expect(() => mmap(uint8, 1, PROT_READ, MAP_PRIVATE, 99_999)).toThrow('descriptor 99999 is not open');
  });

  it('EACCES: writing to a file with the append-only attribute', ({ skip }) => {
    const path = fileOf(page);
    const chattr = (change: string) => execFileSync('/usr/bin/chattr', [change, path], { stdio: 'ignore' });
    if (codeOf(() => chattr('+a')) !== undefined) skip('chattr +a needs root, and a file system that has it');
    const [appending, reading] = [openSync(path, fs.O_RDWR | fs.O_APPEND), openSync(path, fs.O_RDONLY)];
    try {
      expect(mapping(uint8, 1, READ_WRITE, MAP_SHARED, appending)).toBe('EACCES');
      // For reading too: mprotect could turn it into writing.
      expect(mapping(uint8, 1, PROT_READ, MAP_SHARED, appending)).toBe('EACCES');
      expect(mapping(uint8, 1, READ_WRITE, MAP_PRIVATE, appending)).toBe(undefined);
      expect(mapping(uint8, 1, PROT_READ, MAP_SHARED, reading)).toBe(undefined);
      expect(mapping(uint8, 1, READ_WRITE, MAP_SHARED, path)).toBe('EPERM'); // from open(2)
    } finally {
      for (const fd of [appending, reading]) closeSync(fd);
      chattr('-a');
    }
  });

  it('EINVAL: length 0, an offset or a fixed address inside a page, neither shared nor private', () => {
    const path = fileOf(page);
    const anonymous = MAP_PRIVATE | MAP_ANONYMOUS;
    expect(mapping(uint8, 0, PROT_READ, MAP_PRIVATE, path)).toBe('EINVAL');
    expect(mapping(uint8, 0, PROT_READ, anonymous)).toBe('EINVAL');
    expect(mapping(uint8, 1, PROT_READ, MAP_PRIVATE, path, pageSize - 1)).toBe('EINVAL');
    expect(mapping(uint8, 1, PROT_READ, anonymous | MAP_FIXED, null, 0, 16 * pageSize + 1)).toBe('EINVAL');
    expect(mapping(uint8, 1, PROT_READ, 0, path)).toBe('EINVAL');
    expect(mapping(uint8, 1, PROT_READ, MAP_ANONYMOUS)).toBe('EINVAL');
  });

  it('EOVERFLOW: an offset past the largest file', ({ skip }) => {
    const path = fileOf(page);
    expect(mapping(uint8, 1, PROT_READ, MAP_SHARED, path, 2n ** 63n)).toBe('ERR_OUT_OF_RANGE');
    const largest = Number.MAX_SAFE_INTEGER - (Number.MAX_SAFE_INTEGER % pageSize);
    const answer = mapping(uint8, pageSize, PROT_READ, MAP_SHARED, path, largest);
    if (answer === undefined) skip('offsets are safe integers, and this kernel takes all of those');
    expect(answer).toBe('EOVERFLOW');
  });

  it('EPERM: writing to a memory file that is sealed against it', ({ skip }) => {
    if (carray.F_ADD_SEALS === 0) skip('this system has no seals');
    const program = `
      const { mmap, munmap, pageSize, uint8, ...c } = require('carray');
      const READ_WRITE = c.PROT_READ | c.PROT_WRITE;
      const library = require('koffi').load(null);
      const create = library.func('int memfd_create(const char *name, unsigned int flags)');
      const fcntl = library.func('int fcntl(int fd, int command, ...)');
      const fd = create('sealed', c.MFD_ALLOW_SEALING);
      require('node:fs').ftruncateSync(fd, pageSize);
      const map = (prot, flags) => {
        try { return munmap(mmap(uint8, pageSize, prot, flags, fd)); } catch (error) { return error.code; }
      };
      const before = map(READ_WRITE, c.MAP_SHARED);
      const sealed = fcntl(fd, c.F_ADD_SEALS, 'int', c.F_SEAL_WRITE);
      console.log(JSON.stringify([before, sealed, map(READ_WRITE, c.MAP_SHARED), map(READ_WRITE, c.MAP_PRIVATE)]));`;
    const { status, stdout } = runProgram(program, { backend });
    expect([status, stdout]).toEqual([0, '[true,0,"EPERM",true]\n']);
  });

  it("M18: a failure has the shape of Node's system errors", () => {
    const path = fileOf(page);
    const thrown = (call: () => unknown): unknown => {
      try {
        return call();
      } catch (error) {
        return error;
      }
    };
    const byPath = thrown(() => mmap(uint8, 0, PROT_READ, MAP_PRIVATE, path));
    expect(byPath).toBeInstanceOf(SystemError);
    expect(byPath).toBeInstanceOf(Error);
    expect(byPath).toMatchObject({
      name: 'SystemError',
      code: 'EINVAL',
      errno: -os.errno.EINVAL,
      syscall: 'mmap',
      path,
    });
    expect(byPath).toMatchObject({
      message: `EINVAL: invalid argument, mmap '${path}': length must be at least 1 byte`,
    });
    const without = thrown(() => mmap(uint8, 1, PROT_READ, MAP_ANONYMOUS));
    expect(without).toMatchObject({
      code: 'EINVAL',
      syscall: 'mmap',
      info: { length: 1, flags: MAP_ANONYMOUS },
    });
    expect(without).not.toHaveProperty('path');
    const array = mapFile(path);
    for (const [syscall, call] of [
      ['mprotect', () => mprotect(array, PROT_READ, 1)],
      ['madvise', () => madvise(array, 9999)],
      ['msync', () => msync(array, MS_SYNC | MS_ASYNC)],
    ] as const) {
      expect(thrown(call)).toMatchObject({ code: 'EINVAL', errno: -os.errno.EINVAL, syscall, path });
    }
    munmap(array);
  });
});
