import { expect, it } from 'vitest';
import { areasOf, sumOf } from '../src/areas.js';
import { codeOf } from '../src/files.js';
import { withPool } from '../src/huge-pool.js';
import { carray, onBothBackends } from '../src/packed.js';
import { writtenFile } from '../src/page-cache.js';

const { uint8 } = carray;
const MiB = 2 ** 20;

onBothBackends('memory that was resized', ({ mapAnonymous, mapFile, munmap, pageSize }) => {
  const total = 4 * pageSize;
  const lockedBytes = ({ mapping }: Pick<ReturnType<typeof mapFile>, 'mapping'>) => mapping.stats().locked;

  it('every operation follows the length', async () => {
    const array = mapAnonymous(uint8, total, { populate: true });
    array.mapping.resize(2 * total);
    expect(array.mapping.residency().total).toBe(8);
    array.mapping.populateSync(total, total);
    expect(array.mapping.stats()).toMatchObject({ resident: 2 * total });
    array.mapping.resize(pageSize);
    expect([array.mapping.residency().total, array.mapping.stats().resident]).toEqual([1, pageSize]);
    expect(codeOf(() => array.mapping.residency(pageSize + 1))).toBe('ERR_OUT_OF_RANGE');
    expect(codeOf(() => array.mapping.lock({ size: pageSize + 1 }))).toBe('ERR_OUT_OF_RANGE');
    await array.mapping.populate();
    munmap(array);
  });

  it('a lock of all stays one of all, where the pages are remapped', () => {
    const array = mapAnonymous(uint8, total, { lock: true });
    array.mapping.resize(2 * total);
    expect(lockedBytes(array)).toBe(2 * total);
    array.mapping.unlock();
    expect(lockedBytes(array)).toBe(0);
    munmap(array);
  });

  it('address space that is set aside is neither counted, nor locked, nor brought in', () => {
    const array = mapAnonymous(uint8, total - 5, { maxByteLength: 64 * MiB, lock: true, populate: true });
    expect(array.mapping.stats()).toMatchObject({ resident: total, locked: total });
    expect(array.mapping.residency().total).toBe(4);
    array.mapping.resize(8 * pageSize);
    expect(array.mapping.stats()).toMatchObject({ resident: total, locked: total });
    array.mapping.lock();
    expect(lockedBytes(array)).toBe(8 * pageSize);
    munmap(array);
  });

  it('advised huge pages: all that is set aside is advised', () => {
    const array = mapAnonymous(uint8, 2 * MiB, { maxByteLength: 8 * MiB, hugePages: 'advise' });
    array.mapping.resize(8 * MiB);
    expect(areasOf(array.mapping).every(({ flags }) => flags.includes('hg'))).toBe(true);
    munmap(array);
  });

  it('a file: evicted and brought in as far as it reaches now', () => {
    const array = mapFile(writtenFile(Buffer.alloc(2 * total, 1)), { length: total, access: 'read-write' });
    array.mapping.resize(2 * total);
    array.mapping.populateSync();
    expect(sumOf(array.mapping, 'Rss')).toBe(2 * total);
    array.mapping.evict();
    expect(array.mapping.residency()).toMatchObject({ resident: 0, total: 8 });
    munmap(array);
  });

  it('huge pages of a pool become fewer, and more within what is set aside', async ({ skip }) => {
    const reason = await withPool(4, () => {
      const array = mapAnonymous(uint8, 3 * MiB, { hugePages: '2MB', maxByteLength: 7 * MiB }).fill(7);
      expect(sumOf(array.mapping, 'Size')).toBe(8 * MiB);
      array.mapping.resize(7 * MiB);
      expect([array.get(3 * MiB - 1), array.length]).toEqual([7, 7 * MiB]);
      array.setAt(-1, 1);
      array.mapping.resize(MiB);
      expect([array.at(-1), array.mapping.pageSize]).toEqual([7, 2 * MiB]);
      expect(munmap(array)).toBe(true);
      const other = mapAnonymous(uint8, 3 * MiB, { hugePages: '2MB' }).fill(5);
      const refused = codeOf(() => other.mapping.resize(6 * MiB));
      expect([undefined, 'EFAULT', 'EINVAL', 'ENOMEM', 'EBUSY', 'ERR_UNSUPPORTED']).toContain(refused);
      expect(other.get(3 * MiB - 1)).toBe(5);
      expect(munmap(other)).toBe(true);
    });
    if (reason !== undefined) skip(reason);
  });
});
