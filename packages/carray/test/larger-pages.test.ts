import { readFileSync, statSync, truncateSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  MADV_WILLNEED,
  MAP_ANONYMOUS,
  MAP_FIXED,
  MAP_PRIVATE,
  type MappedArray,
  MS_SYNC,
  madvise,
  mprotect,
  msync,
  munmap,
  PROT_NONE,
  PROT_READ,
  PROT_WRITE,
  uint8,
  uint32,
} from '../src/index.js';
import { RingBuffer } from '../src/sync.js';
import { refusal, thrownBy } from './support/errors.js';
import { fileOf, pattern } from './support/files.js';
import { onRealPages } from './support/real-backends.js';

const READ_WRITE = PROT_READ | PROT_WRITE;

onRealPages('files', ({ mapFile, mmap, pageSize: page }) => {
  const contents = pattern(3 * page + 5);
  const path = fileOf(contents);
  const byteOffsets = [
    0,
    1,
    4095,
    4096,
    page / 2,
    page - 1,
    page,
    page + 1,
    2 * page + 7,
    contents.length - 1,
  ];

  it.each(byteOffsets)('from byte %i on', (byteOffset) => {
    const array = mapFile(path, { byteOffset });
    expect(array.toBuffer().equals(contents.subarray(byteOffset))).toBe(true);
    const start = byteOffset - (byteOffset % page);
    expect([array.mapping.fileOffset, array.mapping.pageSize]).toEqual([start, page]);
    expect(Number(array.mapping.address) % page).toBe(0);
    expect(munmap(array)).toBe(true);
  });

  it('from an offset inside of a page are refused by mmap, which names the page', () => {
    const message = thrownBy(() => mmap(uint8, 8, PROT_READ, MAP_PRIVATE, path, page / 2)).message;
    expect(message).toContain(`offset ${page / 2} is not a multiple of the page size, ${page} bytes`);
  });

  it('get what is stored and flushed in any range', () => {
    const copy = fileOf(contents);
    const array = mapFile(copy, { access: 'read-write', byteOffset: page + 100 });
    const expected = Buffer.from(contents);
    for (const at of [0, page - 101, page - 100, 2 * page - 200]) {
      array.set(at, 255 - (array.get(at) ?? 0));
      expected[page + 100 + at] = 255 - (contents[page + 100 + at] ?? 0);
      array.mapping.flushSync(100 + at, 1);
      expect(msync(array.subarray(at, at + 1), MS_SYNC)).toBe(true);
    }
    expect(readFileSync(copy).equals(expected)).toBe(true);
    munmap(array);
  });

  it('become longer with their mapping, and keep every byte', () => {
    const growing = fileOf(pattern(page + 3));
    const array = mapFile(growing, { access: 'read-write', byteOffset: page / 2 });
    array.mapping.resize(3 * page + 11);
    expect(statSync(growing).size).toBe(3 * page + 11);
    array.mapping.flushSync();
    const bytes = mapFile(growing).toBuffer();
    expect(bytes.subarray(0, page + 3).equals(pattern(page + 3))).toBe(true);
    expect(bytes.subarray(page + 3).every((byte) => byte === 0)).toBe(true);
    munmap(array);
  });
});

