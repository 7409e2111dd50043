import { describe, expect, it } from 'vitest';
import {
  CArray,
  MADV_DONTNEED,
  MADV_WILLNEED,
  MS_SYNC,
  madvise,
  mprotect,
  msync,
  munmap,
  PROT_READ,
  uint8,
  uint32,
} from '../src/index.js';
import { NOT_MAPPED, refusal, thrownBy, UNMAPPED } from './support/errors.js';
import { mapped, page } from './support/synced.js';

const operations = [
  ['mprotect', (array: CArray) => mprotect(array, PROT_READ)],
  ['msync', (array: CArray) => msync(array, MS_SYNC)],
  ['harmless madvise', (array: CArray) => madvise(array, MADV_WILLNEED)],
  ['destructive madvise', (array: CArray) => madvise(array, MADV_DONTNEED)],
] as const;

describe.each(operations)('%s', (_name, run) => {
  it('is for mapped arrays alone', () => {
    const { array } = mapped();
    const heap = [CArray.alloc(uint8, page), array.slice(), CArray.view(uint8, new ArrayBuffer(page))];
    const others = [null, undefined, {}, 'x', 0, array.mapping, array.bytes, Object.create(CArray)];
    for (const other of [...heap, ...others]) {
      expect(refusal(() => Reflect.apply(run, undefined, [other]))).toBe(NOT_MAPPED);
    }
  });

  it('throws once the memory is unmapped, on every array over it', () => {
    const { array, fake } = mapped();
    const all = [array, array.subarray(page), array.cast(uint32)];
    munmap(array);
    const calls = fake.calls.length;
    for (const dead of all) expect(refusal(() => run(dead))).toBe(UNMAPPED);
    expect(fake.calls).toHaveLength(calls);
  });
});

describe('flags, protection and advice', () => {
  it('are checked after the array and before the range', () => {
    const { array } = mapped();
    for (const [call, name] of [
      [mprotect, 'prot'],
      [madvise, 'advice'],
      [msync, 'flags'],
    ] as const) {
      expect(refusal(() => Reflect.apply(call, undefined, [null, 'x', 'x']))).toBe(NOT_MAPPED);
      expect(thrownBy(() => Reflect.apply(call, undefined, [array, 'x', 'x'])).message).toContain(
        `"${name}"`,
      );
      expect(thrownBy(() => Reflect.apply(call, undefined, [array, 1, 'x', 'x'])).message).toContain(
        '"offset"',
      );
    }
  });
});
