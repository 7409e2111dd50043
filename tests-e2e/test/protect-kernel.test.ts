import { closeSync, openSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { accessAt } from '../src/areas.js';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { MAP_ANONYMOUS, MAP_PRIVATE, MAP_SHARED, PROT_EXEC, PROT_NONE, PROT_READ, PROT_WRITE, uint8 } = carray;
const both = PROT_READ | PROT_WRITE;
const seed = Number(process.env.CARRAY_TEST_SEED ?? Date.now() % 2 ** 31);

/** Numbers from 0 up to `end` that come again with the same seed. */
function randomFrom(start: number): (end: number) => number {
  let state = start | 0;
  return (end) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 12) % end;
  };
}

onBothBackends('protection and the kernel', ({ mapFile, mmap, mprotect, munmap, pageSize }) => {
  it(`agree after each of a random row of changes, CARRAY_TEST_SEED=${seed}`, () => {
    const random = randomFrom(seed);
    const total = 8 * pageSize - 3;
    const array = mmap(uint8, total, both, MAP_PRIVATE | MAP_ANONYMOUS);
    const pages = Array.from({ length: 8 }, (_, index) =>
      array.subarray(index * pageSize, (index + 1) * pageSize),
    );
    for (let step = 0; step < 60; step++) {
      const offset = random(8) * pageSize;
      const size = random(total - offset + 1);
      const protection = [PROT_NONE, PROT_READ, both, PROT_READ | PROT_EXEC][random(4)] ?? both;
      mprotect(array, protection, offset, size);
      const ours = pages.map((page) => [codeOf(() => page.get(0)) === undefined, page.writable].join());
      const kernel = pages.map((_, index) => {
        const access = accessAt(array.mapping, index * pageSize) ?? '';
        return [access[0] === 'r', access[1] === 'w'].join();
      });
      expect(ours, `seed ${seed}, step ${step}: ${protection} for ${size} from ${offset}`).toEqual(kernel);
    }
    mprotect(array, both);
    expect([array.writable, codeOf(() => array.fill(1))]).toEqual([true, undefined]);
    munmap(array);
  });

  it('none, read, read-write and read-exec are the kernel’s ---, r--, rw-, r-x', () => {
    const array = mmap(uint8, 2 * pageSize, both, MAP_PRIVATE | MAP_ANONYMOUS);
    const shown = (['none', 'read', 'read-write', 'read-exec'] as const).map((word) => {
      array.mapping.protect(word, pageSize);
      return accessAt(array.mapping, pageSize);
    });
    expect(shown).toEqual(['---p', 'r--p', 'rw-p', 'r-xp']);
    expect(accessAt(array.mapping, 0)).toBe('rw-p');
    munmap(array);
  });

  const states = (array: ReturnType<typeof mapFile>) => [
    array.mapping.protection,
    array.writable,
    codeOf(() => array.set(0, array.get(0))),
    accessAt(array.mapping, 0),
    accessAt(array.mapping, pageSize),
  ];

  it('bits that nobody knows are EINVAL, and change nothing', () => {
    const array = mmap(uint8, 2 * pageSize, both, MAP_PRIVATE | MAP_ANONYMOUS);
    const before = states(array);
    expect(() => mprotect(array, 1 << 20)).toThrow(
      /^EINVAL: .*, mprotect: .*all bits of the protection 1048576/,
    );
    expect(states(array)).toEqual(before);
    munmap(array);
  });

  it('an offset inside a page is EINVAL that names the page size, and changes nothing', () => {
    const array = mmap(uint8, 2 * pageSize, both, MAP_PRIVATE | MAP_ANONYMOUS);
    const before = states(array);
    const cause = new RegExp(`^EINVAL: .*offset 1 is not a multiple of the page size, ${pageSize} bytes$`);
    expect(() => mprotect(array, PROT_NONE, 1)).toThrow(cause);
    expect(() => array.mapping.protect('none', 1)).toThrow(cause);
    expect(states(array)).toEqual(before);
    munmap(array);
  });

  it('writing to a shared file that was opened for reading is EACCES, and changes nothing', () => {
    const path = fileOf(Buffer.alloc(2 * pageSize, 3));
    const fd = openSync(path, 'r');
    const array = mmap(uint8, 2 * pageSize, PROT_READ, MAP_SHARED, fd);
    closeSync(fd);
    const before = states(array);
    for (const protect of [
      () => mprotect(array, both),
      () => array.mapping.protect('read-write', pageSize),
    ]) {
      expect(protect).toThrow(/^EACCES: .*the file was not opened for writing/);
      expect(states(array)).toEqual(before);
    }
    expect(codeOf(() => array.set(pageSize, 1))).toBe('ERR_MAPPING_READ_ONLY');
    expect(readFileSync(path).every((byte) => byte === 3)).toBe(true);
    munmap(array);
  });
});
