import {
  appendFileSync,
  existsSync,
  openSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { constants } from 'node:os';
import { describe, expect, it, vi } from 'vitest';
import { asked, fakeApi } from './support/api.js';
import { OUT_OF_RANGE, refusal, thrownBy } from './support/errors.js';
import { fileOf, freshPath, openDescriptors, pattern } from './support/files.js';

const page = 4096;
const { EINVAL, ENOSPC, ENOMEM } = constants.errno;
const making = { access: 'read-write', create: true, grow: true } as const;
const codeOfStat = (path: string) => refusal(() => statSync(path));
const missing = 'Error ENOENT';

describe('a failed mapFile', () => {
  const failures = [
    ['map', ENOMEM],
    ['buffer', ENOMEM],
    ['allocate', ENOSPC],
    ['advise', EINVAL],
  ] as const;

  it.each(failures)('of the backend, %s, removes the file that it made', (operation, errno) => {
    const { mapFile, fake } = fakeApi();
    const path = freshPath();
    const before = openDescriptors();
    fake.failNext(operation, errno);
    expect(thrownBy(() => mapFile(path, { ...making, length: 9, populate: true }))).toMatchObject({
      errno: -errno,
    });
    expect([codeOfStat(path), openDescriptors(), fake.liveRegions()]).toEqual([missing, before, 0]);
  });

  it.each(failures)(
    'of the backend, %s, gives the file that it grew its length again',
    (operation, errno) => {
      const { mapFile, fake } = fakeApi();
      const path = fileOf(pattern(10));
      fake.failNext(operation, errno);
      expect(thrownBy(() => mapFile(path, { ...making, length: page, advice: 'random' }))).toMatchObject({
        errno: -errno,
      });
      expect(readFileSync(path).equals(pattern(10))).toBe(true);
      expect(fake.liveRegions()).toBe(0);
    },
  );

  it.each(failures)(
    'of the backend, %s, does the same by descriptor, and leaves it open',
    (operation, errno) => {
      const { mapFile, fake } = fakeApi();
      const path = fileOf(pattern(10));
      const fd = openSync(path, 'r+');
      fake.failNext(operation, errno);
      const options = { access: 'read-write', grow: true, length: page, populate: true } as const;
      expect(thrownBy(() => mapFile(fd, options))).toMatchObject({ errno: -errno });
      expect([statSync(path).size, mapFile(fd).length]).toEqual([10, 10]);
    },
  );

  it('says why also where somebody has removed the file that it made', () => {
    const { mapFile, fake } = fakeApi();
    const path = freshPath();
    vi.spyOn(fake, 'map').mockImplementationOnce(() => {
      unlinkSync(path);
      return -ENOMEM;
    });
    expect(thrownBy(() => mapFile(path, { ...making, length: 9 }))).toMatchObject({ code: 'ENOMEM' });
    expect(codeOfStat(path)).toBe(missing);
  });

  it('keeps what another process has appended meanwhile', () => {
    const path = fileOf(pattern(10));
    const { mapFile, fake } = fakeApi();
    const map = () => {
      appendFileSync(path, 'theirs');
      return -ENOMEM;
    };
    Object.assign(fake, { map });
    expect(refusal(() => mapFile(path, { ...making, length: page }))).toBe('SystemError ENOMEM');
    const bytes = readFileSync(path);
    expect([bytes.length, bytes.subarray(0, 10).equals(pattern(10))]).toEqual([page + 6, true]);
    expect(bytes.subarray(page).toString()).toBe('theirs');
  });

  it.runIf(existsSync('/dev/shm'))('grows no file of memory past what is free', () => {
    const { mapFile, fake } = fakeApi();
    const path = `/dev/shm/carray-test-${process.pid}`;
    const map = () => mapFile(path, { ...making, length: 2 ** 50 });
    expect(thrownBy(map)).toMatchObject({
      code: 'ENOMEM',
      message: expect.stringContaining('1125899906842624 bytes are more than the'),
    });
    expect([codeOfStat(path), asked(fake, 'allocate')]).toEqual([missing, []]);
  });

  it('of a descriptor that is open for reading says so, and changes nothing', () => {
    const path = fileOf(pattern(10));
    const fd = openSync(path, 'r');
    const map = () => fakeApi().mapFile(fd, { access: 'read-write', grow: true, length: page });
    expect(thrownBy(map)).toMatchObject({ code: 'EBADF', syscall: 'posix_fallocate' });
    expect(readFileSync(path).equals(pattern(10))).toBe(true);
  });

  it('past the end of what it made removes it too', () => {
    const path = freshPath();
    const map = () => fakeApi().mapFile(path, { access: 'read-write', create: true, length: 1 });
    expect([refusal(map), codeOfStat(path)]).toEqual([OUT_OF_RANGE, missing]);
  });

  it('removes no file that was there', () => {
    const { mapFile, fake } = fakeApi();
    const path = fileOf(pattern(10));
    fake.failNext('map', ENOMEM);
    expect(refusal(() => mapFile(path, { access: 'read-write', create: true }))).toBe('SystemError ENOMEM');
    expect(readFileSync(path).equals(pattern(10))).toBe(true);
  });

  it('removes what it made behind a symbolic link as well', () => {
    const { mapFile, fake } = fakeApi();
    const [target, link] = [freshPath(), freshPath()];
    symlinkSync(target, link);
    fake.failNext('map', ENOMEM);
    expect(refusal(() => mapFile(link, { ...making, length: 1 }))).toBe('SystemError ENOMEM');
    expect(codeOfStat(target)).toBe(missing);
  });
});
