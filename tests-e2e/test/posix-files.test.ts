import { readFileSync, statfsSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { MAP_PRIVATE, MAP_SHARED, MS_ASYNC, MS_SYNC, PROT_READ, PROT_WRITE, uint8 } = carray;
const READ_WRITE = PROT_READ | PROT_WRITE;
/** What statfs(2) says of tmpfs. */
const TMPFS = 0x01021994;

onBothBackends('a mapping and its file', ({ mapFile, mmap, msync, munmap, pageSize }) => {
  const pages = (count: number) => Buffer.alloc(count * pageSize, 1);

  it('M10: an offset inside a page is EINVAL, and the message names the page size', () => {
    const path = fileOf(pages(3));
    for (const offset of [1, pageSize - 1, pageSize + 1]) {
      const call = () => mmap(uint8, 1, PROT_READ, MAP_PRIVATE, path, offset);
      expect(codeOf(call)).toBe('EINVAL');
      expect(call).toThrow(`offset ${offset} is not a multiple of the page size, ${pageSize} bytes`);
    }
    munmap(mmap(uint8, 1, PROT_READ, MAP_PRIVATE, path, 2 * pageSize));
  });

  it('M10: mapFile takes any byte, and says what it mapped', () => {
    const bytes = Buffer.from(Array.from({ length: 3 * pageSize }, (_, index) => index % 251));
    const path = fileOf(bytes);
    for (const byteOffset of [0, 1, pageSize - 1, pageSize, pageSize + 1, 3 * pageSize - 1]) {
      const array = mapFile(path, { byteOffset });
      expect(array.toBuffer().equals(bytes.subarray(byteOffset))).toBe(true);
      expect(array.mapping.fileOffset).toBe(byteOffset - (byteOffset % pageSize));
      munmap(array);
    }
  });

  it('M12: behind an odd end the last page reads as zeros, and stores there are not written out', () => {
    const content = Buffer.alloc(pageSize + 100, 1);
    const path = fileOf(content);
    const array = mmap(uint8, 2 * pageSize, READ_WRITE, MAP_SHARED, path);
    expect([...new Set(array.subarray(pageSize + 100).toArray())]).toEqual([0]);
    array.fill(7, pageSize + 100);
    array.set(pageSize + 99, 2);
    msync(array, MS_SYNC);
    munmap(array);
    content[pageSize + 99] = 2;
    expect(readFileSync(path).equals(content)).toBe(true);
    truncateSync(path, 2 * pageSize);
    expect(readFileSync(path).equals(Buffer.concat([content], 2 * pageSize))).toBe(true);
  });

  // A file that is made shorter under a mapping is not survived yet: no test does that.
  it('M13: pages that the file gets later can be read and stored to', () => {
    const path = fileOf(pages(1));
    const array = mmap(uint8, 4 * pageSize, READ_WRITE, MAP_SHARED, path);
    expect(codeOf(() => array.get(pageSize))).toBe('ERR_MAPPING_FAULT');
    expect(codeOf(() => array.set(4 * pageSize - 1, 9))).toBe('ERR_MAPPING_FAULT');
    expect(statSync(path).size).toBe(pageSize);
    truncateSync(path, 2 * pageSize);
    expect(array.get(pageSize)).toBe(0);
    expect(codeOf(() => array.get(2 * pageSize))).toBe('ERR_MAPPING_FAULT');
    writeFileSync(path, Buffer.alloc(4 * pageSize, 5), { flag: 'r+' });
    expect([array.get(pageSize), array.at(-1)]).toEqual([5, 5]);
    array.setAt(-1, 9);
    munmap(array);
    expect(readFileSync(path).at(-1)).toBe(9);
  });

  it.for([
    ['MS_SYNC', MS_SYNC],
    ['MS_ASYNC', MS_ASYNC],
  ] as const)(
    'M16: a store, then msync with %s: the file has been changed now',
    async ([, flags], { skip }) => {
      const path = fileOf(pages(1));
      if (statfsSync(path).type === TMPFS) skip('tmpfs leaves the times of a file alone');
      const array = mmap(uint8, pageSize, READ_WRITE, MAP_SHARED, path);
      const [start, longAgo] = [Date.now(), new Date('2000-01-01T00:00:00Z')];
      utimesSync(path, longAgo, longAgo);
      const before = statSync(path);
      expect(before.mtimeMs).toBe(longAgo.getTime());
      await setTimeout(50); // the clock of a file system ticks every few milliseconds
      array.set(0, 7);
      msync(array, flags);
      const { mtimeMs, ctimeMs } = statSync(path);
      expect(mtimeMs).toBeGreaterThan(start - 1000);
      expect(ctimeMs).toBeGreaterThan(before.ctimeMs);
      munmap(array);
    },
  );
});
