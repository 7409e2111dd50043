import { expect, it, onTestFinished } from 'vitest';
import { accessAt, areasOf, sumOf } from '../src/areas.js';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const {
  isAvailable,
  MAP_ANONYMOUS,
  MAP_DROPPABLE,
  MAP_FIXED_NOREPLACE,
  MAP_PRIVATE,
  MAP_SHARED,
  names,
  uint8,
} = carray;
const READ_WRITE = carray.PROT_READ | carray.PROT_WRITE;

onBothBackends('flags of the kernel', ({ mapFile, mmap, munmap, pageSize }) => {
  const total = 8 * pageSize;
  const map = (flags: number, addr = 0n, path?: string) => {
    const array = mmap(uint8, total, READ_WRITE, flags, path, 0, addr);
    onTestFinished(() => {
      munmap(array);
    });
    return array;
  };

  it('MAP_DROPPABLE: memory that the kernel may drop, and must not swap', ({ skip }) => {
    if (codeOf(() => map(MAP_DROPPABLE | MAP_ANONYMOUS)) === 'EINVAL')
      skip('this kernel has no MAP_DROPPABLE');
    const array = map(MAP_DROPPABLE | MAP_ANONYMOUS).fill(7);
    expect(array.get(0)).toBe(7);
    expect(areasOf(array.mapping).every(({ flags }) => flags.includes('dp'))).toBe(true);
    expect(array.mapping.access).toBe('read-write');
    array.mapping.populateSync();
    expect(sumOf(array.mapping, 'Rss')).toBe(total);
    expect(codeOf(() => array.mapping.evict())).toBe('ERR_UNSUPPORTED');
    expect([array.mapping.residency().resident, array.mapping.stats().resident]).toEqual([8, total]);
  });

  it('MAP_DROPPABLE goes with nothing else: EINVAL, and the message says so', ({ skip }) => {
    if (!isAvailable('MAP_DROPPABLE')) skip('this platform has no MAP_DROPPABLE');
    const path = fileOf(Buffer.alloc(total));
    expect(codeOf(() => map(MAP_DROPPABLE | MAP_ANONYMOUS | MAP_PRIVATE))).toBe('EINVAL');
    expect(() => mmap(uint8, 1, READ_WRITE, MAP_DROPPABLE, path)).toThrow(
      /^EINVAL: .*MAP_DROPPABLE goes with/,
    );
    expect(codeOf(() => map(MAP_DROPPABLE | MAP_ANONYMOUS | MAP_SHARED))).toBe('EINVAL');
  });

  it('MAP_FIXED_NOREPLACE: exactly there, or EEXIST: what is there stays', () => {
    const place = mmap(uint8, total, READ_WRITE, MAP_PRIVATE | MAP_ANONYMOUS);
    const { address } = place.mapping;
    place.fill(5);
    const flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
    for (const taken of [address, address + BigInt(7 * pageSize), address - BigInt(7 * pageSize)]) {
      expect(() => map(flags, taken)).toThrow(/^EEXIST: .*, mmap: addr \d+ is taken/);
    }
    expect(place.indexOf(0)).toBe(-1);
    munmap(place);
    // Without access there is no view of it, whose address would stay taken (ffi on Node 20).
    const gap = mmap(uint8, total, carray.PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS);
    munmap(gap);
    const array = map(flags, gap.mapping.address);
    expect([array.mapping.address, areasOf(array.mapping)[0]?.access]).toEqual([gap.mapping.address, 'rw-p']);
    expect(codeOf(() => map(flags, gap.mapping.address + 1n))).toBe('EINVAL');
    const file = mapFile(fileOf(Buffer.alloc(pageSize, 1)));
    expect(
      codeOf(() => map(MAP_SHARED | MAP_FIXED_NOREPLACE, file.mapping.address, fileOf(Buffer.alloc(total)))),
    ).toBe('EEXIST');
    expect(file.get(0)).toBe(1);
  });

  it('guard pages, by words: no access, whatever the areas say, until they are taken away', ({ skip }) => {
    const array = map(MAP_PRIVATE | MAP_ANONYMOUS).fill(1);
    const guard = (word: 'guard-install' | 'guard-remove') =>
      array.mapping.adviseUnsafe(word, 2 * pageSize, 2 * pageSize);
    if (codeOf(() => guard('guard-install')) === 'EINVAL') skip('this kernel has no guard pages');
    expect(codeOf(() => array.get(2 * pageSize))).toBe('ERR_MAPPING_NO_ACCESS');
    expect(accessAt(array.mapping, 2 * pageSize)).toBe('rw-p');
    expect(array.mapping.stats().resident).toBe(6 * pageSize);
    expect([...array.mapping.residency().pages]).toEqual([1, 1, 0, 0, 1, 1, 1, 1]);
    expect(codeOf(() => array.mapping.populateSync())).toBe('ERR_MAPPING_NO_ACCESS');
    array.mapping.populateSync(0, 2 * pageSize);
    guard('guard-remove');
    expect([array.get(2 * pageSize), array.get(4 * pageSize)]).toEqual([0, 1]);
    array.mapping.populateSync();
    expect(array.mapping.stats().resident).toBe(total);
  });

  it('each advice of madvise(2) up to Linux 6.13 has a word, but those that break the machine', () => {
    const array = map(MAP_PRIVATE | MAP_ANONYMOUS);
    const words = names()
      .filter((name) => name.startsWith('MADV_') && isAvailable(name))
      .filter((name) => !['MADV_HWPOISON', 'MADV_SOFT_OFFLINE'].includes(name))
      .map((name) => name.slice(5).toLowerCase().replaceAll('_', '-'));
    expect(words.length).toBeGreaterThanOrEqual(25);
    const unknown = words.filter((word) => {
      const given = [word, 0, pageSize];
      const code = codeOf(() => Reflect.apply(array.mapping.adviseUnsafe, array.mapping, given));
      return code === 'ERR_INVALID_ARG_VALUE' || code === 'ERR_UNSUPPORTED';
    });
    expect(unknown).toEqual([]);
  });
});
