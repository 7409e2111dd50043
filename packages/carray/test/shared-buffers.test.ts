import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import {
  CArray,
  float64,
  MADV_GUARD_INSTALL,
  MAP_PRIVATE,
  PROT_READ,
  struct,
  uint8,
  uint32,
  withBackend,
} from '../src/index.js';
import { asked, fakeApi } from './support/api.js';
import { FAULT, NOT_MAPPED, refusal, thrownBy, UNMAPPED } from './support/errors.js';
import { fileOf, pattern } from './support/files.js';
import { sharedBuffersApi } from './support/shared-buffers.js';
import { createWindowedBackend } from './support/windowed-backend.js';

const page = 1 << 12;
const UNSUPPORTED = 'Error ERR_UNSUPPORTED';
const pair = struct({ a: uint32, b: uint32 });

describe('sharedBuffer', () => {
  it('has exactly the bytes of the array, of whatever elements', () => {
    const { mapFile, made } = sharedBuffersApi();
    const array = mapFile(fileOf(pattern(100)), { type: uint32 });
    for (const part of [array, array.subarray(2), array.subarray(2, 3), array.cast(float64, 16, 24)]) {
      const bytes = new Uint8Array(part.sharedBuffer);
      expect([...bytes]).toEqual([...part.bytes]);
    }
    expect(made).toEqual([
      [0, 100],
      [8, 92],
      [8, 4],
      [16, 24],
    ]);
  });

  it('leaves out what is in front of the array, and behind its last whole element', () => {
    const { mapFile, made } = sharedBuffersApi({ pageSize: page });
    const array = mapFile(fileOf(pattern(page + 30)), { type: pair, byteOffset: page + 8 });
    expect([array.length, array.sharedBuffer.byteLength, made]).toEqual([2, 16, [[8, 16]]]);
  });

  it('is one per range, for all arrays of it', () => {
    const { mapAnonymous, made } = sharedBuffersApi();
    const array = mapAnonymous(uint32, 16);
    const { sharedBuffer } = array;
    for (const same of [array, array.subarray(), array.cast(uint8), array.cast(pair)]) {
      expect(same.sharedBuffer).toBe(sharedBuffer);
    }
    expect(array.unsafe.sharedBuffer).toBe(sharedBuffer);
    const others = [array.subarray(0, 15), array.subarray(2), array.subarray(0, 14), array.subarray(2, 15)];
    const all = new Set([array, ...others, ...others].map((each) => each.sharedBuffer));
    expect([all.size, made.length]).toEqual([5, 5]);
  });

  it('is empty for an empty array, wherever that is', () => {
    for (const { mapFile, mapAnonymous } of [sharedBuffersApi(), fakeApi()]) {
      const none = mapFile(fileOf(new Uint8Array(0)));
      for (const empty of [none, mapAnonymous(uint8, 8).subarray(3, 3)]) {
        const { sharedBuffer } = empty;
        expect([sharedBuffer instanceof SharedArrayBuffer, sharedBuffer.byteLength]).toEqual([true, 0]);
        empty.mapping?.protect('read'); // nothing is shared
        empty.mapping?.unmap();
        expect(refusal(() => empty.sharedBuffer)).toBe(UNMAPPED);
      }
    }
  });

  it('says what is needed and what to do instead, where the backend has none', () => {
    const { mapAnonymous, fake } = fakeApi();
    const array = mapAnonymous(uint8, 8);
    for (const each of [array, array.subarray(1), array.unsafe]) {
      expect(refusal(() => each.sharedBuffer)).toBe(UNSUPPORTED);
    }
    const { message } = thrownBy(() => array.sharedBuffer);
    for (const word of ['fake', process.versions.node, '22.23.3', '24.16.0', '26.1.0', 'share()', 'attach()'])
      expect(message).toContain(word);
    expect(asked(fake, 'sharedBuffer')).toEqual([]);
    array.mapping.protect('read');
  });

  it('refuses memory that is not mapped, and columns', () => {
    const { mapAnonymous, made } = sharedBuffersApi();
    const heap = [CArray.alloc(uint8, 8), CArray.view(uint8, new SharedArrayBuffer(8)), CArray.of(uint8)];
    for (const array of [...heap, CArray.alloc(pair, 2).field('a')]) {
      expect(refusal(() => array.sharedBuffer)).toBe(NOT_MAPPED);
    }
    expect(refusal(() => mapAnonymous(pair, 2).field('b').sharedBuffer)).toBe(UNSUPPORTED);
    expect(made).toEqual([]);
  });

  it('refuses to start inside of 8 bytes', () => {
    const { mapAnonymous, mapFile, made } = sharedBuffersApi();
    const array = mapAnonymous(uint8, 32);
    for (const start of [1, 2, 3, 4, 5, 6, 7, 9, 31]) {
      expect(refusal(() => array.subarray(start).sharedBuffer)).toBe('RangeError ERR_MISALIGNED');
    }
    expect(refusal(() => mapFile(fileOf(pattern(9)), { byteOffset: 4 }).sharedBuffer)).toBe(
      'RangeError ERR_MISALIGNED',
    );
    expect(made).toEqual([]);
    array.mapping.protect('read'); // nothing was shared
    for (const start of [8, 16, 24]) expect(array.subarray(start).sharedBuffer.byteLength).toBe(32 - start);
    expect(array.subarray(0, 1).sharedBuffer.byteLength).toBe(1);
  });

  it('is as long as the engine allows, and no byte longer', () => {
    const windowed = createWindowedBackend(page, 2 * page);
    const supports = { ...windowed.supports, sharedBuffers: true };
    const sharedBuffer = (_region: number, _byteOffset: number, byteLength: number) =>
      new SharedArrayBuffer(byteLength);
    const array = withBackend({ ...windowed, supports, sharedBuffer }).mapAnonymous(uint8, 3 * page);
    for (const long of [array, array.subarray(0, 2 * page + 1)]) {
      expect(refusal(() => long.sharedBuffer)).toBe('RangeError ERR_OUT_OF_RANGE');
      expect(thrownBy(() => long.sharedBuffer).message).toContain('subarray');
    }
    array.mapping.protect('read-write');
    // Anywhere: it is not bound to the windows of other raw views.
    expect(array.subarray(8, 2 * page + 8).sharedBuffer.byteLength).toBe(2 * page);
  });
});

