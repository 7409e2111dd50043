import { constants } from 'node:os';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { CArray, munmap, safeInt64, uint8 } from '../src/index.js';
import { fakeApi } from './support/api.js';
import { OUT_OF_RANGE, refusal } from './support/errors.js';
import { fileOf, pattern } from './support/files.js';

describe('util.inspect', () => {
  const path = fileOf(pattern(12));
  it('shows type, length, elements, and of a mapping the file, offset and state', () => {
    const array = fakeApi().mapFile(path, { byteOffset: 2 });
    expect(inspect(CArray.of(uint8, 1, 2))).toBe('CArray<uint8>(2) [ 1, 2 ]');
    expect(inspect(array)).toBe(
      `CArray<uint8>(10) [ 15, 22, 29, 36, 43, 50, 57, 64, ... 2 more ] <'${path}', offset 0, read>`,
    );
    munmap(array);
    expect(inspect(array)).toBe(`CArray<uint8>(10) [ not readable ] <'${path}', offset 0, unmapped>`);
  });

  it('never throws, in any state', () => {
    const { mapAnonymous, fake } = fakeApi();
    const array = mapAnonymous(safeInt64, 4);
    array.cast(uint8).fill(255);
    expect(inspect(array)).toContain('-1');
    array.cast(uint8).set(7, 127);
    expect(inspect(array)).toContain('no number holds exactly');
    fake.failNext('copyOut', constants.errno.EPERM);
    expect(inspect(array)).toContain('no number holds exactly');
    fake.failNext('copyOut', constants.errno.EPERM);
    fake.failNext('advise', constants.errno.EFAULT);
    expect(inspect(array)).toContain('not readable');
    const { buffer } = new Uint8Array(8);
    const view = CArray.view(uint8, buffer);
    structuredClone(buffer, { transfer: [buffer] });
    expect(inspect(view)).toBe('CArray<uint8>(8) [ not readable ]');
    expect(inspect([array.subarray(1, 1), { deep: { view } }], { depth: 0 })).toContain('CArray');
    expect(() => inspect(CArray.prototype)).not.toThrow();
  });

  it('shows a new mapping even where the engine refuses the buffer', () => {
    const { mmap, fake, pageSize } = fakeApi();
    const array = mmap(uint8, 2 * pageSize, 3, 2, fileOf(new Uint8Array(pageSize)));
    fake.failNext('buffer', constants.errno.ENOMEM);
    expect(inspect(array)).toContain('CArray<uint8>');
    expect(refusal(() => array.get(2 * pageSize))).toBe(OUT_OF_RANGE);
  });
});
