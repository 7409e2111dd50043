import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { codeOf, fileOf, openDescriptors } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { MAP_ANON, MAP_ANONYMOUS, MAP_PRIVATE, MAP_SHARED, MAP_SHARED_VALIDATE, MAP_SYNC } = carray;
const { MS_SYNC, PROT_READ, PROT_WRITE, uint8 } = carray;
const READ_WRITE = PROT_READ | PROT_WRITE;

onBothBackends('who sees a store', ({ mmap, msync, munmap, pageSize }) => {
  const size = 2 * pageSize;
  const ones = Buffer.alloc(size, 1);
  const map = (prot: number, flags: number, path?: string, offset = 0) => {
    const array = mmap(uint8, size, prot, flags, path, offset);
    onTestFinished(() => {
      munmap(array);
    });
    return array;
  };

  it('M4: shared: every other shared mapping sees it at once, the file at the latest with msync', () => {
    const path = fileOf(ones);
    const array = map(READ_WRITE, MAP_SHARED, path);
    const others = [map(PROT_READ, MAP_SHARED, path), map(READ_WRITE, MAP_SHARED, path)];
    array.set(0, 7);
    array.set(size - 1, 8);
    for (const other of others) expect([other.get(0), other.get(1), other.at(-1)]).toEqual([7, 1, 8]);
    msync(array, MS_SYNC);
    const expected = Buffer.from(ones);
    expected[0] = 7;
    expected[size - 1] = 8;
    expect(readFileSync(path).equals(expected)).toBe(true);
  });

  it('M4: shared: the file has it with munmap alone, and what is written to the file shows in the mapping', () => {
    const path = fileOf(ones);
    const [array, other] = [map(READ_WRITE, MAP_SHARED, path), map(PROT_READ, MAP_SHARED, path)];
    array.fill(9);
    munmap(array);
    expect(readFileSync(path).equals(Buffer.alloc(size, 9))).toBe(true);
    writeFileSync(path, Buffer.alloc(size, 3), { flag: 'r+' });
    expect([other.get(0), other.at(-1)]).toEqual([3, 3]);
  });

  it('M5: private: nobody else ever sees it, not the file, not another private mapping, msync or not', () => {
    const path = fileOf(ones);
    const [one, two] = [map(READ_WRITE, MAP_PRIVATE, path), map(READ_WRITE, MAP_PRIVATE, path)];
    const shared = map(PROT_READ, MAP_SHARED, path);
    one.fill(7);
    two.set(0, 8);
    expect(msync(one, MS_SYNC)).toBe(true);
    expect([one.get(0), two.get(0), two.at(-1), shared.get(0)]).toEqual([7, 8, 1, 1]);
    munmap(one);
    munmap(two);
    expect(readFileSync(path).equals(ones)).toBe(true);
  });

  it('M5: private: a page that was stored to keeps its bytes when the file changes', () => {
    const path = fileOf(ones);
    const array = map(READ_WRITE, MAP_PRIVATE, path);
    array.set(0, 7);
    writeFileSync(path, Buffer.alloc(size, 3), { flag: 'r+' });
    // Of the pages that were not stored to, POSIX says nothing.
    expect([array.get(0), array.get(1), array.get(pageSize - 1)]).toEqual([7, 1, 1]);
  });

  it('M6: neither shared nor private is EINVAL, and the message says what is missing', () => {
    for (const call of [() => map(PROT_READ, 0, fileOf(ones)), () => map(PROT_READ, MAP_ANONYMOUS)]) {
      expect(codeOf(call)).toBe('EINVAL');
      expect(call).toThrow('exactly one of MAP_SHARED and MAP_PRIVATE');
    }
  });

  it('M6: both are refused: Linux would read them as MAP_SHARED_VALIDATE', () => {
    const path = fileOf(ones);
    for (const flags of [MAP_SHARED | MAP_PRIVATE, MAP_SHARED_VALIDATE]) {
      expect(codeOf(() => map(READ_WRITE, flags, path))).toBe('ERR_INVALID_ARG_VALUE');
      expect(codeOf(() => map(READ_WRITE, flags | MAP_ANONYMOUS))).toBe('ERR_INVALID_ARG_VALUE');
    }
    expect(() => map(READ_WRITE, MAP_SHARED | MAP_PRIVATE, path)).toThrow('not both');
  });

  it.skipIf(MAP_SYNC === 0)('M6: ... unless it is meant: MAP_SYNC goes to the system', () => {
    // Only files of persistent memory can; every other file is refused by the kernel, and not by us.
    expect(codeOf(() => map(READ_WRITE, MAP_SHARED_VALIDATE | MAP_SYNC, fileOf(ones)))).toBe('ENOTSUP');
  });

  it.each([
    ['private', MAP_PRIVATE],
    ['shared', MAP_SHARED],
  ])('M7: anonymous %s memory is zero filled, also where other bytes have been', (_, sharing) => {
    for (let round = 0; round < 4; round++) {
      const array = mmap(uint8, size, READ_WRITE, sharing | MAP_ANONYMOUS);
      expect([...new Set(array.toArray())]).toEqual([0]);
      array.fill(255);
      expect([array.get(0), array.at(-1)]).toEqual([255, 255]);
      expect(msync(array, MS_SYNC)).toBe(true);
      munmap(array);
    }
  });

  it('M7: MAP_ANON is the same; an offset in whole pages is ignored, any other is EINVAL', () => {
    expect(MAP_ANON).toBe(MAP_ANONYMOUS);
    const { mapping } = map(READ_WRITE, MAP_PRIVATE | MAP_ANON, undefined, 3 * pageSize);
    expect([mapping.fileOffset, mapping.path]).toEqual([0, undefined]);
    expect(codeOf(() => map(READ_WRITE, MAP_PRIVATE | MAP_ANON, undefined, 1))).toBe('EINVAL');
  });

  it('M7: a source together with MAP_ANONYMOUS is an error, and is not opened', () => {
    const before = openDescriptors();
    for (const path of [fileOf(ones), '/missing/file']) {
      for (const sharing of [MAP_PRIVATE, MAP_SHARED]) {
        expect(codeOf(() => map(PROT_READ, sharing | MAP_ANONYMOUS, path))).toBe('ERR_INVALID_ARG_VALUE');
      }
    }
    expect(codeOf(() => mmap(uint8, 1, PROT_READ, MAP_PRIVATE | MAP_ANON, 0))).toBe('ERR_INVALID_ARG_VALUE');
    expect(openDescriptors()).toBe(before);
  });
});