describe('a mapping with a sharedBuffer', () => {
  it('ends with unmap, which gives up what is its own', () => {
    const { mapAnonymous, fake, made } = sharedBuffersApi();
    const array = mapAnonymous(uint32, 4);
    const [part, { sharedBuffer }] = [array.subarray(2), array];
    expect([array.mapping.unmap(), array.mapping.unmap(), fake.liveRegions()]).toEqual([true, false, 0]);
    for (const dead of [array, part, array.unsafe]) expect(refusal(() => dead.sharedBuffer)).toBe(UNMAPPED);
    expect([sharedBuffer.byteLength, made.length]).toEqual([16, 1]);
  });

  it('is over at once where it is held, too', () => {
    const { mapAnonymous, fake } = sharedBuffersApi();
    const array = mapAnonymous(uint32, 4);
    array.sharedBuffer;
    const release = array.mapping.hold();
    expect([array.mapping.unmap(), fake.liveRegions()]).toEqual([true, 1]);
    expect(refusal(() => array.sharedBuffer)).toBe(UNMAPPED);
    release();
    expect(fake.liveRegions()).toBe(0);
  });

  it('goes on with the same one where unmap failed', () => {
    const { mapAnonymous, fake } = sharedBuffersApi();
    const array = mapAnonymous(uint32, 4);
    const { sharedBuffer } = array;
    fake.failNext('unmap', constants.errno.ENOMEM);
    expect(thrownBy(() => array.mapping.unmap())).toMatchObject({ code: 'ENOMEM' });
    expect(array.sharedBuffer).toBe(sharedBuffer);
  });

  it('keeps its protection, all of it', () => {
    const { mapAnonymous } = sharedBuffersApi({ pageSize: page });
    const array = mapAnonymous(uint8, 4 * page);
    array.mapping.protect('read', 3 * page);
    array.subarray(0, 8).sharedBuffer;
    for (const change of [
      () => array.mapping.protect('read'),
      () => array.mapping.protect('read-write', 3 * page, page),
      () => array.mapping.adviseUnsafe(MADV_GUARD_INSTALL, page, page),
    ]) {
      expect(refusal(change)).toBe(UNSUPPORTED);
      expect(thrownBy(change).message).toContain('sharedBuffer');
    }
    array.mapping.advise('random');
    array.set(0, 1);
    expect(refusal(() => array.set(3 * page, 1))).toBe('TypeError ERR_MAPPING_READ_ONLY');
  });

  it('may be protected still where the engine has refused it', () => {
    const { mapAnonymous, refusals, fake } = sharedBuffersApi();
    const array = mapAnonymous(uint8, 16);
    refusals.push(constants.errno.ENOMEM);
    expect(thrownBy(() => array.sharedBuffer)).toMatchObject({
      ...{ code: 'ENOMEM', syscall: 'SharedArrayBuffer', info: { byteOffset: 0, byteLength: 16 } },
    });
    array.mapping.protect('read');
    array.mapping.protect('read-write');
    expect([array.sharedBuffer.byteLength, fake.liveRegions()]).toEqual([16, 1]);
  });

  it('can be shared by a token too, and what was attached has its own', () => {
    const { mapAnonymous, attach } = sharedBuffersApi();
    const array = mapAnonymous(uint32, 4);
    const { sharedBuffer } = array;
    const other = attach(array.share(), uint32);
    expect(other.sharedBuffer).not.toBe(sharedBuffer);
    array.mapping.unmap();
    expect(other.sharedBuffer.byteLength).toBe(16);
  });
});

