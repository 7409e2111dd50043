import { execFileSync } from 'node:child_process';
import { fsyncSync, statfsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import {
  isAvailable,
  POSIX_FADV_DONTNEED,
  POSIX_FADV_NOREUSE,
  POSIX_FADV_NORMAL,
  POSIX_FADV_RANDOM,
  POSIX_FADV_SEQUENTIAL,
  POSIX_FADV_WILLNEED,
} from '@carray/constants';
import { describe, expect, it } from 'vitest';
import { expectBytes, pattern } from './bytes.js';
import type { Fixture } from './fixture.js';

const { EBADF, EINVAL, ENOSYS, ESPIPE } = constants.errno;
const unknownAdvice = 9999;
const tmpfs = 0x01021994;
/** The page cache holds pages in runs, and drops whole ones: these are many. */
const cachedBytes = 16 * 2 ** 20;
const fiveGibibytes = 5 * 2 ** 30;

export function adviseFileCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;

  it.skipIf(isAvailable('POSIX_FADV_NORMAL'))('is not there: ENOSYS', () => {
    expect([0, -ENOSYS]).toContain(backend.adviseFile(files.open(files.create(1), 'r'), 0, 0, 0));
  });

  describe.runIf(isAvailable('POSIX_FADV_NORMAL'))('where the system has it', () => {
    const advise = (fd: number, advice: number): number => backend.adviseFile(fd, 0, 0, advice);

    it.each([
      ['normal', POSIX_FADV_NORMAL],
      ['random', POSIX_FADV_RANDOM],
      ['sequential', POSIX_FADV_SEQUENTIAL],
      ['willneed', POSIX_FADV_WILLNEED],
      ['dontneed', POSIX_FADV_DONTNEED],
      ['noreuse', POSIX_FADV_NOREUSE],
    ])('takes %s for any bytes, and the file stays', (_, advice) => {
      const path = files.create(pattern(2 * pageSize));
      const fd = files.open(path, 'r');
      const ranges: [number, number][] = [
        [0, 0],
        [pageSize, pageSize],
        [1, 1],
        [2 * pageSize, pageSize],
        [fiveGibibytes, fiveGibibytes],
      ];
      for (const range of ranges) expect(backend.adviseFile(fd, ...range, advice)).toBe(0);
      expectBytes(files.read(path), pattern(2 * pageSize));
    });

    it('refuses an advice that does not exist: EINVAL', () => {
      const fd = files.open(files.create(pageSize), 'r');
      for (const advice of [unknownAdvice, -1]) expect(advise(fd, advice)).toBe(-EINVAL);
    });

    it('refuses a negative length: EINVAL', () => {
      const fd = files.open(files.create(pageSize), 'r');
      expect(backend.adviseFile(fd, 0, -1, POSIX_FADV_NORMAL)).toBe(-EINVAL);
    });

    it('refuses a descriptor that is not open: EBADF', () => {
      const fd = files.open(files.create(pageSize), 'r');
      files.close(fd);
      for (const closed of [fd, -1]) expect(advise(closed, POSIX_FADV_NORMAL)).toBe(-EBADF);
    });

    it('refuses a pipe: ESPIPE', () => {
      const path = join(files.directory, 'pipe');
      execFileSync('/usr/bin/mkfifo', [path]);
      expect(advise(files.open(path, 'r+'), POSIX_FADV_NORMAL)).toBe(-ESPIPE);
    });

    it.runIf(backend.supports.physicalMemory)(
      'drops the pages of a file that nobody has mapped',
      ({ skip }) => {
        if (statfsSync(files.directory).type === tmpfs) skip('the files of the test are memory themselves');
        const path = files.create(pattern(cachedBytes));
        const fd = files.open(path, 'r+');
        fsyncSync(fd);
        /** Whether the first page of the file is there, and the last one. */
        const resident = (): number[] => {
          const region = fixture.file(path, { byteLength: cachedBytes });
          const pages = new Uint8Array(cachedBytes / pageSize);
          expect(backend.residency(region, 0, cachedBytes, pages)).toBe(0);
          fixture.unmap(region);
          return [pages.at(0) ?? 0, pages.at(-1) ?? 0].map((page) => page & 1);
        };
        expect(resident()).toEqual([1, 1]);
        expect(backend.adviseFile(fd, cachedBytes / 2, cachedBytes / 2, POSIX_FADV_DONTNEED)).toBe(0);
        expect(resident()).toEqual([1, 0]);
        expect(advise(fd, POSIX_FADV_DONTNEED)).toBe(0);
        expect(resident()).toEqual([0, 0]);
        expectBytes(files.read(path), pattern(cachedBytes));
      },
    );
  });
}
