import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { munmap, uint8 } from '../src/index.js';
import { asked, fakeApi } from './support/api.js';
import { refusal, thrownBy, UNMAPPED } from './support/errors.js';
import { fileOf } from './support/files.js';
import { illegal } from './support/ranges.js';
import { hugeApi, scriptedApi } from './support/scripted.js';
import { mapped, page, path, total } from './support/synced.js';
import { notCounts } from './support/values.js';

const { EAGAIN, EBUSY, ENOSYS } = constants.errno;

/** What the system says of pages 0, 1, 2 ...: whole bytes, of which the lowest bit counts. */
function saying(answer: readonly number[]) {
  const api = scriptedApi(() => ({
    residency(_region, _byteOffset, _byteLength, pages) {
      pages.set(answer.slice(0, pages.length));
      return 0;
    },
  }));
  return api.mapFile(path, { length: total }).mapping;
}

describe('mapping.residency', () => {
  it('has a byte for each page, 0 or 1, and their sums: the other bits are the system’s', () => {
    const { pages, resident, total: count } = saying([0xff, 0xfe, 1, 0x80]).residency();
    expect([[...pages], resident, count]).toEqual([[1, 0, 1, 0], 2, 4]);
    expect(pages.constructor).toBe(Uint8Array);
  });

  it.each<[readonly unknown[], [number, number] | undefined, number]>([
    [[], [0, total], 4],
    [[undefined, page], [0, page], 1],
    [[undefined, page + 1], [0, page + 1], 2],
    [[page - 1, 1], [0, page], 1],
    [[page - 1, 2], [0, page + 1], 2],
    [[page + 1], [page, total - page], 3],
    [[BigInt(2 * page), BigInt(page)], [2 * page, page], 1],
    [[total - 1], [3 * page, 100], 1],
    [[0, 0], undefined, 0],
    [[5, 0], undefined, 0],
    [[total], undefined, 0],
  ])('%o asks for bytes %o: %i pages', (range, expected, count) => {
    const { array, fake } = mapped();
    const { pages, total: all } = Reflect.apply(array.mapping.residency, array.mapping, range);
    expect([pages.length, all]).toEqual([count, count]);
    expect(asked(fake, 'residency')).toEqual(expected === undefined ? [] : [[...expected, count]]);
  });

  it('counts 1 GiB of pages', () => {
    const { mapping } = fakeApi().mapAnonymous(uint8, 2 ** 30, { reserve: false });
    const count = 2 ** 30 / mapping.pageSize;
    const { resident, total: all } = mapping.residency();
    expect([resident, all]).toEqual([count, count]);
  });

  it('is of ordinary pages where those of the mapping are huge', () => {
    const { mapAnonymous, fake } = hugeApi();
    const { mapping } = mapAnonymous(uint8, 3 * 2 ** 20, { hugePages: '2MB' });
    expect(mapping.residency(page + 1, 1).total).toBe(1);
    expect(asked(fake, 'residency')).toEqual([[page, 2, 1]]);
    expect(mapping.residency().total).toBe((3 * 2 ** 20) / page);
  });

  it.each(illegal)('refuses %o: %s', (range, message) => {
    const { array, fake } = mapped();
    expect(thrownBy(() => array.mapping.residency(...range)).message).toBe(message);
    expect(asked(fake, 'residency')).toEqual([]);
  });

  it.each(notCounts)('refuses %o as offset and as size: %s', (count, expected) => {
    const { mapping } = mapped().array;
    expect(refusal(() => Reflect.apply(mapping.residency, mapping, [count]))).toBe(expected);
    expect(refusal(() => Reflect.apply(mapping.residency, mapping, [0, count]))).toBe(expected);
  });

  it('throws what the system says, and that it has no such call', () => {
    const { array, fake } = mapped();
    fake.failNext('residency', EAGAIN);
    expect(thrownBy(() => array.mapping.residency(page, 5))).toMatchObject({
      ...{ code: 'EAGAIN', syscall: 'mincore', path, info: { byteOffset: page, byteLength: 5 } },
    });
    fake.failNext('residency', EBUSY);
    expect(refusal(() => array.mapping.residency())).toBe('SystemError EBUSY');
    fake.failNext('residency', ENOSYS);
    expect(thrownBy(() => array.mapping.residency()).message).toBe('This system has no mincore');
    expect(array.mapping.residency().resident).toBe(4);
  });

  it('is no more after unmapping, and nothing for an empty file', () => {
    const { array } = mapped();
    munmap(array);
    expect(refusal(() => array.mapping.residency())).toBe(UNMAPPED);
    expect(refusal(() => array.mapping.residency(0, 0))).toBe(UNMAPPED);
    const { mapFile, fake } = fakeApi();
    const { mapping } = mapFile(fileOf(new Uint8Array()));
    expect(mapping.residency()).toEqual({ pages: new Uint8Array(), resident: 0, total: 0 });
    expect(fake.calls).toEqual([]);
  });
});