describe('what may be shared', () => {
  it('are bytes that can be read, also those that cannot be stored into', () => {
    const { mapFile, mmap, mapAnonymous, fake } = sharedBuffersApi({ pageSize: page });
    const path = fileOf(pattern(page));
    const read = mapFile(path);
    expect(read.sharedBuffer.byteLength).toBe(page);
    const exposed = asked(fake, 'protect'); // stray stores end in private copies
    expect(exposed).toEqual([[0, page, 3]]);
    expect(mmap(uint8, page, PROT_READ, MAP_PRIVATE, path).sharedBuffer.byteLength).toBe(page);
    const none = mapAnonymous(uint8, page);
    none.mapping.protect('none');
    expect(refusal(() => none.sharedBuffer)).toBe('TypeError ERR_MAPPING_NO_ACCESS');
  });

  it('are not bytes where a store would end the process, but for those who know', () => {
    const { mmap, mapFile, made } = sharedBuffersApi({ guards: false });
    const path = fileOf(pattern(64));
    const array = mmap(uint8, 64, PROT_READ, MAP_PRIVATE, path);
    const { message } = thrownBy(() => array.sharedBuffer);
    expect([refusal(() => array.sharedBuffer), message.includes('unsafe'), made.length]).toEqual([
      ...['TypeError ERR_MAPPING_READ_ONLY', true, 0],
    ]);
    expect(array.unsafe.sharedBuffer.byteLength).toBe(64);
    expect(refusal(() => array.sharedBuffer)).toBe('TypeError ERR_MAPPING_READ_ONLY');
    expect(mapFile(path).sharedBuffer.byteLength).toBe(64);
  });

  it('are not bytes at fault, until they are healed', () => {
    const { mapFile, fake, made } = sharedBuffersApi({ pageSize: page });
    const array = mapFile(fileOf(pattern(2 * page)), { access: 'copy-on-write' });
    const region = array.mapping.region?.id ?? 0;
    const { sharedBuffer } = array;
    fake.fault(region, page, 1);
    expect(refusal(() => array.sharedBuffer)).toBe(FAULT);
    expect(array.subarray(0, page).sharedBuffer.byteLength).toBe(page);
    array.mapping.remap();
    expect([array.sharedBuffer === sharedBuffer, made.length]).toEqual([true, 2]);
  });
});
