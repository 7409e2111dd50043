import { execFileSync } from 'node:child_process';
import { readFileSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, type TestContext } from 'vitest';
import { areasOf, sumOf } from '../src/areas.js';
import { codeOf, fileOf, temporaryDirectory } from '../src/files.js';
import { freeHugePages, withPool } from '../src/huge-pool.js';
import { carray, onBothBackends } from '../src/packed.js';
import { runProgram } from '../src/program.js';

const { uint8 } = carray;
const MiB = 2 ** 20;
const MODE = '/sys/kernel/mm/transparent_hugepage/enabled';

onBothBackends('huge pages', ({ attach, mapAnonymous, mapFile, mmap, munmap, pageSize }, backend) => {
  /** A story that needs so many pages of a pool of 2 MiB. */
  const pooled = (name: string, count: number, story: () => void | Promise<void>) =>
    it(name, async ({ skip }: TestContext) => {
      const reason = await withPool(count, story);
      if (reason !== undefined) skip(reason);
    });

  it('of an empty pool: ENOMEM, and the message names the pool', ({ skip }) => {
    if (freeHugePages(2048) !== 0) skip('the pool of huge pages of 2 MiB is not empty, or there is none');
    const before = readFileSync('/proc/self/maps', 'latin1').split('\n').length;
    expect(() => mapAnonymous(uint8, 1, { hugePages: '2MB' })).toThrow(
      /^ENOMEM: .*, mmap: .*vm\.nr_hugepages.*\/sys\/kernel\/mm\/hugepages\/hugepages-2048kB\/nr_hugepages/,
    );
    const { MAP_ANONYMOUS, MAP_HUGETLB, MAP_PRIVATE, PROT_READ } = carray;
    expect(() => mmap(uint8, 1, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB)).toThrow(
      'nr_hugepages',
    );
    expect(readFileSync('/proc/self/maps', 'latin1').split('\n').length).toBeLessThan(before + 20);
  });

  it('that are not set aside, of an empty pool: ERR_MAPPING_FAULT with native, and ffi ends', ({ skip }) => {
    if (freeHugePages(2048) !== 0) skip('the pool of huge pages of 2 MiB is not empty, or there is none');
    const source = `
      const { mapAnonymous, munmap, uint8 } = require('carray');
      const array = mapAnonymous(uint8, 3 << 20, { hugePages: '2MB', reserve: false });
      try { array.mapping.populateSync(); } catch ({ code, kind, byteOffset, message }) { console.log(code, kind, byteOffset, message.includes('vm.nr_hugepages')); }
      try { array.set(3 << 19, 1); } catch ({ code, kind }) { console.log(code, kind); }
      console.log(munmap(array));`;
    const { status, signal, stdout, stderr } = runProgram(source, { backend });
    const first = 'ERR_MAPPING_FAULT no-space 0 true\n';
    expect({ status, signal, stdout, stderr }).toEqual(
      backend === 'ffi'
        ? { status: null, signal: 'SIGBUS', stdout: first, stderr: '' }
        : { status: 0, signal: null, stdout: `${first}ERR_MAPPING_FAULT no-space\ntrue\n`, stderr: '' },
    );
  });

  it('of 1 GiB, of an empty pool or of none', ({ skip }) => {
    if ((freeHugePages(1_048_576) ?? 0) > 0) skip('there are free huge pages of 1 GiB');
    const code = freeHugePages(1_048_576) === undefined ? 'EINVAL' : 'ENOMEM';
    expect(codeOf(() => mapAnonymous(uint8, 1, { hugePages: '1GB' }))).toBe(code);
  });

  it('MAP_HUGETLB of an ordinary file: EINVAL that says why', () => {
    const { MAP_HUGETLB, MAP_PRIVATE, PROT_READ } = carray;
    const path = fileOf(Buffer.alloc(pageSize));
    expect(() => mmap(uint8, 1, PROT_READ, MAP_PRIVATE | MAP_HUGETLB, path)).toThrow(
      /^EINVAL.*of its file system/,
    );
  });

  it('advise: the kernel is told, and puts pages together where it can', ({ skip }) => {
    const array = mapAnonymous(uint8, 4 * MiB, { hugePages: 'advise', populate: true });
    expect(areasOf(array.mapping).every(({ flags }) => flags.includes('hg'))).toBe(true);
    expect([array.mapping.pageSize, array.mapping.stats().resident]).toEqual([pageSize, 4 * MiB]);
    const { huge } = array.mapping.stats();
    munmap(array);
    if (huge === 0) skip(`no page was put together: ${readFileSync(MODE, 'latin1').trim()}`);
    expect(huge % (2 * MiB)).toBe(0);
  });

  pooled('of a pool: the mapping has pages of 2 MiB and the length that was asked for', 4, () => {
    const array = mapAnonymous(uint8, 3 * MiB, { hugePages: '2MB' });
    const { mapping } = array;
    expect([array.length, mapping.byteLength, mapping.pageSize]).toEqual([3 * MiB, 3 * MiB, 2 * MiB]);
    expect([sumOf(mapping, 'Size'), sumOf(mapping, 'KernelPageSize')]).toEqual([4 * MiB, 2 * MiB]);
    expect(mapping.stats()).toMatchObject({ resident: 0, huge: 0 });
    array.fill(7);
    expect([array.get(0), array.at(-1), codeOf(() => array.get(3 * MiB))]).toEqual([
      7,
      7,
      'ERR_OUT_OF_RANGE',
    ]);
    const all = 4 * MiB;
    expect(mapping.stats()).toMatchObject({ resident: all, private: all, huge: all, shared: 0 });
    expect(mapping.residency().total).toBe((3 * MiB) / pageSize);
    expect([munmap(array), freeHugePages(2048)]).toEqual([true, 4]);
  });

  pooled('of a pool: every operation is on whole pages of 2 MiB', 4, async () => {
    const array = mapAnonymous(uint8, 3 * MiB, { hugePages: '2MB', shared: true, populate: true }).fill(7);
    const { mapping } = array;
    expect(mapping.residency()).toMatchObject({ resident: (3 * MiB) / pageSize });
    expect(() => mapping.protect('read', pageSize)).toThrow(
      `offset ${pageSize} is not a multiple of the page size, ${2 * MiB} bytes`,
    );
    mapping.protect('read', 2 * MiB, 1);
    expect(codeOf(() => array.set(3 * MiB - 1, 1))).toBe('ERR_MAPPING_READ_ONLY');
    array.set(2 * MiB - 1, 1);
    mapping.protect('read-write');
    mapping.advise('willneed', pageSize + 1, 5);
    mapping.flushSync(pageSize + 1, 5);
    await mapping.flush();
    mapping.lock({ offset: pageSize });
    mapping.unlock();
    mapping.populateSync();
    await mapping.populate(2 * MiB + 5);
    expect(codeOf(() => mapping.evict())).toBe('ERR_UNSUPPORTED');
    expect(codeOf(() => carray.mprotect(array.subarray(pageSize), carray.PROT_READ))).toBe('ERR_MISALIGNED');
    munmap(array);
    expect(freeHugePages(2048)).toBe(4);
  });

  pooled('of a pool: what is dropped is dropped whole, and private pages read zeros then', 4, () => {
    const array = mapAnonymous(uint8, 3 * MiB, { hugePages: '2MB' }).fill(7);
    array.mapping.adviseUnsafe('dontneed', 2 * MiB, MiB);
    expect([array.get(2 * MiB - 1), array.get(2 * MiB), array.at(-1)]).toEqual([7, 0, 0]);
    munmap(array);
  });

  pooled('of a pool: a part of a reservation, raw views, and another holder', 4, () => {
    const { MAP_ANONYMOUS, MAP_FIXED, MAP_HUGE_2MB, MAP_HUGETLB, MAP_PRIVATE, PROT_NONE } = carray;
    const reservation = mmap(uint8, 8 * MiB, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS);
    const start = reservation.mapping.address;
    const aligned = (start + BigInt(2 * MiB - 1)) & ~BigInt(2 * MiB - 1);
    const flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | MAP_HUGE_2MB | MAP_FIXED;
    const array = mmap(uint8, 100, carray.PROT_READ | carray.PROT_WRITE, flags, null, 0, aligned);
    expect([array.mapping.address, array.mapping.pageSize]).toEqual([aligned, 2 * MiB]);
    array.typedArray.fill(9);
    expect(array.toArray().every((value) => value === 9)).toBe(true);
    munmap(array);
    munmap(reservation);
    const shared = mapAnonymous(uint8, 3 * MiB, { hugePages: '2MB', shared: true });
    const other = attach(shared.share());
    other.set(5, 5);
    expect([shared.get(5), other.mapping.pageSize, munmap(shared), other.get(5)]).toEqual([
      5,
      2 * MiB,
      true,
      5,
    ]);
    munmap(other);
    expect(freeHugePages(2048)).toBe(4);
  });

  pooled('of a pool that runs dry: ENOMEM, and what is there stays', 2, () => {
    const array = mapAnonymous(uint8, 2 * MiB, { hugePages: '2MB', populate: true });
    expect(codeOf(() => mapAnonymous(uint8, 2 * MiB + 1, { hugePages: '2MB' }))).toBe('ENOMEM');
    array.fill(1);
    munmap(array);
  });

  pooled('a file of huge pages has them without being asked', 2, () => {
    const directory = temporaryDirectory();
    const mount = () =>
      execFileSync('/usr/bin/mount', ['-t', 'hugetlbfs', 'none', directory], { stdio: 'ignore' });
    if (codeOf(mount) !== undefined) throw new Error('who may make a pool may mount it');
    try {
      const path = join(directory, 'file');
      const array = mapFile(path, { access: 'read-write', create: true, grow: true, length: 4 * MiB });
      expect(array.mapping.pageSize).toBe(2 * MiB);
      array.fill(3);
      munmap(array);
      const part = mapFile(path, { byteOffset: 2 * MiB + 5, length: 100 });
      expect([part.mapping.pageSize, part.mapping.fileOffset, part.mapping.byteLength]).toEqual([
        ...[2 * MiB, 2 * MiB, 105],
      ]);
      expect([part.get(0), part.at(-1)]).toEqual([3, 3]);
      part.mapping.residency();
      expect(part.mapping.stats().huge).toBe(2 * MiB);
      expect(munmap(part)).toBe(true);
      rmSync(path);
      expect(freeHugePages(2048)).toBe(2);
    } finally {
      execFileSync('/usr/bin/umount', [directory]);
      rmdirSync(directory);
    }
  });
});
