import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { type CArray, munmap, SystemError, type uint8, uint16 } from '../src/index.js';
import { fakeApi, isChecked } from './support/api.js';
import { refusal, UNMAPPED } from './support/errors.js';
import { fileOf, pattern } from './support/files.js';

describe.each([true, false])('a backend that fails to unmap, with detach %s', (detach) => {
  it('leaves the mapping alive, and says so', () => {
    const { mapAnonymous, fake } = fakeApi({ detach });
    const array = mapAnonymous(uint16, 4);
    for (let index = 0; index < 4; index++) array.set(index, 100 + index);
    const [part, odd] = [array.subarray(1), array.cast(uint16, 1)];
    const contents = array.toArray();
    for (const use of [
      () => array.get(0),
      () => array.toArray()[0],
      () => array.slice().get(0),
      () => array.typedArray[0],
      () => new DataView(array.buffer).getUint16(0, true),
      () => array.fill(100, 0, 1).get(0),
      () => part.toArray()[0] === 101 && 100,
      () => part.typedArray[2] === 103 && 100,
      () => (odd.get(0) & 0xff00) === 101 << 8 && 100,
    ]) {
      fake.failNext('unmap', constants.errno.ENOMEM);
      expect(() => munmap(array)).toThrow(SystemError);
      expect(array.mapping?.unmapped).toBe(false);
      expect(use(), String(use)).toBe(100);
    }
    expect(array.toArray()).toEqual(contents);
    expect([munmap(array), munmap(array)]).toEqual([true, false]);
  });
});

describe('a buffer that the caller moved away', () => {
  const contents = pattern(64);
  it.each<[string, (array: CArray<typeof uint8>) => unknown]>([
    ['get', (array) => array.get(5)],
    ['at', (array) => array.at(5)],
    ['toArray', (array) => array.toArray()[5]],
    ['toBuffer', (array) => array.toBuffer()[5]],
    ['slice', (array) => array.slice(5).get(0)],
    ['subarray', (array) => array.subarray(5).get(0)],
    ['values', (array) => [...array][5]],
    ['typedArray', (array) => array.typedArray[5]],
    ['bytes', (array) => array.bytes[5]],
    ['dataView', (array) => array.dataView.getUint8(5)],
    ['fill', (array) => array.fill(contents[5] ?? 0).get(5)],
  ])('leaves the array alive: %s', (_name, use) => {
    const array = fakeApi().mapFile(fileOf(contents), { access: 'copy-on-write' });
    const part = array.subarray(0, 10);
    const { buffer } = array;
    if (buffer instanceof ArrayBuffer) structuredClone(buffer, { transfer: [buffer] });
    expect(buffer.byteLength).toBe(0);
    expect([use(array), use(part), isChecked(array)]).toEqual([contents[5], contents[5], false]);
    expect(munmap(array)).toBe(true);
    expect(refusal(() => array.get(0))).toBe(UNMAPPED);
  });
});
