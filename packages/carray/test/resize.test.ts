import { readFileSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { array as arrayOf, uint8, uint32 } from '../src/index.js';
import { asked, fakeApi, wayOf } from './support/api.js';
import { NOT_THE_KIND, NOT_THE_VALUE, OUT_OF_RANGE, refusal, thrownBy } from './support/errors.js';
import { fileOf, openDescriptors, pattern } from './support/files.js';

const page = 4096;
const { EBUSY, EFAULT, EFBIG, EINVAL, ENOMEM, ENOSPC, ENOTSUP } = constants.errno;
const writing = { access: 'read-write' } as const;
const MAY_MOVE = 1;

describe('a resized mapping', () => {
  it('asks the backend once, with what may be done', () => {
    const { mapAnonymous, fake } = fakeApi();
    const array = mapAnonymous(uint8, 10);
    array.mapping.resize(20);
    array.mapping.resize(30n, { mayMove: false });
    array.mapping.resize(30);
    expect(asked(fake, 'resize')).toEqual([
      [20, MAY_MOVE],
      [30, 0],
    ]);
    expect([array.length, array.mapping.byteLength, array.mapping.maxByteLength]).toEqual([30, 30, 30]);
  });

  it('takes its arrays along, each with the methods of its type', () => {
    const { mapAnonymous } = fakeApi();
    const array = mapAnonymous(uint32, page);
    const threes = array.cast(arrayOf(uint8, 3), 1);
    array.set(0, 0x04030201);
    const [way, other] = [wayOf(array), wayOf(threes)];
    array.mapping.resize(100 * page);
    expect([wayOf(array), wayOf(threes), array.get(0), threes.get(0)]).toEqual([
      way,
      other,
      0x04030201,
      [2, 3, 4],
    ]);
    array.mapping.resize(4);
    expect([array.length, array.get(0), wayOf(array), wayOf(threes)]).toEqual([
      1,
      0x04030201,
      way,
      'checked',
    ]);
    expect([refusal(() => threes.get(1)), threes.get(0)]).toEqual([OUT_OF_RANGE, [2, 3, 4]]);
    array.mapping.resize(0x5000);
    expect([wayOf(threes), threes.get(1)]).toEqual([other, [0, 0, 0]]);
  });

  it('says how long it is now where an element lies past its end', () => {
    const { mapAnonymous } = fakeApi();
    const array = mapAnonymous(uint32, 100);
    const last = array.subarray(99);
    array.mapping.resize(396);
    expect(thrownBy(() => last.get(0)).message).toBe(
      'Cannot access bytes 396 to 399: the mapping was resized to 396 bytes',
    );
    array.mapping.resize(400);
    expect(last.get(0)).toBe(0);
  });

  it('follows where thousands of arrays were made in the same turn', async () => {
    const { mapAnonymous } = fakeApi();
    const first = mapAnonymous(uint8, 4);
    for (let count = 0; count < 2 ** 14; count++) first.subarray(1);
    const late = mapAnonymous(uint8, 4);
    expect(wayOf(late)).toBe('checked');
    late.mapping.resize(8);
    late.set(7, 1);
    expect([late.length, late.at(-1)]).toEqual([8, 1]);
    late.mapping.resize(2);
    expect([late.length, refusal(() => late.get(2))]).toEqual([2, OUT_OF_RANGE]);
    await new Promise(setImmediate); // the next test has a turn of its own
  });
});

describe('a failed resize', () => {
  const failures = [
    ['resize', ENOMEM],
    ['resize', EFAULT],
    ['resize', EBUSY],
    ['allocate', ENOSPC],
    ['allocate', EFBIG],
    ['guard', ENOMEM],
  ] as const;

  it.each(failures)('of the backend, %s: %i, gives the file its length again', (operation, errno) => {
    const { mapFile, fake } = fakeApi();
    const path = fileOf(pattern(10));
    const array = mapFile(path, writing);
    const before = openDescriptors();
    fake.failNext(operation, errno);
    expect(thrownBy(() => array.mapping.resize(page))).toMatchObject({ errno: -errno });
    expect(readFileSync(path).equals(pattern(10))).toBe(true);
    if (operation === 'guard') return; // see below
    expect(openDescriptors()).toBe(before);
    expect([array.length, array.toArray()]).toEqual([10, [...pattern(10)]]);
    array.mapping.resize(page);
    expect([array.length, statSync(path).size]).toEqual([page, page]);
  });

  it('that cannot be guarded any more ends the mapping: it must not go on unguarded', () => {
    const { mapFile, fake } = fakeApi();
    const array = mapFile(fileOf(pattern(10)), writing);
    fake.failNext('guard', ENOMEM);
    expect(thrownBy(() => array.mapping.resize(page))).toMatchObject({ code: 'ENOMEM', syscall: 'guard' });
    expect([array.mapping.unmapped, fake.liveRegions()]).toEqual([true, 0]);
    expect(refusal(() => array.get(0))).toBe('TypeError ERR_MAPPING_UNMAPPED');
  });

  it('whose arrays get no buffer leaves the mapping, and the file, longer', () => {
    const { mapFile, fake } = fakeApi();
    const path = fileOf(pattern(10));
    const array = mapFile(path, writing);
    fake.failNext('buffer', ENOMEM);
    expect(thrownBy(() => array.mapping.resize(page))).toMatchObject({
      code: 'ENOMEM',
      syscall: 'ArrayBuffer',
    });
    expect([array.length, array.get(9), statSync(path).size]).toEqual([page, pattern(10)[9], page]);
  });

  it('says what is the matter', () => {
    const { mapAnonymous, fake } = fakeApi();
    const array = mapAnonymous(uint8, 10);
    const message = (errno: number, mayMove = true) => {
      fake.failNext('resize', errno);
      return thrownBy(() => array.mapping.resize(20, { mayMove })).message;
    };
    expect(message(ENOMEM)).toContain('no room for so many bytes');
    expect(message(ENOMEM, false)).toContain('something else lies behind it, and mayMove is false');
    expect(message(EBUSY)).toContain('a flush is under way, a buffer over them was moved away');
    expect(message(EFAULT)).toContain(
      'its pages differ, in protection, in advice, or in that some are locked',
    );
    expect(message(EINVAL)).toContain('it must have at least 1 byte');
    fake.failNext('resize', ENOTSUP);
    expect(refusal(() => array.mapping.resize(20))).toBe('Error ERR_UNSUPPORTED');
  });
});

describe('address space that is set aside', () => {
  it('is part of one region, and of nothing else', () => {
    const { mapFile, fake } = fakeApi();
    const path = fileOf(pattern(10));
    const array = mapFile(path, { ...writing, maxByteLength: 10 * page });
    const { mapping } = array;
    expect([array.length, mapping.byteLength, mapping.maxByteLength, asked(fake, 'map')[0]?.[1]]).toEqual([
      ...[10, 10, 10 * page, 10 * page],
    ]);
    mapping.resize(10 * page);
    mapping.resize(5);
    expect([asked(fake, 'resize'), array.length, statSync(path).size]).toEqual([[], 5, 10 * page]);
    expect(mapping.maxByteLength).toBe(10 * page);
    mapping.resize(10 * page + 1);
    expect(asked(fake, 'resize')).toEqual([[10 * page + 1, MAY_MOVE]]);
  });

  it('counts from the first element', () => {
    const { mapFile } = fakeApi();
    const array = mapFile(fileOf(pattern(100)), { byteOffset: 60, maxByteLength: 1000 });
    expect([array.length, array.mapping.byteLength, array.mapping.maxByteLength]).toEqual([40, 100, 1060]);
  });

  it('has protections of its own', () => {
    const { mapAnonymous } = fakeApi();
    const array = mapAnonymous(uint8, 2 * page, { maxByteLength: 4 * page });
    array.mapping.protect('read', page);
    array.mapping.resize(4 * page);
    expect([array.subarray(page, 2 * page).writable, array.subarray(2 * page).writable]).toEqual([
      false,
      true,
    ]);
    expect([array.mapping.protection, array.writable]).toEqual([1, false]);
  });

  it('is not populated', () => {
    const { mapAnonymous, fake } = fakeApi();
    mapAnonymous(uint8, page, { maxByteLength: 4 * page, populate: true });
    expect([asked(fake, 'map')[0]?.[1], asked(fake, 'advise')]).toEqual([4 * page, [[0, page, 23]]]);
  });

  it('must be a count of bytes', () => {
    const { mapAnonymous, mapFile } = fakeApi();
    const path = fileOf(pattern(10));
    for (const map of [
      (maxByteLength: unknown) => mapFile(path, { maxByteLength: maxByteLength as number }),
      (maxByteLength: unknown) => mapAnonymous(uint8, 1, { maxByteLength: maxByteLength as number }),
    ]) {
      expect([-1, 0.5, 2 ** 53].map((most) => refusal(() => map(most)))).toEqual(Array(3).fill(OUT_OF_RANGE));
      expect([null, '1'].map((most) => refusal(() => map(most)))).toEqual([NOT_THE_KIND, NOT_THE_KIND]);
      expect([map(0), map(1), map(5n)].map(({ mapping }) => mapping.unmap())).toEqual([true, true, true]);
    }
    expect(refusal(() => mapFile(path).mapping.remap({ open: true } as object))).toBe(NOT_THE_VALUE);
  });
});
