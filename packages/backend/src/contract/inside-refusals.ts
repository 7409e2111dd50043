import { constants } from 'node:os';
import { MAP_ANONYMOUS, MAP_PRIVATE, MAP_SHARED, PROT_READ } from '@carray/constants';
import { describe, expect, it } from 'vitest';
import type { RegionId } from '../backend.js';
import { expectBytes, pattern, zeros } from './bytes.js';
import { type Fixture, readWrite } from './fixture.js';
import { accessAt, openDescriptors } from './process-tables.js';

const { EACCES, EBADF, EEXIST, EINVAL, ENODEV } = constants.errno;

export function insideRefusalCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;
  const { sharedPages } = backend.supports;

  /** Asserts that a mapping inside of three pages is refused, and that these can all be used afterwards. */
  function refuses(errno: number, attempt: (reservation: RegionId) => number): void {
    const reservation = fixture.reserve(3 * pageSize);
    const descriptors = openDescriptors();
    expect(attempt(reservation)).toBe(-errno);
    expect(fixture.live, 'regions').toBe(1);
    expect(openDescriptors(), 'descriptors').toBe(descriptors);
    if (sharedPages) expect(accessAt(backend.addressOf(reservation) + pageSize) ?? '---p').toBe('---p');
    const region = fixture.inside(reservation, 0, { byteLength: 3 * pageSize });
    const bytes = fixture.bytes(region, 3 * pageSize);
    expectBytes(bytes, zeros(3 * pageSize));
    bytes.set(pattern(3 * pageSize));
    expectBytes(bytes, pattern(3 * pageSize));
    fixture.release(region);
    fixture.unmap(reservation);
  }

  const fileInside = (
    reservation: RegionId,
    fd: number,
    protection: number,
    flags: number,
    offset = 0,
  ): number => backend.mapInside(reservation, pageSize, pageSize, protection, flags, fd, offset);

  it('leave the reservation: EINVAL', () => {
    const outside: [number, number][] = [
      [0, 3 * pageSize + 1],
      [0, 4 * pageSize],
      [2 * pageSize, pageSize + 1],
      [2 * pageSize, 2 * pageSize],
      [3 * pageSize, 1],
      [4 * pageSize, pageSize],
      [-pageSize, pageSize],
      [-pageSize, 3 * pageSize],
      [pageSize, -pageSize],
      [pageSize, Number.MAX_SAFE_INTEGER],
      [Number.MAX_SAFE_INTEGER - pageSize + 1, pageSize],
    ];
    for (const [byteOffset, byteLength] of outside) {
      refuses(EINVAL, (reservation) => fixture.tryInside(reservation, byteOffset, { byteLength }));
    }
  });

  it('leave a reservation that ends inside a page: EINVAL', () => {
    const reservation = fixture.reserve(pageSize + 100);
    expect(fixture.tryInside(reservation, pageSize, { byteLength: 101 })).toBe(-EINVAL);
    expect(fixture.tryInside(reservation, 0, { byteLength: 2 * pageSize })).toBe(-EINVAL);
  });

  it('start inside a page: EINVAL', () => {
    for (const byteOffset of [1, pageSize / 2, pageSize + 1]) {
      refuses(EINVAL, (reservation) => fixture.tryInside(reservation, byteOffset, { byteLength: 1 }));
      refuses(EINVAL, (reservation) => fixture.tryInside(reservation, byteOffset));
    }
  });

  it('have a length of 0: EINVAL', () => {
    for (const byteOffset of [0, pageSize, 3 * pageSize]) {
      refuses(EINVAL, (reservation) => fixture.tryInside(reservation, byteOffset, { byteLength: 0 }));
    }
  });

  it('are neither shared nor private: EINVAL', () => {
    refuses(EINVAL, (reservation) => fixture.tryInside(reservation, pageSize, { flags: 0 }));
  });

  it('have an offset inside a page of the file: EINVAL', () => {
    const fd = files.open(files.create(2 * pageSize), 'r+');
    for (const offset of [1, pageSize / 2, pageSize + 1]) {
      refuses(EINVAL, (reservation) => fileInside(reservation, fd, PROT_READ, MAP_SHARED, offset));
    }
  });

  it('have no descriptor and are not anonymous: EBADF', () => {
    for (const flags of [MAP_SHARED, MAP_PRIVATE]) {
      refuses(EBADF, (reservation) => fileInside(reservation, -1, PROT_READ, flags));
    }
  });

  it('have a closed descriptor: EBADF', () => {
    const fd = files.open(files.create(pageSize), 'r+');
    files.close(fd);
    refuses(EBADF, (reservation) => fileInside(reservation, fd, PROT_READ, MAP_SHARED));
  });

  it('would write to a file that is open for reading: EACCES', () => {
    const fd = files.open(files.create(pageSize), 'r');
    refuses(EACCES, (reservation) => fileInside(reservation, fd, readWrite, MAP_SHARED));
  });

  it('are of a directory: ENODEV', () => {
    const fd = files.open(files.directory, 'r');
    refuses(ENODEV, (reservation) => fileInside(reservation, fd, PROT_READ, MAP_SHARED));
  });

  it('are in a region that is not held: EINVAL', () => {
    const reservation = fixture.reserve(pageSize);
    fixture.unmap(reservation);
    for (const stale of [reservation, Number.MAX_SAFE_INTEGER, 0, -1]) {
      expect(fixture.tryInside(stale, 0)).toBe(-EINVAL);
    }
    expect(fixture.live).toBe(0);
  });

  it('are in a reservation that a region inside keeps, once it is not held: EINVAL', () => {
    const reservation = fixture.reserve(2 * pageSize);
    fixture.inside(reservation, 0);
    fixture.unmap(reservation);
    for (const byteOffset of [0, pageSize]) expect(fixture.tryInside(reservation, byteOffset)).toBe(-EINVAL);
  });

  describe('overlap a region inside: EEXIST', () => {
    it.each([
      ['the same pages', 2, 2],
      ['its first page', 2, 1],
      ['its last page', 3, 1],
      ['more than all of it', 1, 4],
      ['its start', 1, 2],
      ['its end', 3, 2],
      ['the whole reservation', 0, 6],
    ])('%s', (_, firstPage, pages) => {
      const reservation = fixture.reserve(6 * pageSize);
      const taken = fixture.inside(reservation, 2 * pageSize, { byteLength: 2 * pageSize });
      const bytes = fixture.bytes(taken, 2 * pageSize);
      bytes.set(pattern(2 * pageSize));
      const path = files.create(6 * pageSize);
      const fd = files.open(path, 'r+');
      const byteOffset = firstPage * pageSize;
      const byteLength = pages * pageSize;
      for (const flags of [MAP_PRIVATE, MAP_SHARED]) {
        expect(fixture.tryInside(reservation, byteOffset, { byteLength, flags })).toBe(-EEXIST);
        const answer = backend.mapInside(reservation, byteOffset, byteLength, readWrite, flags, fd, 0);
        expect(answer).toBe(-EEXIST);
      }
      expectBytes(bytes, pattern(2 * pageSize));
      expect(fixture.live).toBe(2);
    });

    it('its last page alone, of which it has no more than a byte', () => {
      const reservation = fixture.reserve(4 * pageSize);
      fixture.inside(reservation, 0, { byteLength: pageSize + 1 });
      expect(fixture.tryInside(reservation, pageSize)).toBe(-EEXIST);
      fixture.inside(reservation, 2 * pageSize);
    });

    it('its first page alone, with no more than a byte', () => {
      const reservation = fixture.reserve(4 * pageSize);
      fixture.inside(reservation, 2 * pageSize);
      expect(fixture.tryInside(reservation, pageSize, { byteLength: pageSize + 1 })).toBe(-EEXIST);
      fixture.inside(reservation, pageSize);
    });

    it('any of several', () => {
      const reservation = fixture.reserve(6 * pageSize);
      const pages = [4, 0, 2];
      for (const page of pages) fixture.inside(reservation, page * pageSize);
      for (const page of pages) expect(fixture.tryInside(reservation, page * pageSize)).toBe(-EEXIST);
      for (const page of [1, 3, 5]) fixture.inside(reservation, page * pageSize);
    });

    it('that is unmapped and kept by a buffer', () => {
      const reservation = fixture.reserve(2 * pageSize);
      const kept = fixture.inside(reservation, 0);
      const bytes = fixture.bytes(kept);
      bytes.set(pattern(pageSize));
      fixture.unmap(kept);
      expect(fixture.tryInside(reservation, 0)).toBe(-EEXIST);
      expectBytes(bytes, pattern(pageSize));
      if (!backend.supports.detach) return;
      fixture.detach(bytes.buffer);
      fixture.inside(reservation, 0);
    });
  });

  it('leave the descriptor open', () => {
    const fd = files.open(files.create(pattern(pageSize)), 'r');
    const reservation = fixture.reserve(2 * pageSize);
    expect(fileInside(reservation, fd, readWrite, MAP_SHARED)).toBe(-EACCES);
    const region = fixture.adopt(fileInside(reservation, fd, PROT_READ, MAP_SHARED));
    expectBytes(fixture.bytes(region), pattern(pageSize));
  });

  it('leave the regions beside as they are', () => {
    const reservation = fixture.reserve(3 * pageSize);
    const beside = [0, 2 * pageSize].map((byteOffset) =>
      fixture.bytes(fixture.inside(reservation, byteOffset)),
    );
    for (const bytes of beside) bytes.set(pattern(pageSize));
    expect(fileInside(reservation, -1, PROT_READ, MAP_SHARED)).toBe(-EBADF);
    const flags = MAP_PRIVATE | MAP_ANONYMOUS;
    expect(backend.mapInside(reservation, pageSize + 1, 1, readWrite, flags, -1, 0)).toBe(-EINVAL);
    for (const bytes of beside) expectBytes(bytes, pattern(pageSize));
  });
}
