import { closeSync, constants as fs, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import {
  MADV_DONTNEED,
  MADV_PAGEOUT,
  MAP_PRIVATE,
  MAP_SHARED,
  munmap,
  POSIX_FADV_DONTNEED,
  PROT_READ,
  PROT_WRITE,
  uint8,
} from '../src/index.js';
import { fakeApi } from './support/api.js';
import { FAULT, refusal, thrownBy, UNMAPPED } from './support/errors.js';
import { fileOf, openDescriptors, pattern } from './support/files.js';
import { illegal } from './support/ranges.js';
import { mapped, page, total } from './support/synced.js';
import { notCounts } from './support/values.js';

const { EINVAL, EIO, ENOSYS } = constants.errno;

/** What was asked of a fake, call by call: 'sync 0 100'. */
const steps = ({ fake }: Pick<ReturnType<typeof fakeApi>, 'fake'>) =>
  fake.calls.flatMap(({ operation, arguments: [, from, size, last] }) =>
    ['sync', 'advise', 'adviseFile'].includes(operation) ? [`${operation} ${from} ${size} ${last}`] : [],
  );

const api = () => fakeApi({ pageSize: page });
const file = () => fileOf(pattern(4 * page));

describe('mapping.evict', () => {
  it('of a shared mapping: writes, lets go, and lets the system let go of whole pages', () => {
    const { mapFile, fake } = api();
    mapFile(file(), { access: 'read-write', byteOffset: page, length: 2 * page + 9 }).mapping.evict(page + 1);
    expect(steps({ fake })).toEqual([
      `sync ${page} ${page + 9} 4`,
      `advise ${page} ${page + 9} ${MADV_DONTNEED}`,
      `adviseFile ${2 * page} ${2 * page} ${POSIX_FADV_DONTNEED}`,
    ]);
  });

  const unsynced = (advice: number) => [
    `advise 0 ${4 * page} ${advice}`,
    `adviseFile 0 ${4 * page} ${POSIX_FADV_DONTNEED}`,
  ];

  it('of a private one that was never stored into: lets go', () => {
    const { mapFile, mmap, fake } = api();
    mapFile(file()).mapping.evict();
    expect(steps({ fake })).toEqual(unsynced(MADV_DONTNEED));
    mmap(uint8, 4 * page, PROT_READ, MAP_PRIVATE, file()).mapping.evict();
    expect(steps({ fake }).slice(2)).toEqual(unsynced(MADV_DONTNEED));
  });

  it('of a shared one that was opened for reading: there is nothing of its own to write', () => {
    const { mmap, fake } = api();
    mmap(uint8, 4 * page, PROT_READ, MAP_SHARED, file()).mapping.evict();
    expect(steps({ fake })).toEqual(unsynced(MADV_DONTNEED));
  });

  type Mapped = ReturnType<ReturnType<typeof fakeApi>['mapFile']>;
  it.each<[string, (array: Mapped) => unknown]>([
    ['can be', (array) => array.mapping.protect('read-write')],
    ['could be', (array) => [array.mapping.protect('read-write'), array.mapping.protect('read')]],
    ['could be, in part', (array) => array.mapping.protect(PROT_READ | PROT_WRITE, page, page)],
    ['can be through raw views', (array) => array.typedArray],
    ['can be by another thread', (array) => array.share()],
  ])('of a private one that %s stored into: what was stored stays', (_what, change) => {
    const { mapFile, fake } = api();
    const array = mapFile(file());
    change(array);
    const before = steps({ fake }).length;
    array.mapping.evict();
    expect(steps({ fake }).slice(before)).toEqual(unsynced(MADV_PAGEOUT));
  });

  it('of a copy-on-write mapping, and of one that was attached: the same', () => {
    const { mapFile, attach, fake } = api();
    const array = mapFile(file(), { access: 'copy-on-write' });
    array.mapping.evict();
    attach(mapFile(file()).share()).mapping.evict();
    expect(steps({ fake })).toEqual([...unsynced(MADV_PAGEOUT), ...unsynced(MADV_PAGEOUT)]);
  });

  it.each(illegal)('refuses %o: %s', (range, message) => {
    const { array, fake } = mapped();
    expect(thrownBy(() => array.mapping.evict(...range)).message).toBe(message);
    expect(steps({ fake })).toEqual([]);
  });

  it.each(notCounts)('refuses %o as offset and as size: %s', (count, expected) => {
    const { mapping } = mapped().array;
    expect(refusal(() => Reflect.apply(mapping.evict, mapping, [count]))).toBe(expected);
    expect(refusal(() => Reflect.apply(mapping.evict, mapping, [0, count]))).toBe(expected);
  });

  it('refuses memory without a file, and says what there is', () => {
    const { mapAnonymous, fake } = api();
    for (const shared of [false, true]) {
      const error = thrownBy(() => mapAnonymous(uint8, 10, { shared }).mapping.evict());
      expect([error.code, error.message.includes("advise('pageout')")]).toEqual(['ERR_UNSUPPORTED', true]);
    }
    expect(steps({ fake })).toEqual([]);
  });

  it('refuses pages that are at fault: letting go would lose what is in them', () => {
    const { mapFile, fake } = api();
    const array = mapFile(file(), { access: 'read-write' });
    fake.fault(array.mapping.region?.id ?? 0, page, 1);
    expect(refusal(() => array.mapping.evict())).toBe(FAULT);
    expect(steps({ fake })).toEqual([]);
    array.mapping.evict(0, page);
    array.mapping.evict(2 * page);
  });

  it('throws what the system says, step by step, and leaves no descriptor', () => {
    const { mapFile, fake } = api();
    const path = file();
    const { mapping } = mapFile(path, { access: 'read-write' });
    const before = openDescriptors();
    for (const [operation, errno, syscall] of [
      ['sync', EIO, 'msync'],
      ['advise', EINVAL, 'madvise'],
      ['adviseFile', EINVAL, 'posix_fadvise'],
    ] as const) {
      fake.failNext(operation, errno);
      expect(thrownBy(() => mapping.evict(page, 5))).toMatchObject({ errno: -errno, syscall, path });
    }
    fake.failNext('advise', EINVAL);
    expect(() => mapping.evict()).toThrow('the pages are locked');
    fake.failNext('adviseFile', ENOSYS);
    expect(refusal(() => mapping.evict())).toBe('Error ERR_UNSUPPORTED');
    expect(openDescriptors()).toBe(before);
  });

  it('needs the file: SystemError where it is gone or another, before anything is done', () => {
    const { mapFile, fake } = api();
    const path = file();
    const { mapping } = mapFile(path, { access: 'read-write' });
    renameSync(path, `${path}.moved`);
    expect(thrownBy(() => mapping.evict())).toMatchObject({ code: 'ENOENT', syscall: 'open', path });
    writeFileSync(path, pattern(4 * page));
    expect(refusal(() => mapping.evict())).toBe('SystemError ESTALE');
    expect(steps({ fake })).toEqual([]);
    rmSync(path);
    renameSync(`${path}.moved`, path);
    mapping.evict();
    expect(steps({ fake }).length).toBe(3);
  });

  it('takes the descriptor that was mapped, as long as it is that of the file', () => {
    const { mapFile, fake } = api();
    const path = file();
    const fd = openSync(path, fs.O_RDONLY);
    const { mapping } = mapFile(fd);
    rmSync(path);
    mapping.evict();
    expect(fake.calls.at(-1)?.arguments).toEqual([fd, 0, 4 * page, POSIX_FADV_DONTNEED]);
    closeSync(fd);
    expect(refusal(() => mapping.evict())).toMatch(/^SystemError E(NOENT|STALE)$/);
  });

  it('is no more after unmapping, and nothing for an empty range or file', () => {
    const { array, fake } = mapped();
    array.mapping.evict(5, 0);
    array.mapping.evict(total);
    munmap(array);
    expect(refusal(() => array.mapping.evict())).toBe(UNMAPPED);
    expect(refusal(() => array.mapping.evict(0, 0))).toBe(UNMAPPED);
    expect(steps({ fake })).toEqual([]);
    api().mapFile(fileOf(new Uint8Array())).mapping.evict();
  });
});
