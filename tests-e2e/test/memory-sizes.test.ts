import { readFileSync, statSync, truncateSync } from 'node:fs';
import { expect, it } from 'vitest';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { emptiesViews } from '../src/runtimes.js';

const { float64, MAP_ANONYMOUS, MAP_NORESERVE, MAP_PRIVATE, PROT_NONE, struct, uint8, uint32 } = carray;
const GIB = 2 ** 30;
const TIB = 2 ** 40;

onBothBackends('sizes beyond memory', (api, backend) => {
  const { mapAnonymous, mapFile, mmap, munmap, pageSize } = api;

  /** Only the pages that are stored into take space. */
  function holes(byteLength: number): string {
    const path = fileOf(Buffer.alloc(0));
    truncateSync(path, byteLength);
    return path;
  }

  it('a file of 1 TiB: first, middle and last element', () => {
    const path = holes(TIB);
    const array = mapFile(path, { type: float64, access: 'read-write', advice: 'random' });
    expect([array.length, array.mapping.byteLength]).toEqual([TIB / 8, TIB]);
    const places = [0, 1, TIB / 16 - 1, TIB / 16, TIB / 8 - 2, TIB / 8 - 1];
    for (const place of places) array.set(place, place + 0.5);
    expect(places.map((place) => array.get(place))).toEqual(places.map((place) => place + 0.5));
    expect([array.at(-1), codeOf(() => array.get(TIB / 8))]).toEqual([TIB / 8 - 0.5, 'ERR_OUT_OF_RANGE']);
    const tail = array.subarray(TIB / 8 - 2);
    expect([tail.toArray(), tail.typedArray.length]).toEqual([[TIB / 8 - 1.5, TIB / 8 - 0.5], 2]);
    const state = carray.backendInfo()[backend];
    const fits = state.available && state.maxBufferBytes >= TIB;
    expect(codeOf(() => array.typedArray)).toBe(fits ? undefined : 'ERR_OUT_OF_RANGE');
    array.mapping.flushSync(TIB - pageSize);
    munmap(array);
    const other = mapFile(path, { type: float64, byteOffset: TIB - 8 });
    expect(other.get(0)).toBe(TIB / 8 - 0.5);
    munmap(other);
    expect(statSync(path).blocks * 512).toBeLessThan(GIB);
  });

  it('structs over it, and one column', () => {
    const point = struct({ id: uint32, x: float64 });
    const array = mapFile(holes(TIB), { type: point, access: 'read-write' });
    const last = array.length - 1;
    array.ref(last).x = 2.5;
    expect([array.field('x').get(last), array.get(last).id]).toEqual([2.5, 0]);
    munmap(array);
  });

  it('one that becomes shorter than 1 TiB is a fault behind its end, and nothing else', () => {
    const path = holes(TIB);
    const array = mapFile(path, { access: 'read-write' });
    array.set(5, 5);
    truncateSync(path, TIB - GIB);
    // slice goes by a fault-free copy on ffi, and get does not.
    expect(codeOf(() => array.slice(TIB - 10))).toBe('ERR_MAPPING_FAULT');
    expect([array.slice(0, 6).get(5), array.slice(TIB - GIB - 1, TIB - GIB).get(0)]).toEqual([5, 0]);
    munmap(array);
  });

  it('addresses for 16 TiB, without any memory, and one page inside', () => {
    const flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    const before = virtualBytes();
    const reserved = mmap(uint8, 16 * TIB, PROT_NONE, flags);
    expect(virtualBytes() - before).toBeGreaterThanOrEqual(16 * TIB);
    expect([reserved.length, codeOf(() => reserved.get(8 * TIB))]).toEqual([
      16 * TIB,
      'ERR_MAPPING_NO_ACCESS',
    ]);
    reserved.mapping.protect('read-write', 12 * TIB, pageSize);
    reserved.set(12 * TIB + 1, 9);
    expect([reserved.get(12 * TIB + 1), codeOf(() => reserved.get(12 * TIB + pageSize))]).toEqual([
      9,
      'ERR_MAPPING_NO_ACCESS',
    ]);
    munmap(reserved);
    // docs/safety.md: ffi on Node 20 keeps the addresses of views that it cannot empty, until they are collected.
    if (emptiesViews(backend)) expect(virtualBytes() - before).toBeLessThan(TIB);
  });

  it('anonymous memory to grow into', () => {
    const array = mapAnonymous(uint32, 1024, { maxByteLength: 16 * TIB });
    array.mapping.resize(4 * TIB);
    array.set(TIB - 1, 77);
    expect([array.length, array.at(-1)]).toEqual([TIB, 77]);
    munmap(array);
  });

  it('residency of 1 GiB', () => {
    const array = mapFile(holes(GIB));
    expect(array.get(GIB / 2)).toBe(0);
    const { pages, resident, total } = array.mapping.residency();
    expect([total, pages.length, pages[GIB / 2 / pageSize]]).toEqual([GIB / pageSize, GIB / pageSize, 1]);
    expect(resident).toBe(pages.reduce((sum, page) => sum + page, 0));
    expect(resident).toBeGreaterThan(0);
    munmap(array);
  });
});

function virtualBytes(): number {
  return 1024 * Number(/VmSize:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))?.[1]);
}
