import { closeSync, openSync, readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { expect, it, onTestFinished } from 'vitest';
import { areasOf, sumOf } from '../src/areas.js';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { isAvailable, MAP_ANONYMOUS, MAP_FIXED, MAP_PRIVATE, MAP_SHARED, PROT_READ, PROT_WRITE, uint8 } =
  carray;
const READ_WRITE = PROT_READ | PROT_WRITE;

type Mapped = ReturnType<typeof carray.mmap>;
const flagsOf = ({ mapping }: Mapped) => areasOf(mapping).flatMap(({ flags }) => flags);
const residentBytes = ({ mapping }: Mapped) => sumOf(mapping, 'Rss');
const mappedBytes = ({ mapping }: Mapped) => sumOf(mapping, 'Size');

onBothBackends('flags of a mapping', ({ madvise, mapFile, mmap, munmap, pageSize }) => {
  const size = 16 * pageSize;
  const map = (flags: number, byteLength = size, addr = 0n, path?: string) => {
    const array = mmap(uint8, byteLength, READ_WRITE, flags, path, 0, addr);
    onTestFinished(() => {
      munmap(array);
    });
    return array;
  };
  const anonymous = (flags: number, byteLength = size, addr = 0n) =>
    map(MAP_PRIVATE | MAP_ANONYMOUS | flags, byteLength, addr);
  /** An area of its own, where private memory may be one area with its neighbours. */
  const shared = (flags: number, byteLength = size) => map(MAP_SHARED | MAP_ANONYMOUS | flags, byteLength);

  it('M8: MAP_NORESERVE: a terabyte is had, stored to and read at both ends', () => {
    const array = anonymous(carray.MAP_NORESERVE, 2 ** 40);
    expect(flagsOf(array)).toContain('nr');
    array.set(0, 7);
    array.setAt(-1, 8);
    expect([array.get(0), array.get(2 ** 40 - 1), array.get(2 ** 39)]).toEqual([7, 8, 0]);
  });

  it('M8: ... and without it the same terabyte is ENOMEM', ({ skip }) => {
    const policy = readFileSync('/proc/sys/vm/overcommit_memory', 'latin1').trim();
    if (policy !== '0') skip(`vm.overcommit_memory is ${policy}: the flag makes no difference`);
    if (totalmem() >= 2 ** 40) skip('this machine has the terabyte');
    expect(codeOf(() => anonymous(0, 2 ** 40))).toBe('ENOMEM');
  });

  it('M8: MAP_LOCKED: all pages are there and locked', () => {
    const locked = shared(carray.MAP_LOCKED, 2 * pageSize);
    expect(flagsOf(locked)).toContain('lo');
    expect(residentBytes(locked)).toBe(2 * pageSize);
    expect(flagsOf(shared(0, 2 * pageSize))).not.toContain('lo');
  });

  it('M8: MAP_GROWSDOWN: the area grows downwards; not for files or shared memory: EINVAL', () => {
    expect(flagsOf(anonymous(carray.MAP_GROWSDOWN))).toContain('gd');
    expect(flagsOf(anonymous(0))).not.toContain('gd');
    const path = fileOf(Buffer.alloc(size));
    expect(codeOf(() => map(MAP_PRIVATE | carray.MAP_GROWSDOWN, size, 0n, path))).toBe('EINVAL');
    expect(codeOf(() => map(MAP_SHARED | MAP_ANONYMOUS | carray.MAP_GROWSDOWN))).toBe('EINVAL');
  });

  it('M8: MAP_POPULATE: all pages are there at once; without it, and with MAP_NONBLOCK, none is', () => {
    const { MAP_NONBLOCK, MAP_POPULATE } = carray;
    expect(residentBytes(shared(MAP_POPULATE))).toBe(size);
    expect(residentBytes(shared(0))).toBe(0);
    expect(residentBytes(shared(MAP_POPULATE | MAP_NONBLOCK))).toBe(0);
    const path = fileOf(Buffer.alloc(size, 1));
    expect(residentBytes(map(MAP_SHARED | MAP_POPULATE, size, 0n, path))).toBe(size);
    expect(residentBytes(map(MAP_SHARED, size, 0n, path))).toBe(0);
  });

  it('M8: MAP_32BIT: below 2^31 on x64, where it is; ignored with MAP_FIXED', () => {
    expect(isAvailable('MAP_32BIT')).toBe(['x64', 'ia32'].includes(process.arch));
    if (process.arch !== 'x64') return;
    const low = anonymous(carray.MAP_32BIT);
    expect(low.mapping.address + BigInt(size)).toBeLessThanOrEqual(2n ** 31n);
    low.fill(7);
    const reservation = mmap(uint8, size, carray.PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS);
    const { address } = reservation.mapping;
    expect(address).toBeGreaterThan(2n ** 31n);
    expect(anonymous(carray.MAP_32BIT | MAP_FIXED, size, address).mapping.address).toBe(address);
    munmap(reservation);
  });

  it('M8, M9: MAP_STACK, MAP_DENYWRITE, MAP_EXECUTABLE and MAP_FILE are accepted and change nothing', () => {
    const { MAP_DENYWRITE, MAP_EXECUTABLE, MAP_FILE, MAP_STACK } = carray;
    expect(MAP_FILE).toBe(0);
    expect(['MAP_DENYWRITE', 'MAP_EXECUTABLE', 'MAP_FILE', 'MAP_STACK'].every(isAvailable)).toBe(true);
    anonymous(MAP_STACK).fill(1);
    // Open for writing meanwhile: ETXTBSY is history.
    const path = fileOf(Buffer.alloc(size));
    const fd = openSync(path, 'r+');
    map(MAP_SHARED | MAP_DENYWRITE | MAP_EXECUTABLE | MAP_FILE, size, 0n, path).fill(7);
    expect(readFileSync(path).equals(Buffer.alloc(size, 7))).toBe(true);
    closeSync(fd);
  });

  it('M9: names that this platform lacks are 0, and are not available', () => {
    const { MAP_AUTOGROW, MAP_AUTORESRV, MAP_COPY, MAP_LOCAL } = carray;
    expect([MAP_COPY, MAP_AUTORESRV]).toEqual([0, 0]);
    expect(['MAP_COPY', 'MAP_AUTORESRV'].map(isAvailable)).toEqual([false, false]);
    const irix = process.arch.startsWith('mips');
    expect(['MAP_AUTOGROW', 'MAP_LOCAL'].map(isAvailable)).toEqual([irix, irix]);
    expect([MAP_AUTOGROW !== 0, MAP_LOCAL !== 0]).toEqual([irix, irix]);
    expect(anonymous(MAP_AUTOGROW | MAP_AUTORESRV | MAP_COPY | MAP_LOCAL).get(0)).toBe(0);
  });

  // The fork itself, both ways, shared and private: fork-sharing, fork-lifetime and fork-advice.test.ts.
  it('M11: what a child shall get of a mapping is known to the kernel', () => {
    const array = anonymous(0);
    const { MADV_DODUMP, MADV_DOFORK, MADV_DONTDUMP, MADV_DONTFORK, MADV_WIPEONFORK } = carray;
    const letters = () => flagsOf(array).filter((flag) => ['dc', 'dd', 'wf'].includes(flag));
    expect(letters()).toEqual([]);
    madvise(array, MADV_DONTFORK);
    madvise(array, MADV_DONTDUMP);
    expect(letters()).toEqual(['dc', 'dd']);
    madvise(array, MADV_DOFORK);
    madvise(array, MADV_DODUMP);
    madvise(array, MADV_WIPEONFORK);
    expect(letters()).toEqual(['wf']);
  });

  it('M20: lengths are as asked, and whole pages are mapped', () => {
    const path = fileOf(Buffer.alloc(3 * pageSize, 1));
    for (const byteLength of [1, pageSize - 1, pageSize, pageSize + 1, 2 * pageSize + 1]) {
      const array = map(MAP_SHARED, byteLength, 0n, path);
      const whole = Math.ceil(byteLength / pageSize) * pageSize;
      expect([array.length, array.mapping.byteLength]).toEqual([byteLength, byteLength]);
      expect([mappedBytes(array), array.mapping.pageSize]).toEqual([whole, pageSize]);
      expect(codeOf(() => array.get(byteLength))).toBe('ERR_OUT_OF_RANGE');
      munmap(array);
    }
    expect(readFileSync('/proc/self/maps', 'latin1')).not.toContain(path);
    const inside = mapFile(path, { byteOffset: pageSize + 5, length: 3 });
    expect([inside.mapping.byteLength, mappedBytes(inside)]).toEqual([8, pageSize]);
    munmap(inside);
  });

  it('M20: pages of another size: ENOMEM without a pool of them', ({ skip }) => {
    const pool = Number(readFileSync('/proc/sys/vm/nr_hugepages', 'latin1'));
    if (pool > 0) skip('this machine has a pool of huge pages');
    expect(codeOf(() => anonymous(carray.MAP_HUGETLB))).toBe('ENOMEM');
  });
});
