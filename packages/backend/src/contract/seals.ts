import { ftruncateSync, openSync, writeSync } from 'node:fs';
import { constants, devNull } from 'node:os';
import {
  F_SEAL_GROW,
  F_SEAL_SEAL,
  F_SEAL_SHRINK,
  F_SEAL_WRITE,
  MAP_PRIVATE,
  MAP_SHARED,
  MFD_ALLOW_SEALING,
  MFD_CLOEXEC,
  PROT_READ,
} from '@carray/constants';
import { describe, expect, it } from 'vitest';
import { filled } from './bytes.js';
import { type Fixture, readWrite } from './fixture.js';

const { EBADF, EBUSY, EINVAL, ENOSYS, ENOTSUP, EPERM } = constants.errno;
const unknownSeal = 1 << 30;

export function sealCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;

  it.skipIf(backend.supports.seals)('are not there: ENOSYS, ENOTSUP', () => {
    const fd = files.open(files.create(pageSize), 'r+');
    expect([-ENOSYS, -ENOTSUP]).toContain(backend.seals(fd));
    expect([-ENOSYS, -ENOTSUP]).toContain(backend.addSeals(fd, F_SEAL_SHRINK));
  });

  describe.runIf(backend.supports.seals)('where there are', () => {
    /** A memory file of three pages. */
    function create(flags = MFD_ALLOW_SEALING): number {
      const fd = files.adopt(backend.createMemoryFile('carray-seals', MFD_CLOEXEC | flags));
      ftruncateSync(fd, 3 * pageSize);
      return fd;
    }

    const refused = (code: string) => expect.objectContaining({ code });
    const mapShared = (fd: number, protection = readWrite): number =>
      backend.map(0, pageSize, protection, MAP_SHARED, fd, 0);

    it('are none at first, and add up', () => {
      const fd = create();
      expect(backend.seals(fd)).toBe(0);
      expect([backend.addSeals(fd, 0), backend.seals(fd)]).toEqual([0, 0]);
      let all = 0;
      for (const seal of [F_SEAL_SHRINK, F_SEAL_GROW, F_SEAL_WRITE, F_SEAL_SHRINK, F_SEAL_SEAL]) {
        all |= seal;
        expect([backend.addSeals(fd, seal), backend.seals(fd)]).toEqual([0, all]);
      }
    });

    it('are several at once', () => {
      const fd = create();
      const both = F_SEAL_SHRINK | F_SEAL_GROW;
      expect([backend.addSeals(fd, both), backend.seals(fd)]).toEqual([0, both]);
    });

    it('keep the file from being made shorter: F_SEAL_SHRINK', () => {
      const fd = create();
      expect(backend.addSeals(fd, F_SEAL_SHRINK)).toBe(0);
      expect(() => ftruncateSync(fd, pageSize)).toThrow(refused('EPERM'));
      ftruncateSync(fd, 4 * pageSize);
      fixture.adopt(mapShared(fd));
    });

    it('keep the file from being made longer: F_SEAL_GROW', () => {
      const fd = create();
      expect(backend.addSeals(fd, F_SEAL_GROW)).toBe(0);
      expect(() => ftruncateSync(fd, 4 * pageSize)).toThrow(refused('EPERM'));
      expect(backend.allocate(fd, 0, 4 * pageSize)).toBe(-EPERM);
      ftruncateSync(fd, pageSize);
    });

    it('keep the file from being written, and mapped for it: F_SEAL_WRITE', () => {
      const fd = create();
      expect(backend.addSeals(fd, F_SEAL_WRITE)).toBe(0);
      expect(() => writeSync(fd, filled(1, 1), 0, 1, 0)).toThrow(refused('EPERM'));
      expect(mapShared(fd)).toBe(-EPERM);
      const copy = fixture.adopt(backend.map(0, pageSize, readWrite, MAP_PRIVATE, fd, 0));
      expect(fixture.bytes(copy).fill(1)[0]).toBe(1);
    });

    it('wait for a shared mapping that could write, and its last buffer: EBUSY', () => {
      const fd = create();
      const region = fixture.adopt(mapShared(fd));
      const bytes = fixture.bytes(region).fill(1);
      const attempt = (): number[] => [backend.addSeals(fd, F_SEAL_WRITE), backend.seals(fd)];
      expect(attempt()).toEqual([-EBUSY, 0]);
      fixture.unmap(region);
      expect(attempt()).toEqual([-EBUSY, 0]);
      fixture.detach(bytes.buffer);
      expect(attempt()).toEqual([0, F_SEAL_WRITE]);
    });

    it('are no more after F_SEAL_SEAL: EPERM', () => {
      const fd = create();
      expect(backend.addSeals(fd, F_SEAL_SEAL | F_SEAL_SHRINK)).toBe(0);
      for (const seals of [F_SEAL_GROW, F_SEAL_SEAL, F_SEAL_SHRINK, 0]) {
        expect(backend.addSeals(fd, seals)).toBe(-EPERM);
      }
      expect(backend.seals(fd)).toBe(F_SEAL_SEAL | F_SEAL_SHRINK);
    });

    it('are none in a file made without MFD_ALLOW_SEALING: EPERM', () => {
      const fd = create(0);
      expect([backend.seals(fd), backend.addSeals(fd, F_SEAL_SHRINK)]).toEqual([F_SEAL_SEAL, -EPERM]);
      ftruncateSync(fd, pageSize);
    });

    it('that do not exist are refused: EINVAL', () => {
      const fd = create();
      for (const seals of [unknownSeal, F_SEAL_SHRINK | unknownSeal, -1]) {
        expect(backend.addSeals(fd, seals)).toBe(-EINVAL);
      }
      expect(backend.seals(fd)).toBe(0);
    });

    it('are for memory files: EINVAL', () => {
      const fd = files.open(devNull, 'r+');
      expect([backend.seals(fd), backend.addSeals(fd, F_SEAL_SHRINK)]).toEqual([-EINVAL, -EINVAL]);
    });

    it('are for descriptors that are open: EBADF', () => {
      const closed = create();
      files.close(closed);
      for (const fd of [closed, -1]) {
        expect([backend.seals(fd), backend.addSeals(fd, F_SEAL_SHRINK)]).toEqual([-EBADF, -EBADF]);
      }
    });

    it.runIf(process.platform === 'linux')('are added through descriptors for writing: EPERM', () => {
      const fd = create();
      const readOnly = files.adopt(openSync(`/proc/self/fd/${fd}`, 'r'));
      expect(backend.addSeals(readOnly, F_SEAL_SHRINK)).toBe(-EPERM);
      expect(backend.addSeals(fd, F_SEAL_SHRINK)).toBe(0);
      expect(backend.seals(readOnly)).toBe(F_SEAL_SHRINK);
      fixture.adopt(mapShared(readOnly, PROT_READ));
    });
  });
}
