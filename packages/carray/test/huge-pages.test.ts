import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import {
  MADV_DONTNEED,
  MADV_HUGEPAGE,
  MADV_POPULATE_WRITE,
  MAP_ANONYMOUS,
  MAP_HUGE_1GB,
  MAP_HUGE_2MB,
  MAP_HUGETLB,
  MAP_NORESERVE,
  MAP_POPULATE,
  MAP_PRIVATE,
  MAP_SHARED,
  munmap,
  PROT_NONE,
  PROT_READ,
  PROT_WRITE,
  uint8,
  uint32,
} from '../src/index.js';
import { asked, type FakeApi } from './support/api.js';
import { NOT_THE_VALUE, refusal, thrownBy } from './support/errors.js';
import { fileOf } from './support/files.js';
import { hugeApi } from './support/scripted.js';
import { page } from './support/synced.js';

const MiB = 2 ** 20;
const GiB = 2 ** 30;
const { EINVAL, ENOMEM } = constants.errno;
const ANONYMOUS = MAP_PRIVATE | MAP_ANONYMOUS;

/** Length and flags that mmap(2) was asked for. */
const mapsOf = ({ fake }: Pick<FakeApi, 'fake'>) =>
  asked(fake, 'map').map(([, length, , flags]) => [length, flags]);

describe('mapAnonymous with hugePages', () => {
  it.each([
    ['2MB', 2 * MiB, MAP_HUGE_2MB],
    ['1GB', GiB, MAP_HUGE_1GB],
  ] as const)('%s: whole pages of a pool are mapped, and the length is as asked', (hugePages, size, flag) => {
    const { mapAnonymous, fake } = hugeApi();
    for (const [length, whole] of [
      [1, size],
      [size, size],
      [size + 1, 2 * size],
    ] as const) {
      const { mapping } = mapAnonymous(uint8, length, { hugePages, reserve: false });
      expect([mapping.byteLength, mapping.pageSize]).toEqual([length, size]);
      expect(mapsOf({ fake }).at(-1)).toEqual([whole, ANONYMOUS | MAP_NORESERVE | MAP_HUGETLB | flag]);
      expect(mapping.unmap()).toBe(true);
    }
  });

  it('goes with all other options', () => {
    const { mapAnonymous, fake } = hugeApi();
    mapAnonymous(uint32, 3, { hugePages: '2MB', shared: true, populate: true, lock: true });
    expect(mapsOf({ fake })).toEqual([
      [2 * MiB, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE | MAP_HUGETLB | MAP_HUGE_2MB],
    ]);
    expect(asked(fake, 'lock')).toEqual([[0, 12, 0]]);
  });

  it('advise: ordinary pages, advised before they are brought in', () => {
    const { mapAnonymous, fake } = hugeApi();
    const { mapping } = mapAnonymous(uint8, 5 * MiB, { hugePages: 'advise', populate: true });
    expect(mapsOf({ fake })).toEqual([[5 * MiB, ANONYMOUS]]);
    expect(asked(fake, 'advise')).toEqual([
      [0, 5 * MiB, MADV_HUGEPAGE],
      [0, 5 * MiB, MADV_POPULATE_WRITE],
    ]);
    expect(mapping.pageSize).toBe(fake.pageSize);
  });

  it('advise: leaves no mapping where the kernel does not know it', () => {
    const { mapAnonymous, fake } = hugeApi();
    fake.failNext('advise', EINVAL);
    expect(refusal(() => mapAnonymous(uint8, 1, { hugePages: 'advise' }))).toBe('SystemError EINVAL');
    expect(fake.liveRegions()).toBe(0);
  });

  it.each(['2mb', '', '4MB', true, false, null, 2 * MiB, {}])(
    'refuses %o before anything is mapped',
    (hugePages) => {
      const { mapAnonymous, fake } = hugeApi();
      expect(refusal(() => Reflect.apply(mapAnonymous, undefined, [uint8, 1, { hugePages }]))).toBe(
        NOT_THE_VALUE,
      );
      expect(fake.calls).toEqual([]);
    },
  );

  it('an empty pool: the message names it, and where it is made', () => {
    const { mapAnonymous, fake } = hugeApi();
    fake.failNext('map', ENOMEM);
    const error = thrownBy(() => mapAnonymous(uint8, 3 * MiB, { hugePages: '2MB' }));
    expect(error).toMatchObject({ code: 'ENOMEM', syscall: 'mmap', info: { length: 3 * MiB } });
    expect(error.message).toContain('vm.nr_hugepages');
    expect(error.message).toContain('/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages');
    fake.failNext('map', ENOMEM);
    expect(() => mapAnonymous(uint8, 1, { hugePages: '1GB' })).toThrow('hugepages-1048576kB');
    fake.failNext('map', ENOMEM);
    expect(() => mapAnonymous(uint8, 1)).toThrow('vm.max_map_count');
    fake.failNext('map', EINVAL);
    expect(() => mapAnonymous(uint8, 1, { hugePages: '1GB' })).toThrow('no huge pages of 1048576 kB');
  });

  it('a length that is too long for a number stays what was asked: the system refuses it', () => {
    const { mapAnonymous, fake } = hugeApi();
    const most = Number.MAX_SAFE_INTEGER;
    expect(refusal(() => mapAnonymous(uint8, most, { hugePages: '1GB' }))).toBe('SystemError ENOMEM');
    expect(mapsOf({ fake })[0]?.[0]).toBe(most);
    expect(refusal(() => mapAnonymous(uint8, 0, { hugePages: '2MB' }))).toBe('SystemError EINVAL');
  });
});

