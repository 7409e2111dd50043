import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { accessAt, areasOf, sumOf } from '../src/areas.js';
import { codeOf, fileOf, openDescriptors } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { uint8, uint16 } = carray;

onBothBackends('mapFile that prepares', ({ mapAnonymous, mapFile, munmap, pageSize }) => {
  const pageCount = 32;
  const total = pageCount * pageSize;
  const contents = Buffer.alloc(total, 7);

  it.each(['read', 'read-write', 'copy-on-write'] as const)(
    'populate has every page there, and copies none: %s',
    (access) => {
      const path = fileOf(contents);
      const array = mapFile(path, { access, populate: true });
      expect([sumOf(array.mapping, 'Rss'), sumOf(array.mapping, 'Anonymous')]).toEqual([total, 0]);
      expect(accessAt(array.mapping, 0)).toBe(
        { read: 'r--p', 'read-write': 'rw-s', 'copy-on-write': 'rw-p' }[access],
      );
      munmap(array);
    },
  );

  it('read stays private: a stray store through a raw view stays here', () => {
    const path = fileOf(contents);
    const array = mapFile(path, { populate: true });
    array.bytes[0] = 1;
    expect([array.get(0), readFileSync(path)[0]]).toEqual([1, 7]);
    expect(sumOf(array.mapping, 'Anonymous')).toBe(pageSize);
    munmap(array);
  });

  it('populate of a part, from inside a page, has that part', () => {
    const array = mapFile(fileOf(contents), {
      byteOffset: 3 * pageSize + 5,
      length: pageSize,
      populate: true,
    });
    expect(sumOf(array.mapping, 'Rss')).toBe(2 * pageSize);
    munmap(array);
  });

  it('populate of anonymous memory has every page there', () => {
    const array = mapAnonymous(uint8, total, { populate: true, shared: true });
    expect(sumOf(array.mapping, 'Rss')).toBe(total);
    expect(array.toArray().every((byte) => byte === 0)).toBe(true);
    munmap(array);
  });

  it('populate past the end of the file fails, and nothing stays mapped or open', () => {
    const path = fileOf(contents);
    const before = openDescriptors();
    expect(codeOf(() => mapFile(path, { length: total + 1, allowPastEnd: true, populate: true }))).toBe(
      'EFAULT',
    );
    expect(readFileSync('/proc/self/maps', 'latin1')).not.toContain(path);
    expect(openDescriptors()).toBe(before);
  });

  it.each([
    ['random', 'rr'],
    ['sequential', 'sr'],
    ['dontdump', 'dd'],
    ['dontfork', 'dc'],
  ] as const)('advice %s shows as %s', (advice, flag) => {
    const array = mapFile(fileOf(contents), { advice, byteOffset: 5, length: 10 });
    expect(areasOf(array.mapping).map(({ flags }) => flags.includes(flag))).toEqual([true]);
    expect(array.get(0)).toBe(7);
    munmap(array);
  });

  it('advice that is unknown, destructive or a number is refused, and nothing is opened', () => {
    for (const advice of ['fast', 'dontneed', 'remove', 'free', 'guard-install', 0, null]) {
      const map = () => Reflect.apply(mapFile, undefined, ['/nowhere/at/all', { advice }]);
      expect(codeOf(map)).toBe('ERR_INVALID_ARG_VALUE');
    }
  });

  it('allowPastEnd reaches past the end: elements there throw until the file has grown', () => {
    const path = fileOf(contents.subarray(0, pageSize));
    expect(codeOf(() => mapFile(path, { length: pageSize + 1 }))).toBe('ERR_OUT_OF_RANGE');
    const array = mapFile(path, { type: uint16, length: pageSize, allowPastEnd: true, advice: 'random' });
    expect([array.length, array.get(pageSize / 2 - 1)]).toEqual([pageSize, 0x0707]);
    for (const use of [
      () => array.get(pageSize / 2),
      () => array.at(-1),
      () => array.toArray(),
      () => array.bytes,
    ]) {
      expect(codeOf(use)).toBe('ERR_MAPPING_FAULT');
    }
    writeFileSync(path, contents.subarray(0, 2 * pageSize));
    expect(array.at(-1)).toBe(0x0707);
    munmap(array);
  });
});
