import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sumOf } from '../src/areas.js';
import { codeOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { cachedBytes, hasFincore, writtenFile } from '../src/page-cache.js';
import { runProgram } from '../src/program.js';

const { uint8 } = carray;
type Bytes = ReturnType<typeof carray.mapAnonymous<typeof uint8>>;
const reason = hasFincore ? '' : ' (fincore is not installed)';

onBothBackends('mapping.evict', ({ mapAnonymous, mapFile, munmap, pageSize }, backend) => {
  const pageCount = 32;
  const total = pageCount * pageSize;
  const content = Buffer.from(Array.from({ length: total }, (_, at) => (at * 7 + (at >> 8)) & 0xff));
  const resident = ({ mapping }: ReturnType<typeof mapFile>) => mapping.residency().resident;

  it.each(['read', 'read-write', 'copy-on-write'] as const)(
    'sends all pages of a file out of the page cache, and they come again: %s',
    (access) => {
      const path = writtenFile(content);
      const array = mapFile(path, { access, populate: true });
      expect(resident(array)).toBe(pageCount);
      array.mapping.evict();
      expect(resident(array)).toBe(0);
      if (hasFincore) expect(cachedBytes(path)).toBe(0);
      expect(sumOf(array.mapping, 'Rss')).toBe(0);
      expect(array.toBuffer().equals(content)).toBe(true);
      munmap(array);
    },
  );

  it('writes what was stored first: nothing is lost, and nothing stays', () => {
    const path = writtenFile(content);
    const array = mapFile(path, { access: 'read-write' }).fill(9);
    array.mapping.evict();
    expect(resident(array)).toBe(0);
    expect([array.get(0), array.at(-1), readFileSync(path).every((byte) => byte === 9)]).toEqual([
      9,
      9,
      true,
    ]);
    munmap(array);
  });

  it('writes what others have stored, through a mapping that can only read', () => {
    const path = writtenFile(content);
    const writer = mapFile(path, { access: 'read-write' }).fill(9);
    munmap(writer); // dirty still
    const array = mapFile(path);
    array.mapping.evict();
    expect([resident(array), array.get(5)]).toEqual([0, 9]);
    munmap(array);
  });

  it('a part: the pages of the range alone', () => {
    const array = mapFile(writtenFile(content), { access: 'read-write' });
    array.mapping.advise('random');
    array.mapping.evict(); // what comes back page by page is kept page by page
    for (let at = 0; at < total; at += pageSize) array.get(at);
    expect(resident(array)).toBe(pageCount);
    array.mapping.evict(2 * pageSize + 1, pageSize);
    const { pages } = array.mapping.residency();
    expect([...pages.subarray(0, 6)]).toEqual([1, 1, 0, 0, 1, 1]);
    array.mapping.evict(total - 1);
    expect(array.mapping.residency().pages.at(-1)).toBe(0);
    munmap(array);
  });

  it('keeps private stores: copy-on-write, a protection that was lifted, a stray store through a raw view', () => {
    const ways: ((array: Bytes) => unknown)[] = [
      (array) => [array.mapping.protect('read-write'), array.set(3, 77), array.mapping.protect('read')],
      (array) => array.typedArray.fill(77, 3, 4),
    ];
    const store = (access: 'read' | 'copy-on-write', how: (typeof ways)[number]) => {
      const path = writtenFile(content);
      const array = mapFile(path, { access });
      how(array);
      array.mapping.evict();
      expect([array.get(3), array.get(pageSize), readFileSync(path)[3]]).toEqual([
        77,
        content[pageSize],
        content[3],
      ]);
      munmap(array);
    };
    for (const how of ways) store('read', how);
    store('copy-on-write', (array) => array.set(3, 77));
  });

  it.skipIf(!hasFincore)(`what another process has mapped stays${reason}`, () => {
    const path = writtenFile(content);
    const array = mapFile(path, { populate: true });
    const source = `
      const array = require('carray').mapFile(process.argv.at(-1), { populate: true });
      const before = array.mapping.residency().resident;
      array.mapping.evict();
      console.log(before, array.mapping.residency().resident);`;
    const { status, stdout, stderr } = runProgram(source, { backend, args: [path] });
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stderr: '',
      stdout: `${pageCount} ${pageCount}\n`,
    });
    expect(cachedBytes(path)).toBe(total);
    munmap(array);
  });

  it('locked pages are an error, and stay', () => {
    const array = mapFile(writtenFile(content), { lock: true });
    expect(() => array.mapping.evict()).toThrow(/^EINVAL: .*, madvise '.*': the pages are locked/);
    expect(resident(array)).toBe(pageCount);
    array.mapping.unlock();
    array.mapping.evict();
    expect(resident(array)).toBe(0);
    munmap(array);
  });

  it('memory without a file has advice for it', () => {
    const array = mapAnonymous(uint8, total).fill(1);
    expect(codeOf(() => array.mapping.evict())).toBe('ERR_UNSUPPORTED');
    array.mapping.advise('pageout');
    expect(array.indexOf(0)).toBe(-1);
    munmap(array);
    expect(codeOf(() => array.mapping.evict())).toBe('ERR_MAPPING_UNMAPPED');
  });

  it('takes ranges as all do', () => {
    const array = mapFile(writtenFile(content));
    expect(codeOf(() => array.mapping.evict(total + 1))).toBe('ERR_OUT_OF_RANGE');
    expect(codeOf(() => array.mapping.evict(1, total))).toBe('ERR_OUT_OF_RANGE');
    array.mapping.evict(total, 0);
    munmap(array);
  });
});
