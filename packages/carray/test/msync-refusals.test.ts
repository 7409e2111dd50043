import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { CArray, MS_ASYNC, MS_INVALIDATE, MS_SYNC, msync, munmap, uint8 } from '../src/index.js';
import { asked } from './support/api.js';
import { NOT_MAPPED, OUT_OF_RANGE, refusal, thrownBy, UNMAPPED } from './support/errors.js';
import { mapped, total } from './support/synced.js';
import { notFlags, type Refused } from './support/values.js';

describe('flags', () => {
  it.each<Refused>([
    ...notFlags,
    [MS_ASYNC | MS_SYNC, 'SystemError EINVAL'],
    [1 << 30, 'SystemError EINVAL'],
  ])('%s: %s', (flags, expected) => {
    const { array } = mapped();
    expect(refusal(() => Reflect.apply(msync, undefined, [array, flags]))).toBe(expected);
  });

  it('of both kinds are explained', () => {
    const { message } = thrownBy(() => msync(mapped().array, MS_ASYNC | MS_SYNC));
    expect(message.endsWith(': flags may have one of MS_ASYNC and MS_SYNC, not both')).toBe(true);
  });

  it.each([0, MS_ASYNC, MS_SYNC, MS_SYNC | MS_INVALIDATE])('%i goes to the kernel', (flags) => {
    const { fake, array } = mapped();
    expect(msync(array, flags)).toBe(true);
    expect(asked(fake, 'sync')).toEqual([[0, total, flags]]);
  });
});

describe('what cannot be synced', () => {
  it('is what is not mapped', () => {
    const heap = CArray.alloc(uint8, 8);
    for (const other of [
      heap,
      mapped().array.slice(),
      CArray.view(uint8, mapped().array.buffer),
      null,
      undefined,
      {},
      'x',
    ])
      expect(refusal(() => Reflect.apply(msync, undefined, [other, MS_SYNC]))).toBe(NOT_MAPPED);
  });

  it('is what was unmapped; a wrong range of it is still a RangeError', () => {
    const { array } = mapped();
    const part = array.subarray(1);
    munmap(array);
    for (const dead of [array, part]) {
      expect(refusal(() => msync(dead, MS_SYNC))).toBe(UNMAPPED);
      expect(refusal(() => msync(dead, MS_SYNC, total + 1))).toBe(OUT_OF_RANGE);
    }
    expect(refusal(() => array.mapping?.flushSync())).toBe(UNMAPPED);
  });

  it('leaves the array as it was where the disk fails', () => {
    const { fake, array } = mapped();
    fake.failNext('sync', constants.errno.EIO);
    expect(refusal(() => msync(array, MS_SYNC))).toBe('SystemError EIO');
    expect(msync(array, MS_SYNC)).toBe(true);
  });
});
