import { expect, it } from 'vitest';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { emptiesViews } from '../src/runtimes.js';

const { CArray, float64, uint8, uint32 } = carray;

onBothBackends('after munmap', ({ mapFile, mapAnonymous, munmap, pageSize }, backend) => {
  /** What ffi does on Node 20, where nothing in JavaScript can empty a view. */

  it('the second call answers false', () => {
    const array = mapAnonymous(uint8, 1);
    expect([munmap(array), munmap(array), array.mapping.unmap()]).toEqual([true, false, false]);
    expect(array.mapping.unmapped).toBe(true);
  });

  it('every access throws, through subarrays and casts too', () => {
    const array = mapFile(fileOf(Buffer.alloc(pageSize, 1)), { type: uint32, access: 'read-write' });
    const kinds = [
      array,
      array.subarray(1),
      array.subarray(1).subarray(1),
      array.cast(float64),
      array.cast(uint8, 3),
    ];
    munmap(array);
    for (const dead of kinds) {
      expect(codeOf(() => dead.get(0))).toBe('ERR_MAPPING_UNMAPPED');
      expect(codeOf(() => dead.set(0, 0))).toBe('ERR_MAPPING_UNMAPPED');
      expect(codeOf(() => dead.at(-1))).toBe('ERR_MAPPING_UNMAPPED');
      expect(codeOf(() => dead.subarray(0, 1))).toBe('ERR_MAPPING_UNMAPPED');
      expect(codeOf(() => dead.slice())).toBe('ERR_MAPPING_UNMAPPED');
      expect(codeOf(() => dead.cast(uint8))).toBe('ERR_MAPPING_UNMAPPED');
      expect(codeOf(() => dead.toArray())).toBe('ERR_MAPPING_UNMAPPED');
      expect(codeOf(() => [...dead])).toBe('ERR_MAPPING_UNMAPPED');
      expect(codeOf(() => dead.bytes)).toBe('ERR_MAPPING_UNMAPPED');
      expect(codeOf(() => dead.get(dead.length))).toBe('ERR_OUT_OF_RANGE');
    }
    expect(codeOf(() => array.mapping.flushSync())).toBe('ERR_MAPPING_UNMAPPED');
  });

  it('raw views are empty, or read zeros where they cannot be emptied', () => {
    const array = mapAnonymous(uint32, 8).fill(7);
    const { typedArray, bytes, dataView } = array;
    munmap(array);
    if (emptiesViews(backend)) {
      expect([typedArray.length, bytes.length]).toEqual([0, 0]);
      expect(() => dataView.getUint8(0)).toThrow(TypeError);
    } else {
      expect([typedArray.length, typedArray[0], bytes[0], dataView.getUint8(0)]).toEqual([8, 0, 0, 0]);
    }
  });

  it('new memory at the same address does not show through what is dead', () => {
    const dead = mapAnonymous(uint8, pageSize).fill(1);
    const view = dead.bytes;
    munmap(dead);
    const fresh = Array.from({ length: 16 }, () => mapAnonymous(uint8, pageSize).fill(99));
    expect(view[0] ?? 0).toBe(0);
    expect(codeOf(() => dead.get(0))).toBe('ERR_MAPPING_UNMAPPED');
    for (const array of fresh) munmap(array);
  });

  it('nothing but the array of the map call can be unmapped', () => {
    const array = mapAnonymous(uint8, pageSize);
    for (const other of [array.subarray(), array.cast(uint8), array.slice(), CArray.alloc(uint8, 1)]) {
      expect(codeOf(() => munmap(other))).toBe('ERR_NOT_MAPPED');
    }
    munmap(array);
  });

  it('a moved buffer keeps its pages', ({ skip }) => {
    if (!('transfer' in ArrayBuffer.prototype)) skip('this runtime cannot move a buffer');
    if (!emptiesViews(backend)) skip('Deno refuses to move memory that koffi has made a buffer of');
    const array = mapAnonymous(uint8, pageSize).fill(5);
    const { buffer } = array;
    if (!('transfer' in buffer) || typeof buffer.transfer !== 'function') throw new Error('cannot move');
    const moved: ArrayBuffer = buffer.transfer();
    expect(array.get(3)).toBe(5);
    munmap(array);
    expect(new Uint8Array(moved)[3]).toBe(5);
  });
});
