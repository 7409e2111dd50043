import { describe, expect, it } from 'vitest';
import { CArray, MAP_ANONYMOUS, MAP_PRIVATE, MAP_SHARED, PROT_READ, uint8, uint32 } from '../src/index.js';
import { fakeApi } from './support/api.js';
import { NOT_THE_KIND, NOT_THE_VALUE, refusal, thrownBy } from './support/errors.js';
import { fileOf, freshPath, openDescriptors, pattern } from './support/files.js';
import { notCounts, notTypes } from './support/values.js';

const NO_SIZE = 'TypeError ERR_ELEMENT_TYPE';

/** Objects that look like an element type. None of them was made by this library. */
const forged: [string, unknown, string][] = [
  ['of size 0', { ...uint8, size: 0 }, NO_SIZE],
  ['of size -1', { ...uint8, size: -1 }, NO_SIZE],
  ['of size NaN', { ...uint8, size: Number.NaN }, NO_SIZE],
  ['of size 1.5', { ...uint8, size: 1.5 }, NO_SIZE],
  ['of a size that is infinite', { ...uint8, size: Number.POSITIVE_INFINITY }, NO_SIZE],
  ['of a size that is text', { ...uint8, size: '1' }, NO_SIZE],
  ['of a size that is a bigint', { ...uint8, size: 1n }, NO_SIZE],
  ['of size 0 and with an empty codec', { size: 0, codec: {} }, NOT_THE_KIND],
  ['with an empty codec', { name: 'x', size: 1, alignment: 1, codec: {} }, NOT_THE_KIND],
  ['with a codec of null', { name: 'x', size: 1, alignment: 1, codec: null }, NOT_THE_KIND],
  ['with a codec of text', { name: 'x', size: 1, alignment: 1, codec: 'uint8' }, NOT_THE_KIND],
  ...notTypes
    .filter((type) => type !== undefined)
    .map((type): [string, unknown, string] => [String(type), type, NOT_THE_KIND]),
];

const path = fileOf(pattern(64));
const ANONYMOUS = MAP_PRIVATE | MAP_ANONYMOUS;

/** What takes an element type, over a backend that must hear of nothing. */
function takers() {
  const { fake, mmap, mapAnonymous, mapFile } = fakeApi();
  const array = CArray.alloc(uint8, 64);
  const call = (target: (...given: never[]) => unknown, self: unknown, ...given: unknown[]) =>
    Reflect.apply(target, self, given);
  const all: [string, (type: unknown) => unknown][] = [
    ['mmap', (type) => call(mmap, undefined, type, 64, PROT_READ, ANONYMOUS)],
    ['mmap of a file', (type) => call(mmap, undefined, type, 64, PROT_READ, MAP_SHARED, path)],
    ['mapAnonymous', (type) => call(mapAnonymous, undefined, type, 8)],
    ['mapFile', (type) => call(mapFile, undefined, path, { type })],
    ['CArray.alloc', (type) => call(CArray.alloc, CArray, type, 8)],
    ['CArray.from', (type) => call(CArray.from, CArray, type, [])],
    ['CArray.of', (type) => call(CArray.of, CArray, type)],
    ['CArray.view', (type) => call(CArray.view, CArray, type, new ArrayBuffer(8))],
    ['cast', (type) => call(array.cast, array, type)],
  ];
  return { fake, all };
}

describe.each(takers().all.map(([name]) => name))('%s', (name) => {
  it.each(forged)('refuses an element type %s', (_what, type, expected) => {
    const { fake, all } = takers();
    const descriptors = openDescriptors();
    const take = () => all.find(([each]) => each === name)?.[1](type);
    expect(refusal(take)).toBe(expected);
    expect(thrownBy(take).message).toMatch(/type" argument must be an element type/);
    expect([fake.calls, openDescriptors()]).toEqual([[], descriptors]);
  });
});

describe('the numbers of mapFile and mapAnonymous', () => {
  it.each(notCounts)('%s is none: %s', (count, expected) => {
    const { fake, mapFile, mapAnonymous } = fakeApi();
    const descriptors = openDescriptors();
    const created = freshPath();
    const options = { access: 'read-write', create: true, grow: true };
    const file = (given: object) => () =>
      Reflect.apply(mapFile, undefined, [created, { ...options, length: 1, ...given }]);
    expect(refusal(file({ byteOffset: count }))).toBe(expected);
    expect(thrownBy(file({ byteOffset: count })).message).toContain('"options.byteOffset"');
    expect(refusal(file({ length: count }))).toBe(expected);
    expect(thrownBy(file({ length: count })).message).toContain('"options.length"');
    const anonymous = () => Reflect.apply(mapAnonymous, undefined, [uint32, count]);
    expect(refusal(anonymous)).toBe(expected);
    expect(thrownBy(anonymous).message).toContain('"length"');
    expect([fake.calls, openDescriptors()]).toEqual([[], descriptors]);
    expect(refusal(() => mapFile(created))).toBe('SystemError ENOENT');
  });
});

describe('the sharing flags', () => {
  it('both at once are refused for files and for memory, in every combination', () => {
    const { fake, mmap } = fakeApi();
    const both = MAP_SHARED | MAP_PRIVATE;
    for (const source of [undefined, null, path]) {
      const flags = typeof source === 'string' ? both : both | MAP_ANONYMOUS;
      expect(refusal(() => mmap(uint8, 1, PROT_READ, flags, source))).toBe(NOT_THE_VALUE);
    }
    expect(fake.calls).toEqual([]);
  });
});
