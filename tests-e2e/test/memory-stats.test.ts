import { expect, it } from 'vitest';
import { areasOf, sumOf } from '../src/areas.js';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { uint8 } = carray;

onBothBackends('mapping.stats', ({ mapAnonymous, mapFile, mmap, munmap, pageSize }) => {
  const total = 8 * pageSize;
  const none = { resident: 0, shared: 0, private: 0, dirty: 0, huge: 0, locked: 0, swapped: 0 };

  /** Private memory that the kernel makes one area of with its neighbours: the mapping in the middle, and those around it. */
  const merged = () => {
    const { MAP_ANONYMOUS, MAP_FIXED, MAP_PRIVATE, PROT_NONE, PROT_READ, PROT_WRITE } = carray;
    // A page without access at either end: else memory of the engine may become one area with them at any time.
    const place = mmap(uint8, 3 * total + 2 * pageSize, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS);
    const parts = [0, 1, 2].map((part) => {
      const address = place.mapping.address + BigInt(pageSize + part * total);
      const flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
      return mmap(uint8, total, PROT_READ | PROT_WRITE, flags, null, 0, address);
    });
    const unmap = () => [...parts, place].forEach(munmap);
    return { parts, middle: parts[1] ?? place, unmap };
  };
  /** Where the areas of a mapping start and end, and their flags. */
  const shape = ({ mapping }: ReturnType<typeof mapAnonymous>) =>
    areasOf(mapping).map(({ start, end, flags }) => [start, end, ...flags]);

  it('counts what was touched, and nothing before', () => {
    const array = mapAnonymous(uint8, total);
    array.mapping.advise('nohugepage');
    expect(array.mapping.stats()).toEqual(none);
    array.set(0, 1);
    array.set(3 * pageSize, 1);
    const two = 2 * pageSize;
    expect(array.mapping.stats()).toEqual({ ...none, resident: two, private: two, dirty: two });
    munmap(array);
  });

  it('is the kernel’s own count', () => {
    const array = mapFile(fileOf(Buffer.alloc(total, 1)), { access: 'read-write' });
    array.set(pageSize, 5);
    array.get(2 * pageSize);
    const { mapping } = array;
    const sum = (...fields: string[]) => fields.reduce((all, field) => all + sumOf(mapping, field), 0);
    expect(mapping.stats()).toEqual({
      resident: sum('Rss'),
      shared: sum('Shared_Clean', 'Shared_Dirty'),
      private: sum('Private_Clean', 'Private_Dirty'),
      dirty: sum('Shared_Dirty', 'Private_Dirty'),
      ...{ huge: 0, locked: 0, swapped: 0 },
    });
    expect(mapping.stats().resident).toBeGreaterThan(0);
    munmap(array);
  });

  it('shared is what is mapped a second time', () => {
    const path = fileOf(Buffer.alloc(total, 1));
    const [one, other] = [mapFile(path, { populate: true }), mapFile(path)];
    other.get(0);
    other.mapping.advise('random');
    const { resident, shared } = one.mapping.stats();
    expect([resident, shared]).toEqual([total, other.mapping.stats().resident]);
    expect(shared).toBeGreaterThan(0);
    munmap(other);
    expect(one.mapping.stats()).toMatchObject({ resident: total, shared: 0, private: total });
    munmap(one);
  });

  it('is of the mapping alone, where the kernel has made one area of it and its neighbours', () => {
    const { parts, middle, unmap } = merged();
    for (const part of parts) part.fill(1);
    middle.mapping.adviseUnsafe('dontneed', pageSize, pageSize);
    expect(areasOf(middle.mapping).length).toBe(1);
    expect(sumOf(middle.mapping, 'Rss')).toBeGreaterThanOrEqual(3 * total - pageSize);
    const before = parts.map(shape);
    const own = total - pageSize;
    for (const [index, part] of parts.entries()) {
      expect(part.mapping.stats()).toMatchObject(
        index === 1 ? { resident: own, dirty: own } : { resident: total },
      );
    }
    expect(parts.map(shape)).toEqual(before);
    unmap();
  });

  it('whatever advice the neighbours, or its own pages, have: it is as it was', () => {
    const words = ['normal', 'random', 'sequential'] as const;
    const triples = words.flatMap((a) => words.flatMap((b) => words.map((c) => [a, b, c] as const)));
    for (const triple of triples) {
      const { parts, middle, unmap } = merged();
      for (const [index, part] of parts.entries()) part.fill(1).mapping.advise(triple[index] ?? 'normal');
      const before = shape(middle);
      expect([triple, middle.mapping.stats().resident]).toEqual([triple, total]);
      expect([triple, shape(middle)]).toEqual([triple, before]);
      unmap();
    }
    const { parts, middle, unmap } = merged();
    for (const part of parts) part.fill(1);
    middle.mapping.advise('random', pageSize, pageSize);
    middle.mapping.advise('sequential', total - pageSize, pageSize);
    middle.mapping.advise('dontdump', 0, pageSize);
    const before = parts.map(shape);
    expect(middle.mapping.stats().resident).toBe(total);
    expect(parts.map(shape)).toEqual(before);
    unmap();
  });

  it('of a length that is no multiple of a page, and of several areas', () => {
    const array = mapAnonymous(uint8, total - 100).fill(1);
    expect(array.mapping.stats().resident).toBe(total);
    array.mapping.protect('read', pageSize, pageSize);
    array.mapping.protect('none', 4 * pageSize, 1);
    expect(array.mapping.stats().resident).toBe(total);
    munmap(array);
  });

  it('counts what is locked, shared memory among it in full', () => {
    const [one, other] = [true, false].map((shared) => mapAnonymous(uint8, total, { shared }));
    one?.mapping.lock({ size: 3 * pageSize });
    other?.mapping.lock();
    expect([one?.mapping.stats().locked, other?.mapping.stats().locked]).toEqual([3 * pageSize, total]);
    for (const array of [one, other]) array?.mapping.unmap();
  });

  it('of what was unmapped, and of an empty file', () => {
    const array = mapAnonymous(uint8, total);
    munmap(array);
    expect(codeOf(() => array.mapping.stats())).toBe('ERR_MAPPING_UNMAPPED');
    expect(mapFile(fileOf(Buffer.alloc(0))).mapping.stats()).toEqual(none);
  });

  it('leaves no trace, however often it is asked', () => {
    const { parts, unmap } = merged();
    for (const part of parts) part.fill(1);
    const before = parts.map(shape);
    for (let round = 0; round < 30; round++) {
      for (const { mapping } of parts) expect(mapping.stats().resident).toBe(total);
    }
    expect(parts.map(shape)).toEqual(before);
    unmap();
  });
});
