import { expect, it } from 'vitest';
import { accessAt } from '../src/areas.js';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { MADV_DONTNEED, MADV_RANDOM, MAP_SHARED, MS_SYNC, PROT_NONE, PROT_READ, PROT_WRITE, uint8, uint32 } =
  carray;

onBothBackends('ranges', ({ madvise, mapFile, mmap, mprotect, msync, munmap, pageSize }) => {
  const total = 3 * pageSize + 100;
  const mapped = () =>
    mmap(uint8, total, PROT_READ | PROT_WRITE, MAP_SHARED, fileOf(Buffer.alloc(4 * pageSize, 1)));
  type Mapped = ReturnType<typeof mapped>;
  /** What the kernel says of each page. */
  const pages = ({ mapping }: Mapped) =>
    [0, 1, 2, 3].map((index) => accessAt(mapping, index * pageSize)?.slice(0, 2));

  it.each<[string, (array: Mapped) => unknown, string[]]>([
    ['none means all', (array) => mprotect(array, PROT_READ), ['r-', 'r-', 'r-', 'r-']],
    [
      'a size alone counts from 0',
      (array) => mprotect(array, PROT_READ, undefined, 10),
      ['r-', 'rw', 'rw', 'rw'],
    ],
    [
      'an offset alone means the rest',
      (array) => mprotect(array, PROT_READ, 2 * pageSize),
      ['rw', 'rw', 'r-', 'r-'],
    ],
    [
      'bigints count as numbers',
      (array) => mprotect(array, PROT_READ, BigInt(pageSize), 1n),
      ['rw', 'r-', 'rw', 'rw'],
    ],
    ['no bytes change nothing', (array) => mprotect(array, PROT_READ, pageSize, 0), ['rw', 'rw', 'rw', 'rw']],
    [
      'the tail of the last page',
      (array) => mprotect(array, PROT_READ, 3 * pageSize, 100),
      ['rw', 'rw', 'rw', 'r-'],
    ],
    [
      'the methods of the mapping',
      (array) => array.mapping.protect('read', pageSize, 1),
      ['rw', 'r-', 'rw', 'rw'],
    ],
    [
      'a subarray of whole pages',
      (array) => mprotect(array.subarray(pageSize, 2 * pageSize), PROT_NONE),
      ['rw', '--', 'rw', 'rw'],
    ],
    [
      'a cast to the end',
      (array) => mprotect(array.cast(uint32, 2 * pageSize), PROT_NONE),
      ['rw', 'rw', '--', '--'],
    ],
  ])('%s', (_what, protect, expected) => {
    const array = mapped();
    protect(array);
    expect(pages(array)).toEqual(expected);
    munmap(array);
  });

  it('bytes that share a page are synced and advised with it, but neither protected nor dropped', () => {
    const array = mapped();
    const inside = mapFile(fileOf(Buffer.alloc(2 * pageSize, 1)), { access: 'read-write', byteOffset: 100 });
    for (const part of [
      array.subarray(1, 9),
      array.cast(uint32, pageSize + 4, 8),
      array.subarray(0, 1),
      inside,
    ]) {
      expect([msync(part, MS_SYNC), madvise(part, MADV_RANDOM)]).toEqual([true, true]);
      expect(codeOf(() => mprotect(part, PROT_NONE))).toBe('ERR_MISALIGNED');
      expect(codeOf(() => madvise(part, MADV_DONTNEED))).toBe('ERR_MISALIGNED');
      expect(part.get(0) & 1).toBe(1);
    }
    expect(pages(array)).toEqual(['rw', 'rw', 'rw', 'rw']);
    munmap(array);
    munmap(inside);
  });
});
