import { describe, expect, it } from 'vitest';
import {
  type FileAccess,
  float64,
  MAP_NORESERVE,
  MAP_PRIVATE,
  munmap,
  PROT_READ,
  uint8,
  uint16,
  uint32,
} from '../src/index.js';
import { asked, fakeApi, wayOf } from './support/api.js';
import { NOT_THE_VALUE, OUT_OF_RANGE, refusal, thrownBy } from './support/errors.js';
import { fileOf, openDescriptors, pattern } from './support/files.js';

const READING = [PROT_READ, MAP_PRIVATE | MAP_NORESERVE];

describe.each([4096, 16_384, 65_536])('byteOffset with pages of %i bytes', (pageSize) => {
  const contents = pattern(3 * pageSize + 5);
  const path = fileOf(contents);
  const offsets = [0, 1, 4, pageSize - 1, pageSize, pageSize + 1, 2 * pageSize + 7, contents.length - 1];

  it.each(offsets)('%i: the page is found, the elements are those of the file', (byteOffset) => {
    const { mapFile, fake } = fakeApi({ pageSize });
    const start = Math.floor(byteOffset / pageSize) * pageSize;
    const array = mapFile(path, { byteOffset });
    expect(array.toBuffer().equals(contents.subarray(byteOffset))).toBe(true);
    const [numbers] = asked(fake, 'map');
    const fd = numbers?.[4] ?? -1;
    expect(numbers).toEqual([0, contents.length - start, ...READING, fd, start]);
    expect(fd).toBeGreaterThanOrEqual(0);
    const { mapping } = array;
    expect([mapping?.fileOffset, mapping?.byteLength, mapping?.pageSize]).toEqual([
      start,
      contents.length - start,
      pageSize,
    ]);
    expect([array.get(0), array.at(-1)]).toEqual([contents[byteOffset], contents.at(-1)]);
    munmap(array);
  });

  it('any byte, elements of any size: as typed arrays where they are aligned', () => {
    const { mapFile } = fakeApi({ pageSize });
    const view = new DataView(contents.buffer);
    for (const byteOffset of [0, 4, 1, pageSize - 4, pageSize + 2]) {
      const array = mapFile(path, { type: uint32, byteOffset: BigInt(byteOffset), length: 3n });
      const expected = [0, 4, 8].map((at) => view.getUint32(byteOffset + at, true));
      expect([array.toArray(), wayOf(array)]).toEqual([expected, byteOffset % 4 === 0 ? 'typed' : 'view']);
      munmap(array);
    }
  });
});

describe('length', () => {
  const ten = fileOf(pattern(10));
  const { mapFile } = fakeApi();
  it.each([
    [uint8, {}, 10],
    [uint16, {}, 5],
    [uint32, {}, 2],
    [float64, {}, 1],
    [uint32, { byteOffset: 3 }, 1],
    [uint32, { byteOffset: 7 }, 0],
    [uint8, { byteOffset: 10 }, 0],
    [uint16, { byteOffset: 4, length: 3 }, 3],
    [uint8, { length: 0 }, 0],
    [uint8, { length: 4n }, 4],
  ])('of %o, %o in a file of 10 bytes: %i elements', (type, options, expected) => {
    const array = mapFile(ten, { type, ...options });
    expect(array.length).toBe(expected);
    expect([munmap(array), munmap(array)]).toEqual([true, false]);
  });

  it.each([
    [
      { length: 11 },
      'Cannot map 11 bytes from byte 0: the file ends at byte 10, and allowPastEnd is not set',
    ],
    [
      { byteOffset: 11 },
      'Cannot map 0 bytes from byte 11: the file ends at byte 10, and allowPastEnd is not set',
    ],
    [
      { byteOffset: 9, length: 2 },
      'Cannot map 2 bytes from byte 9: the file ends at byte 10, and allowPastEnd is not set',
    ],
    [
      { length: 11, access: 'read-write' } as const,
      'Cannot map 11 bytes from byte 0: the file ends at byte 10, and neither grow, which makes it longer, nor allowPastEnd is set',
    ],
  ])('%o is refused past the end', (options, message) => {
    const before = openDescriptors();
    expect(refusal(() => mapFile(ten, options))).toBe(OUT_OF_RANGE);
    expect(thrownBy(() => mapFile(ten, options)).message).toBe(message);
    expect(openDescriptors()).toBe(before);
  });

  it('is needed for a device', () => {
    expect(refusal(() => mapFile('/dev/zero'))).toBe(NOT_THE_VALUE);
  });

  it.each<FileAccess>(['read', 'read-write', 'copy-on-write'])('of an empty file is 0, %s', (access) => {
    const { mapFile: map, fake } = fakeApi();
    const before = openDescriptors();
    const array = map(fileOf(new Uint8Array()), { type: uint32, access });
    expect([array.length, array.toArray(), array.toBuffer().length, array.mapping?.address]).toEqual([
      0,
      [],
      0,
      0n,
    ]);
    expect([array.mapping?.access, array.mapping?.unmapped]).toEqual([access, false]);
    expect([munmap(array), munmap(array), array.mapping?.unmapped]).toEqual([true, false, true]);
    expect([asked(fake, 'map'), openDescriptors()]).toEqual([[], before]);
  });
});

describe('an array of no elements', () => {
  const { mapFile } = fakeApi();
  it.each<[string, string]>([
    ['of an empty file', fileOf(new Uint8Array())],
    ['of length 0', fileOf(pattern(10))],
  ])('%s has raw views of length 0', (_what, path) => {
    const { bytes, typedArray, dataView } = mapFile(path, { length: 0 });
    expect([bytes.length, typedArray.length, dataView.byteLength]).toEqual([0, 0, 0]);
  });

  it('is as writable as the mapping', () => {
    for (const access of ['read', 'read-write', 'copy-on-write'] as const) {
      const whole = mapFile(fileOf(pattern(10)), { access });
      const none = [
        mapFile(fileOf(new Uint8Array()), { access }),
        whole.subarray(0, 0),
        whole.subarray(3, 3),
      ];
      expect(none.map((array) => array.writable)).toEqual(Array(3).fill(access !== 'read'));
    }
  });
});
