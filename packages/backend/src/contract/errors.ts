import { constants as open } from 'node:fs';
import { constants, devNull } from 'node:os';
import { MAP_ANONYMOUS, MAP_PRIVATE, MAP_SHARED, PROT_NONE, PROT_READ } from '@carray/constants';
import { expect, it } from 'vitest';
import { type Fixture, readWrite, reserving } from './fixture.js';
import { openDescriptors } from './process-tables.js';

const { EACCES, EBADF, EINVAL, ENODEV, ENOMEM } = constants.errno;
const anonymousPrivate = MAP_PRIVATE | MAP_ANONYMOUS;

/** Longer than any address space of today. */
const hugeLength = 2 ** 52;

export function errorCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;

  function refuses(errno: number, attempt: () => number): void {
    const descriptors = openDescriptors();
    expect(attempt()).toBe(-errno);
    expect(fixture.live, 'regions left').toBe(0);
    expect(openDescriptors(), 'descriptors left').toBe(descriptors);
  }

  const mapFile = (fd: number, protection: number, flags: number, fileOffset = 0): number =>
    backend.map(0, pageSize, protection, flags, fd, fileOffset);

  it('have a length of 0: EINVAL', () => {
    const fd = files.open(files.create(pageSize), 'r+');
    refuses(EINVAL, () => backend.map(0, 0, readWrite, anonymousPrivate, -1, 0));
    refuses(EINVAL, () => backend.map(0, 0, readWrite, MAP_SHARED, fd, 0));
  });

  it('have an offset inside a page: EINVAL', () => {
    const fd = files.open(files.create(2 * pageSize), 'r+');
    for (const fileOffset of [1, pageSize / 2, pageSize + 1]) {
      refuses(EINVAL, () => mapFile(fd, PROT_READ, MAP_SHARED, fileOffset));
    }
  });

  it('are neither shared nor private: EINVAL', () => {
    const fd = files.open(files.create(pageSize), 'r+');
    refuses(EINVAL, () => backend.map(0, pageSize, readWrite, MAP_ANONYMOUS, -1, 0));
    refuses(EINVAL, () => mapFile(fd, readWrite, 0));
  });

  it('have no descriptor and are not anonymous: EBADF', () => {
    refuses(EBADF, () => mapFile(-1, PROT_READ, MAP_SHARED));
    refuses(EBADF, () => mapFile(-1, PROT_READ, MAP_PRIVATE));
  });

  it('have a closed descriptor: EBADF', () => {
    const fd = files.open(files.create(pageSize), 'r+');
    files.close(fd);
    refuses(EBADF, () => mapFile(fd, PROT_READ, MAP_SHARED));
  });

  it.each([MAP_SHARED, MAP_PRIVATE])('are of a directory: ENODEV (flags %i)', (flags) => {
    const fd = files.open(files.directory, 'r');
    refuses(ENODEV, () => mapFile(fd, PROT_READ, flags));
  });

  it('are of a device without memory: ENODEV', () => {
    const fd = files.open(devNull, 'r+');
    refuses(ENODEV, () => mapFile(fd, PROT_READ, MAP_SHARED));
  });

  it('would write to a file that is open for reading: EACCES', () => {
    const fd = files.open(files.create(pageSize), 'r');
    refuses(EACCES, () => mapFile(fd, readWrite, MAP_SHARED));
  });

  it.each([MAP_SHARED, MAP_PRIVATE])(
    'are of a file that is open for writing alone: EACCES (flags %i)',
    (flags) => {
      const fd = files.open(files.create(pageSize), open.O_WRONLY);
      refuses(EACCES, () => mapFile(fd, PROT_READ, flags));
    },
  );

  it('do not fit the address space: ENOMEM', () => {
    const fd = files.open(files.create(pageSize), 'r+');
    refuses(ENOMEM, () => backend.map(0, hugeLength, readWrite, anonymousPrivate, -1, 0));
    refuses(ENOMEM, () => backend.map(0, hugeLength, PROT_READ, MAP_SHARED, fd, 0));
  });

  it('are longer than 4 GiB, where addresses have 32 bits: ENOMEM, and not what is left of the length', () => {
    const byteLength = 2 ** 32 + pageSize;
    const answer = backend.map(0, byteLength, PROT_NONE, reserving, -1, 0);
    if (answer === -ENOMEM) return expect(fixture.live, 'regions left').toBe(0);
    expect(backend.protect(fixture.adopt(answer), 2 ** 32, pageSize, PROT_NONE)).toBe(0);
  });

  it('leave the descriptor open', () => {
    const fd = files.open(files.create(pageSize), 'r');
    refuses(EACCES, () => mapFile(fd, readWrite, MAP_SHARED));
    fixture.adopt(mapFile(fd, PROT_READ, MAP_SHARED));
  });
}
