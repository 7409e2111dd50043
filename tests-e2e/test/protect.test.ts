import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { CArray, float64, uint8, uint32 } = carray;
const READ_ONLY = 'ERR_MAPPING_READ_ONLY';
const NO_ACCESS = 'ERR_MAPPING_NO_ACCESS';

type AnyArray = InstanceType<typeof CArray>;

/** Every way to read all of an array. */
const reads: ((array: AnyArray) => unknown)[] = [
  (array) => array.get(0),
  (array) => array.at(-1),
  (array) => array.toArray(),
  (array) => array.toBuffer(),
  (array) => array.slice(),
  (array) => [...array],
  (array) => [...array.entries()],
  (array) => array.unsafe.bytes,
  (array) => array.unsafe.dataView,
  (array) => array.unsafe.buffer,
];

/** Every way to store, of zeros, which every type takes. */
const stores: ((array: AnyArray) => unknown)[] = [
  (array) => array.set(0, 0),
  (array) => array.setAt(-1, 0),
  (array) => array.fill(0),
  (array) => array.fill(0, 0, 1),
];

const isFast = (array: AnyArray) => Object.getPrototypeOf(array) !== CArray.prototype;

onBothBackends('protection of a mapping', ({ mapAnonymous, mapFile, mprotect, munmap, pageSize }) => {
  const total = 3 * pageSize + 100;
  /** The second page is the one to protect: arrays that touch it and arrays that do not, made before. */
  function family() {
    const array = mapAnonymous(uint8, total).fill(7);
    return {
      array,
      touching: [
        array,
        array.subarray(pageSize + 1, pageSize + 9),
        array.subarray(0, 2 * pageSize).subarray(pageSize - 4, pageSize + 4),
        array.cast(uint32),
        array.cast(uint32, pageSize, 64),
        array.cast(float64, pageSize + 1, 64),
      ],
      elsewhere: [
        array.subarray(0, pageSize),
        array.subarray(2 * pageSize),
        array.cast(uint32, 2 * pageSize),
        array.cast(float64, 3, 64),
      ],
    };
  }
  const contents = Buffer.alloc(total, 7);

  it('read: every store is refused and changes nothing, every load works', () => {
    const { array, touching } = family();
    array.mapping.protect('read');
    expect(array.mapping.protection).toBe(carray.PROT_READ);
    for (const each of touching) {
      expect(each.writable).toBe(false);
      for (const store of stores) expect(codeOf(() => store(each))).toBe(READ_ONLY);
      for (const read of reads) expect(codeOf(() => read(each))).toBe(undefined);
    }
    expect(array.toBuffer().equals(contents)).toBe(true);
    munmap(array);
  });

  it('none: nothing can be read or stored; afterwards everything is as it was', () => {
    const { array, touching } = family();
    const before = touching.map(isFast);
    array.mapping.protect('none');
    for (const each of touching) {
      expect(each.writable).toBe(false);
      for (const use of [...reads, ...stores]) expect(codeOf(() => use(each))).toBe(NO_ACCESS);
      expect(inspect(each)).toContain('not readable');
    }
    array.mapping.protect('read-write');
    expect(touching.map(isFast)).toEqual(before);
    expect(touching.map((each) => each.writable)).toEqual(touching.map(() => true));
    expect(array.toBuffer().equals(contents)).toBe(true);
    for (const each of touching) {
      each.set(0, 1);
      expect(each.get(0)).toBe(1);
    }
    munmap(array);
  });

  it('of one page: what touches it is refused there, the rest goes on at full speed', () => {
    const { array, touching, elsewhere } = family();
    const before = elsewhere.map(isFast);
    mprotect(array, carray.PROT_NONE, pageSize, 1);
    for (const each of touching) {
      expect(codeOf(() => each.toArray())).toBe(NO_ACCESS);
      expect(codeOf(() => each.fill(0))).toBe(NO_ACCESS);
      expect([each.writable, isFast(each)]).toEqual([false, false]);
      expect(typeof inspect(each)).toBe('string');
    }
    expect(elsewhere.map(isFast)).toEqual(before);
    for (const each of elsewhere)
      for (const use of [...reads, ...stores]) expect(codeOf(() => use(each))).toBe(undefined);
    const [all, , across] = touching;
    expect([all?.get(pageSize - 1), all?.get(2 * pageSize), across?.get(3)]).toEqual([0, 0, 0]);
    for (const index of [pageSize, 2 * pageSize - 1]) expect(codeOf(() => all?.get(index))).toBe(NO_ACCESS);
    expect(codeOf(() => across?.get(4))).toBe(NO_ACCESS);
    // One element lies on both sides of the border.
    expect(codeOf(() => array.cast(uint32, pageSize - 2, 4).get(0))).toBe(NO_ACCESS);
    mprotect(array, carray.PROT_READ, pageSize, pageSize);
    expect(
      array
        .subarray(pageSize, 2 * pageSize)
        .toBuffer()
        .equals(contents.subarray(0, pageSize)),
    ).toBe(true);
    munmap(array);
  });

  it('of a file mapped for reading: stores after read-write stay in this process', () => {
    const path = fileOf(contents);
    const array = mapFile(path);
    expect(codeOf(() => array.set(0, 1))).toBe(READ_ONLY);
    array.mapping.protect('read-write');
    expect(array.writable).toBe(true);
    array.fill(1);
    expect(array.get(0)).toBe(1);
    const other = mapFile(path);
    expect(other.toBuffer().equals(contents)).toBe(true);
    munmap(array);
    munmap(other);
  });

  it('is refused in silence never: the order is index, protection, value', () => {
    const array = mapAnonymous(uint8, 4);
    array.mapping.protect('read');
    expect(codeOf(() => array.set(4, 1))).toBe('ERR_OUT_OF_RANGE');
    expect(codeOf(() => array.set(0, 256))).toBe(READ_ONLY);
    array.mapping.protect('read-write');
    expect(codeOf(() => array.set(0, 256))).toBe('ERR_OUT_OF_RANGE');
    munmap(array);
    expect(codeOf(() => array.mapping.protect('read'))).toBe('ERR_MAPPING_UNMAPPED');
  });
});