onRealPages('ranges of memory', ({ mapAnonymous, mmap, pageSize: page }, backend) => {
  const total = 4 * page;
  const fresh = () => mapAnonymous(uint8, total).fill(7);
  const ranges: [number, number][] = [
    [0, total],
    [1, 1],
    [4096, 4096],
    [page - 1, 2],
    [page, page],
    [page + 4096, 2 * page],
    [total - 1, 1],
    [total, 0],
  ];

  it.each(ranges)('takes %i, %i in every operation', (from, size) => {
    const array = fresh();
    const { mapping } = array;
    const part = array.subarray(from, from + size);
    expect(madvise(part, MADV_WILLNEED)).toBe(true);
    const exactly = () => madvise(array, MADV_WILLNEED, from, size);
    if (from % page === 0) expect(exactly()).toBe(true);
    else expect(thrownBy(exactly).message).toContain(`not a multiple of the page size, ${page} bytes`);
    mapping.advise('sequential', from, size);
    mapping.populateSync(from, size);
    mapping.flushSync(from, size);
    mapping.lock({ offset: from, size });
    mapping.unlock(from, size);
    const start = from - (from % page);
    const count = size === 0 ? 0 : Math.ceil((from + size - start) / page);
    expect(mapping.residency(from, size)).toMatchObject({ total: count, resident: count });
    expect(array.toBuffer().every((byte) => byte === 7)).toBe(true);
    munmap(array);
  });

  it('is protected page by page, and knows where', () => {
    const array = fresh();
    expect(mprotect(array, PROT_READ, page, page)).toBe(true);
    expect([page - 1, page, 2 * page - 1, 2 * page].map((at) => isWritable(array, at))).toEqual([
      true,
      false,
      false,
      true,
    ]);
    array.mapping.protect('none', 2 * page, page);
    expect(refusal(() => array.get(3 * page - 1))).toBe('TypeError ERR_MAPPING_NO_ACCESS');
    expect(array.get(3 * page)).toBe(7);
    munmap(array);
  });

  it('refuses to be protected from inside of a page on', () => {
    const array = fresh();
    const message = thrownBy(() => array.mapping.protect('read', page / 2, page)).message;
    expect(message).toContain(`${page}`);
    expect(isWritable(array, page / 2)).toBe(true);
    munmap(array);
  });

  it('is mapped over inside of a reservation, where a page starts', () => {
    const flags = MAP_PRIVATE | MAP_ANONYMOUS;
    const reserved = mmap(uint8, total, PROT_NONE, flags);
    const address = Number(reserved.mapping?.address ?? 0n);
    const inside = mmap(uint8, 100, READ_WRITE, flags | MAP_FIXED, undefined, 0, address + page);
    expect(inside.fill(3).toArray()).toEqual(Array(100).fill(3));
    const wrong = () =>
      mmap(uint8, 100, READ_WRITE, flags | MAP_FIXED, undefined, 0, address + page / 2 + 2 * page);
    expect(thrownBy(wrong).message).toContain(`${page}`);
    expect([munmap(inside), munmap(reserved)]).toEqual([true, true]);
  });

  it('grows into what was set aside, and shrinks', () => {
    const array = mapAnonymous(uint8, 10, { maxByteLength: total }).fill(7);
    const { address } = array.mapping;
    for (const byteLength of [page, page + 1, total, page / 2]) {
      array.mapping.resize(byteLength);
      expect([array.mapping.byteLength, array.mapping.address]).toEqual([byteLength, address]);
      expect(array.get(9)).toBe(7);
      if (byteLength > page) expect(array.mapping.residency().total).toBe(Math.ceil(byteLength / page));
    }
    munmap(array);
  });

  it('gives all back', () => {
    const before = backend.liveRegions();
    for (const byteLength of [1, 4096, page - 1, page, page + 1]) munmap(mapAnonymous(uint8, byteLength));
    expect(backend.liveRegions()).toBe(before);
  });
});

onRealPages('faults', ({ mapFile, pageSize: page }) => {
  it('are told of whole pages, and healed', () => {
    const path = fileOf(pattern(3 * page));
    const array = mapFile(path, { access: 'read-write' });
    const { mapping } = array;
    truncateSync(path, page);
    const lost = thrownBy(() => array.slice(0, 2 * page));
    expect(lost).toMatchObject({ code: 'ERR_MAPPING_FAULT', byteOffset: page });
    expect(
      array
        .slice(0, page)
        .toBuffer()
        .equals(pattern(3 * page).subarray(0, page)),
    ).toBe(true);
    // The page of one that faulted is at fault, all of it.
    for (const at of [page, page + 1, 2 * page - 1]) {
      expect(refusal(() => array.subarray(at, at + 1).toBuffer())).toBe('TypeError ERR_MAPPING_FAULT');
    }
    truncateSync(path, 3 * page);
    mapping.remap();
    expect(array.slice(0, 2 * page).get(page)).toBe(0);
    munmap(array);
  });
});

onRealPages('memory for several', (api) => {
  const { openSharedMemory, unlinkSharedMemory, createMemoryFile, mapAnonymous, pageSize: page } = api;

  it('has names, and pages', () => {
    const name = `/carray-pages-${process.pid}-${page}`;
    const array = openSharedMemory(name, uint32, page / 4 + 1, { create: true });
    try {
      const other = openSharedMemory(name, uint32);
      array.set(page / 4, 0xc0ffee);
      expect(other.get(page / 4)).toBe(0xc0ffee);
      munmap(other);
    } finally {
      unlinkSharedMemory(name);
      munmap(array);
    }
  });

  it('is a sealed file that nobody can shorten', () => {
    const file = createMemoryFile('pages', 2 * page, { seals: ['shrink', 'grow'] });
    const array = file.map(uint8, { byteOffset: page + 1 });
    expect([array.mapping.canFault, array.length]).toEqual([false, page - 1]);
    munmap(array);
    file.close();
  });

  it('carries messages around the end of a ring', () => {
    const memory = mapAnonymous(uint8, page + 256, { shared: true });
    const producer = RingBuffer.create(memory.subarray(64));
    const consumer = RingBuffer.open(memory.subarray(64));
    const message = pattern(page / 4 + 3);
    for (let turn = 0; turn < 9; turn++) {
      expect(producer.tryWrite(message)).toBe(true);
      expect(consumer.tryRead()).toEqual(message);
    }
    munmap(memory);
  });
});

function isWritable(array: MappedArray<typeof uint8>, at: number): boolean {
  try {
    array.set(at, 7);
    return true;
  } catch {
    return false;
  }
}
