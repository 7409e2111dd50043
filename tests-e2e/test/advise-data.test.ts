import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { MADV_DONTNEED, MADV_REMOVE, uint8, uint32 } = carray;

onBothBackends('advice that loses data', ({ madvise, mapAnonymous, mapFile, munmap, pageSize }) => {
  const contents = Buffer.alloc(4 * pageSize, 7);
  /** What each page begins with. */
  const firsts = (array: { get(index: number): number }) =>
    [0, 1, 2, 3].map((page) => array.get(page * pageSize));

  it('dontneed zeroes private memory, whole pages of it, in every array over it', () => {
    const array = mapAnonymous(uint8, contents.length).fill(7);
    const [words, raw] = [array.cast(uint32, pageSize), array.typedArray];
    array.mapping.adviseUnsafe('dontneed', pageSize, 1);
    expect(firsts(array)).toEqual([7, 0, 7, 7]);
    expect([words.get(0), raw[2 * pageSize - 1], raw[2 * pageSize]]).toEqual([0, 0, 7]);
    madvise(array.subarray(2 * pageSize), MADV_DONTNEED);
    expect(firsts(array)).toEqual([7, 0, 0, 0]);
    array.set(pageSize, 9);
    expect([raw[pageSize], words.get(0)]).toEqual([9, new Uint32Array(Uint8Array.of(9, 0, 0, 0).buffer)[0]]);
    munmap(array);
  });

  it('dontneed of a private file forgets the stores: the file shows again', () => {
    const path = fileOf(contents);
    const array = mapFile(path, { access: 'copy-on-write' }).fill(9);
    const fd = openSync(path, 'r+');
    writeSync(fd, Buffer.of(5), 0, 1, pageSize);
    closeSync(fd);
    array.mapping.adviseUnsafe('dontneed', pageSize, 2 * pageSize);
    expect(firsts(array)).toEqual([9, 5, 7, 9]);
    munmap(array);
  });

  it('dontneed of a shared file loses nothing', () => {
    const path = fileOf(contents);
    const array = mapFile(path, { access: 'read-write' }).fill(9);
    array.mapping.adviseUnsafe('dontneed', 0, contents.length);
    expect(firsts(array)).toEqual([9, 9, 9, 9]);
    expect(readFileSync(path).every((byte) => byte === 9)).toBe(true);
    munmap(array);
  });

  it('free leaves what was there or zeros, until the next store, which stays', () => {
    const array = mapAnonymous(uint8, contents.length).fill(7);
    array.mapping.adviseUnsafe('free', pageSize, 2 * pageSize);
    expect([array.get(0), array.get(3 * pageSize)]).toEqual([7, 7]);
    expect([0, 7]).toContain(array.get(pageSize));
    array.set(pageSize, 8);
    expect(array.get(pageSize)).toBe(8);
    munmap(array);
  });

  it.for([tmpdir(), '/dev/shm'])('remove punches a hole into a shared file in %s', (directory, { skip }) => {
    if (!existsSync(directory)) skip(`there is no ${directory}`);
    const path = join(directory, `carray-hole-${process.pid}-${Math.random()}`);
    onTestFinished(() => rmSync(path, { force: true }));
    writeFileSync(path, contents);
    const array = mapFile(path, { access: 'read-write' });
    array.mapping.flushSync();
    const before = statSync(path);
    madvise(array, MADV_REMOVE, pageSize, 2 * pageSize);
    array.mapping.flushSync();
    const after = statSync(path); // before anything is read: tmpfs fills a hole that is looked at
    expect(firsts(array)).toEqual([7, 0, 0, 7]);
    expect([after.size, before.blocks - after.blocks]).toEqual([before.size, (2 * pageSize) / 512]);
    const expected = Buffer.concat([
      contents.subarray(0, pageSize),
      Buffer.alloc(2 * pageSize),
      contents.subarray(0, pageSize),
    ]);
    expect(readFileSync(path).equals(expected)).toBe(true);
    munmap(array);
  });

  it('remove is refused where stores may not reach the file, and changes nothing', () => {
    const path = fileOf(contents);
    for (const access of ['read', 'copy-on-write'] as const) {
      const array = mapFile(path, { access });
      expect(codeOf(() => array.mapping.adviseUnsafe('remove', 0, pageSize))).toMatch(/^E(INVAL|ACCES)$/);
      expect(firsts(array)).toEqual([7, 7, 7, 7]);
      munmap(array);
    }
    expect(readFileSync(path).equals(contents)).toBe(true);
  });

  it('is not given to the neighbours of a subarray', () => {
    const array = mapAnonymous(uint8, contents.length).fill(7);
    for (const part of [
      array.subarray(1),
      array.subarray(0, 1),
      array.subarray(pageSize, 3 * pageSize - 1),
    ]) {
      expect(codeOf(() => madvise(part, MADV_DONTNEED))).toBe('ERR_MISALIGNED');
      expect(codeOf(() => madvise(part, MADV_DONTNEED, 0, 1))).toBe('ERR_MISALIGNED');
    }
    expect(array.toBuffer().equals(contents)).toBe(true);
    munmap(array);
  });
});
