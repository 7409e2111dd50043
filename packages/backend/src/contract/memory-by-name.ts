import { existsSync, fstatSync, ftruncateSync, constants as open } from 'node:fs';
import { constants } from 'node:os';
import { MAP_SHARED, MS_SYNC, PROT_READ } from '@carray/constants';
import { expect, it, onTestFinished } from 'vitest';
import { expectBytes, pattern, zeros } from './bytes.js';
import { type Fixture, readWrite } from './fixture.js';
import { isInherited, openDescriptors } from './process-tables.js';

const { EACCES, EEXIST, EINVAL, EISDIR, ENAMETOOLONG, ENOENT, EPERM } = constants.errno;
const { O_CREAT, O_EXCL, O_RDONLY, O_RDWR, O_TRUNC } = open;
const anew = O_RDWR | O_CREAT | O_EXCL;
const modeBits = 0o7777;

let lastName = 0;

export function memoryByNameCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;

  /** A name that nobody has, unlinked after the test. */
  function newName(suffix = ''): string {
    const name = `/carray-contract-${process.pid}-${++lastName}${suffix}`;
    onTestFinished(() => {
      expect([0, -ENOENT]).toContain(backend.unlinkShared(name));
    });
    return name;
  }

  const openAs = (name: string, flags: number, mode = 0o600): number =>
    files.adopt(backend.openShared(name, flags, mode));

  function map(fd: number, protection = readWrite): number {
    return fixture.adopt(backend.map(0, pageSize, protection, MAP_SHARED, fd, 0));
  }

  it('is not there before it is made: ENOENT', () => {
    const name = newName();
    for (const flags of [O_RDONLY, O_RDWR]) expect(backend.openShared(name, flags, 0)).toBe(-ENOENT);
    expect(backend.unlinkShared(name)).toBe(-ENOENT);
  });

  it('is new and empty, with its mode less the umask of the process', () => {
    const umask = process.umask();
    for (const mode of [0o600, 0o640, 0o666, 0o400, 0]) {
      const status = fstatSync(openAs(newName(), anew, mode));
      expect([status.size, status.mode & modeBits]).toEqual([0, mode & ~umask]);
    }
  });

  it('is made once: EEXIST', () => {
    const name = newName();
    const fd = openAs(name, anew);
    ftruncateSync(fd, pageSize);
    expect(backend.openShared(name, anew, 0o600)).toBe(-EEXIST);
    expect(fstatSync(openAs(name, O_RDWR | O_CREAT)).size).toBe(pageSize);
  });

  it('is the same memory for all who open the name', () => {
    const name = newName();
    const made = openAs(name, anew);
    ftruncateSync(made, pageSize);
    const mine = map(made);
    const bytes = fixture.bytes(mine);
    bytes.set(pattern(pageSize));
    expect(backend.sync(mine, 0, pageSize, MS_SYNC)).toBe(0);
    const theirs = map(openAs(name, O_RDONLY), PROT_READ);
    expectBytes(fixture.bytes(theirs), pattern(pageSize));
  });

  it('outlives its descriptors, until it is unlinked', () => {
    const name = newName();
    const fd = openAs(name, anew);
    ftruncateSync(fd, pageSize);
    files.close(fd);
    expect(fstatSync(openAs(name, O_RDWR)).size).toBe(pageSize);
    expect(backend.unlinkShared(name)).toBe(0);
    expect(backend.openShared(name, O_RDWR, 0)).toBe(-ENOENT);
    expect(backend.unlinkShared(name)).toBe(-ENOENT);
  });

  it('stays with those who have it when its name goes to another', () => {
    const name = newName();
    const fd = openAs(name, anew);
    ftruncateSync(fd, pageSize);
    const region = map(fd);
    const bytes = fixture.bytes(region);
    bytes.set(pattern(pageSize));
    expect(backend.unlinkShared(name)).toBe(0);
    const other = openAs(name, anew);
    ftruncateSync(other, pageSize);
    expectBytes(fixture.bytes(map(other)), zeros(pageSize));
    expect(backend.sync(region, 0, pageSize, MS_SYNC)).toBe(0);
    expectBytes(fixture.bytes(map(fd)), pattern(pageSize));
  });

  it('is empty again: O_TRUNC', () => {
    const name = newName();
    ftruncateSync(openAs(name, anew), pageSize);
    expect(fstatSync(openAs(name, O_RDWR | O_TRUNC)).size).toBe(0);
  });

  it('is not written to through a descriptor for reading: EACCES', () => {
    const name = newName();
    ftruncateSync(openAs(name, anew), pageSize);
    const fd = openAs(name, O_RDONLY);
    expect(backend.map(0, pageSize, readWrite, MAP_SHARED, fd, 0)).toBe(-EACCES);
    fixture.adopt(backend.map(0, pageSize, PROT_READ, MAP_SHARED, fd, 0));
  });

  it('is not inherited by other programs', () => {
    const expected = isInherited(0) === undefined ? undefined : false;
    expect(isInherited(openAs(newName(), anew))).toBe(expected);
  });

  it.each(['', '-größe', '-✓𝄞', '-%n "x" \\'])('has a name with %j', (suffix) => {
    const name = newName(suffix);
    openAs(name, anew);
    if (backend.supports.physicalMemory && process.platform === 'linux') {
      expect(existsSync(`/dev/shm${name}`)).toBe(true);
    }
    expect(backend.openShared(name, anew, 0o600)).toBe(-EEXIST);
  });

  it('has a name that can be one', () => {
    const descriptors = openDescriptors();
    // Libraries differ in whether they look at the name, or leave that to the file system.
    const refusals = [EINVAL, ENOENT, EEXIST, EISDIR, EACCES, EPERM].map((errno) => -errno);
    for (const name of ['', '/', '/.', '/..', '/carray/contract']) {
      expect(refusals, name).toContain(backend.openShared(name, anew, 0o600));
      expect(refusals, name).toContain(backend.unlinkShared(name));
    }
    expect(openDescriptors()).toBe(descriptors);
  });

  it('has a name that ends where it ends: EINVAL, ENAMETOOLONG', () => {
    const name = newName();
    openAs(name, anew);
    const descriptors = openDescriptors();
    for (const longer of [`${name}\0`, `${name}\0a`, '\0']) {
      expect(backend.openShared(longer, O_RDWR | O_CREAT, 0o600)).toBe(-EINVAL);
      expect(backend.unlinkShared(longer)).toBe(-EINVAL);
    }
    for (const length of [256, 4_095, 4_096, 100_000]) {
      const long = `/${'a'.repeat(length)}`;
      const expected = length < 4_095 ? [-ENAMETOOLONG, -EINVAL] : [-ENAMETOOLONG];
      expect(expected, `${length}`).toContain(backend.openShared(long, anew, 0o600));
      expect(expected, `${length}`).toContain(backend.unlinkShared(long));
    }
    expect(openDescriptors()).toBe(descriptors);
    openAs(name, O_RDWR);
  });
}