describe('mmap with MAP_HUGETLB', () => {
  const sized = (flags: number, source?: string) => {
    const { mmap, fake } = hugeApi();
    const { mapping } = mmap(uint8, 100, PROT_READ | PROT_WRITE, flags, source);
    return [mapping.pageSize, mapsOf({ fake })[0]?.[0], mapping.byteLength];
  };

  it('has the page size of its flags, or the default of the system', () => {
    expect(sized(ANONYMOUS | MAP_HUGETLB | MAP_HUGE_2MB)).toEqual([2 * MiB, 2 * MiB, 100]);
    expect(sized(ANONYMOUS | MAP_HUGETLB | (16 << 26))).toEqual([65_536, 65_536, 100]);
    const kilobytes = /^Hugepagesize: +(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'latin1'))?.[1];
    const expected = kilobytes === undefined ? 4096 : 1024 * Number(kilobytes);
    expect(sized(ANONYMOUS | MAP_HUGETLB)[0]).toBe(expected);
  });

  it('not without MAP_HUGETLB, nor of a file, whose pages are its file system’s', () => {
    expect(sized(ANONYMOUS | MAP_HUGE_2MB)).toEqual([page, 100, 100]);
    expect(sized(MAP_PRIVATE | MAP_HUGETLB, fileOf(new Uint8Array(100)))).toEqual([page, 100, 100]);
  });
});

describe('operations on huge pages', () => {
  const huge = () => {
    const { mapAnonymous, fake } = hugeApi();
    return { array: mapAnonymous(uint8, 5 * MiB, { hugePages: '2MB' }), fake };
  };

  it('round up to a page of the mapping what changes whole pages', () => {
    const { array, fake } = huge();
    array.mapping.protect('read', 2 * MiB, 1);
    expect(asked(fake, 'protect')).toEqual([[2 * MiB, 2 * MiB, PROT_READ]]);
    expect(refusal(() => array.set(4 * MiB - 1, 1))).toBe('TypeError ERR_MAPPING_READ_ONLY');
    array.set(4 * MiB, 1);
    array.mapping.adviseUnsafe('dontneed', 4 * MiB, MiB);
    array.mapping.adviseUnsafe('dontneed', 4 * MiB, 0);
    expect(asked(fake, 'advise')).toEqual([
      [4 * MiB, 2 * MiB, MADV_DONTNEED],
      [4 * MiB, 0, MADV_DONTNEED],
    ]);
  });

  it('round down to a page of the mapping where they do no harm', () => {
    const { array, fake } = huge();
    array.mapping.advise('willneed', 3 * MiB, 1);
    array.mapping.flushSync(3 * MiB, 1);
    array.mapping.lock({ offset: 3 * MiB, size: 1 });
    array.mapping.populateSync(4 * MiB + 1, 1);
    expect(asked(fake, 'advise').map(([from, size]) => [from, size])).toEqual([
      [2 * MiB, 2 * MiB],
      [4 * MiB, 2 * MiB],
    ]);
    expect(asked(fake, 'sync').map(([from]) => from)).toEqual([2 * MiB]);
    expect(asked(fake, 'lock')).toEqual([[2 * MiB, MiB + 1, 0]]);
  });

  it('name the page size of the mapping where alignment is the caller’s', () => {
    const { array, fake } = huge();
    fake.failNext('protect', EINVAL);
    expect(() => array.mapping.protect(PROT_NONE, page, MiB)).toThrow(
      `offset ${page} is not a multiple of the page size, ${2 * MiB} bytes`,
    );
  });

  it('and another thread has the same pages', () => {
    const { attach, mapAnonymous } = hugeApi();
    const array = mapAnonymous(uint8, 5 * MiB, { hugePages: '2MB' });
    const other = attach(structuredClone(array.share()));
    expect([other.mapping.pageSize, other.mapping.byteLength]).toEqual([2 * MiB, 5 * MiB]);
    munmap(other);
  });
});
