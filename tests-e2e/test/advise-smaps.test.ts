import { expect, it } from 'vitest';
import { areasOf, sumOf } from '../src/areas.js';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { uint8 } = carray;

/** Advice that shows in VmFlags of /proc/self/smaps, and the one that takes it back. */
const shown = [
  ['random', 'rr', 'normal'],
  ['sequential', 'sr', 'normal'],
  ['dontfork', 'dc', 'dofork'],
  ['dontdump', 'dd', 'dodump'],
  ['wipeonfork', 'wf', 'keeponfork'],
  ['hugepage', 'hg', 'nohugepage'],
  ['nohugepage', 'nh', 'hugepage'],
  ['mergeable', 'mg', 'unmergeable'],
] as const;

onBothBackends('advice in smaps', ({ mapAnonymous, mapFile, munmap, pageSize }) => {
  const pageCount = 16;
  const total = pageCount * pageSize;

  it.for(shown)('%s is %s, until %s', ([word, flag, opposite], { skip }) => {
    const array = mapAnonymous(uint8, total);
    const has = () => areasOf(array.mapping).some(({ flags }) => flags.includes(flag));
    expect(has()).toBe(false);
    const refused = codeOf(() => array.mapping.advise(word));
    if (refused === 'EINVAL' && ['hg', 'nh', 'mg'].includes(flag)) {
      munmap(array);
      skip(`this kernel was built without ${word}`);
    }
    expect(refused).toBe(undefined);
    expect(areasOf(array.mapping).every(({ flags }) => flags.includes(flag))).toBe(true);
    array.mapping.advise(opposite);
    expect(has()).toBe(false);
    munmap(array);
  });

  it('is for the pages of the range alone, rounded outward', () => {
    const array = mapAnonymous(uint8, total);
    array.mapping.advise('dontdump', 2 * pageSize - 1, 2);
    const start = Number(array.mapping.address);
    const advised = areasOf(array.mapping).filter(({ flags }) => flags.includes('dd'));
    expect(advised.map((area) => [area.start - start, area.end - start])).toEqual([[pageSize, 3 * pageSize]]);
    carray.madvise(array.subarray(5 * pageSize + 3, 5 * pageSize + 4), carray.MADV_DONTDUMP);
    const more = areasOf(array.mapping).filter(({ flags }) => flags.includes('dd'));
    expect(more.map((area) => area.start - start)).toEqual([pageSize, 5 * pageSize]);
    munmap(array);
  });

  it('populate-read makes the pages of a file resident, populate-write those of memory', () => {
    const file = mapFile(fileOf(Buffer.alloc(total, 1)));
    file.mapping.advise('populate-read');
    expect(sumOf(file.mapping, 'Rss')).toBe(total);
    expect(sumOf(file.mapping, 'Anonymous')).toBe(0);
    munmap(file);
    const memory = mapAnonymous(uint8, total);
    memory.mapping.advise('nohugepage');
    memory.mapping.advise('populate-write', pageSize, pageSize + 1);
    expect([sumOf(memory.mapping, 'Anonymous'), memory.get(pageSize)]).toEqual([2 * pageSize, 0]);
    munmap(memory);
  });

  it('populate-write of what is read-only fails, and populate-read of what cannot be read', () => {
    const array = mapAnonymous(uint8, total);
    array.mapping.protect('read');
    expect(codeOf(() => array.mapping.advise('populate-write'))).toMatch(/^E(FAULT|INVAL)$/);
    array.mapping.protect('none');
    expect(codeOf(() => array.mapping.advise('populate-read'))).toMatch(/^E(FAULT|INVAL)$/);
    munmap(array);
  });

  it('populate-read past the end of a file is EFAULT', () => {
    const array = mapFile(fileOf(Buffer.alloc(pageSize)), { length: 3 * pageSize, allowPastEnd: true });
    expect(() => array.mapping.advise('populate-read')).toThrow(/^EFAULT: .*past the end of the file/);
    array.mapping.advise('populate-read', 0, pageSize);
    munmap(array);
  });

  it('willneed, cold and pageout leave every byte in place', () => {
    const contents = Buffer.from(Array.from({ length: total }, (_, index) => index % 251));
    const array = mapFile(fileOf(contents), { access: 'read-write' });
    for (const word of ['willneed', 'cold', 'pageout', 'willneed'] as const) {
      expect(codeOf(() => array.mapping.advise(word))).toBe(undefined);
      expect(array.toBuffer().equals(contents)).toBe(true);
    }
    munmap(array);
  });
});
