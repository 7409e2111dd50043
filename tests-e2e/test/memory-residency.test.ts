import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { codeOf, fileOf, fileOfHoles } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { cachedBytes, hasFincore, writtenFile } from '../src/page-cache.js';

const { uint8 } = carray;
const reason = hasFincore ? '' : ' (fincore is not installed)';

onBothBackends('mapping.residency', ({ mapAnonymous, mapFile, munmap, pageSize }) => {
  const pageCount = 64;
  const total = pageCount * pageSize;

  /** Of a file of which no page is in memory, read without reading ahead. */
  const evicted = () => {
    const path = writtenFile(Buffer.alloc(total, 7));
    const array = mapFile(path, { access: 'read-write' });
    array.mapping.advise('random');
    array.mapping.evict();
    onTestFinished(() => {
      munmap(array);
    });
    return { path, array };
  };
  /** The numbers of the pages that are resident. */
  const residents = ({ mapping }: ReturnType<typeof mapFile>, ...range: number[]) =>
    [...mapping.residency(...range).pages].flatMap((bit, page) => (bit === 1 ? [page] : []));

  it('of a file that is partly in the page cache: the pages that were touched, and no others', () => {
    const { array } = evicted();
    expect(residents(array)).toEqual([]);
    for (const page of [3, 40, 63]) expect(array.get(page * pageSize + 5)).toBe(7);
    expect(residents(array)).toEqual([3, 40, 63]);
    expect(array.mapping.residency()).toMatchObject({ resident: 3, total: pageCount });
    expect(residents(array, 3 * pageSize, 38 * pageSize)).toEqual([0, 37]);
    expect(residents(array, 4 * pageSize, 36 * pageSize)).toEqual([]);
    expect(residents(array, 4 * pageSize - 1, 1)).toEqual([0]);
    expect(residents(array, 4 * pageSize - 1, 36 * pageSize + 2)).toEqual([0, 37]);
  });

  it.skipIf(!hasFincore)(`looking changes nothing, as another program sees it${reason}`, () => {
    const { path, array } = evicted();
    array.get(9 * pageSize);
    const before = cachedBytes(path);
    expect(before).toBe(pageSize);
    for (let round = 0; round < 5; round++) array.mapping.residency();
    expect([cachedBytes(path), residents(array)]).toEqual([before, [9]]);
  });

  it.skipIf(!hasFincore)(`says what another program has brought in, and agrees with fincore${reason}`, () => {
    const { path, array } = evicted();
    execFileSync('/bin/dd', [`if=${path}`, 'of=/dev/null', 'bs=1', 'count=1'], { stdio: 'ignore' });
    const { resident } = array.mapping.residency();
    expect(resident).toBeGreaterThan(0);
    expect(resident * pageSize).toBe(cachedBytes(path));
    execFileSync('/bin/cat', [path], { stdio: 'ignore' });
    expect(array.mapping.residency().resident).toBe(pageCount);
  });

  it('of memory without a file: what was touched, until it is dropped', () => {
    const array = mapAnonymous(uint8, total);
    array.mapping.advise('nohugepage');
    expect(residents(array)).toEqual([]);
    array.set(5 * pageSize, 1);
    array.set(60 * pageSize, 1);
    expect(residents(array)).toEqual([5, 60]);
    array.mapping.adviseUnsafe('dontneed', 5 * pageSize, pageSize);
    expect(residents(array)).toEqual([60]);
    munmap(array);
  });

  it('of pages without access, and behind the end of the file, there is nothing to fault', () => {
    const path = fileOf(Buffer.alloc(pageSize + 1, 1));
    const array = mapFile(path, { length: 4 * pageSize, allowPastEnd: true });
    expect(residents(array)).toEqual([0, 1]);
    array.mapping.protect('none');
    expect(residents(array)).toEqual([0, 1]);
    truncateSync(path, 1);
    expect(residents(array)).toEqual([0]);
    expect(array.mapping.faults).toEqual([]);
    munmap(array);
  });

  it.each([
    ['under one page', 1, 1],
    ['one page', pageSize, 1],
    ['two pages', pageSize + 1, 2],
    ['two whole pages', 2 * pageSize, 2],
  ])('of %s', (_what, byteLength, count) => {
    const array = mapFile(fileOf(Buffer.alloc(byteLength, 1)));
    array.mapping.populateSync();
    const pages = new Uint8Array(count).fill(1);
    expect(array.mapping.residency()).toEqual({ pages, resident: count, total: count });
    munmap(array);
  });

  it('of 1 GiB', () => {
    const array = mapFile(fileOfHoles(2 ** 30));
    array.mapping.advise('random');
    expect(array.mapping.residency()).toMatchObject({ resident: 0, total: 2 ** 30 / pageSize });
    array.get(0);
    array.at(-1);
    expect(array.mapping.residency().resident).toBe(2);
    munmap(array);
  });

  it('is of the mapping, also when a subarray is asked for it', () => {
    const { array } = evicted();
    const part = array.subarray(10 * pageSize, 12 * pageSize);
    expect(part.mapping).toBe(array.mapping);
    expect(part.mapping?.residency().total).toBe(pageCount);
    expect(part.mapping?.residency(10 * pageSize, part.byteLength).total).toBe(2);
  });

  it('of ranges past the end, of nothing, and of what was unmapped', () => {
    const { array } = evicted();
    const { mapping } = array;
    expect(codeOf(() => mapping.residency(total + 1))).toBe('ERR_OUT_OF_RANGE');
    expect(codeOf(() => mapping.residency(0, total + 1))).toBe('ERR_OUT_OF_RANGE');
    expect(mapping.residency(total)).toEqual({ pages: new Uint8Array(), resident: 0, total: 0 });
    const empty = mapFile(fileOf(Buffer.alloc(0)));
    expect(empty.mapping.residency().total).toBe(0);
    munmap(array);
    expect(codeOf(() => mapping.residency())).toBe('ERR_MAPPING_UNMAPPED');
  });

  it('of tmpfs, which cannot evict: everything stays', () => {
    const directory = mkdtempSync('/dev/shm/carray-');
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const path = join(directory, 'file');
    writeFileSync(path, Buffer.alloc(8 * pageSize, 1));
    const array = mapFile(path);
    array.mapping.evict();
    expect(array.mapping.residency()).toMatchObject({ resident: 8, total: 8 });
    munmap(array);
  });
});
