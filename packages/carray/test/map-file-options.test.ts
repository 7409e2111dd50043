import { openSync, readFileSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import {
  type Advice,
  float64,
  MADV_POPULATE_READ,
  MADV_RANDOM,
  MAP_POPULATE,
  munmap,
  uint8,
  uint16,
} from '../src/index.js';
import { asked, fakeApi } from './support/api.js';
import { NOT_THE_KIND, NOT_THE_VALUE, refusal, thrownBy } from './support/errors.js';
import { fileOf, freshPath, openDescriptors, pattern } from './support/files.js';

const page = 4096;
const { EINVAL } = constants.errno;
const making = { access: 'read-write', create: true, grow: true } as const;
const codeOfStat = (path: string) => refusal(() => statSync(path));
const missing = 'Error ENOENT';

describe('wrong options', () => {
  it.each<[object, string, string]>([
    [{ create: 1 }, NOT_THE_KIND, 'options.create'],
    [{ grow: null }, NOT_THE_KIND, 'options.grow'],
    [{ populate: 'yes' }, NOT_THE_KIND, 'options.populate'],
    [{ advice: 'fast' }, NOT_THE_VALUE, 'must be a number or one of normal, random'],
    [{ advice: MADV_RANDOM }, NOT_THE_VALUE, 'options.advice'],
    [{ advice: null }, NOT_THE_VALUE, 'options.advice'],
    ...['dontneed', 'free', 'remove', 'guard-install'].map((advice): [object, string, string] => [
      { advice },
      NOT_THE_VALUE,
      'options.advice',
    ]),
    [{ access: 'read' }, NOT_THE_VALUE, 'options.access'],
    [{ access: 'copy-on-write' }, NOT_THE_VALUE, 'options.access'],
    [{ access: undefined }, NOT_THE_VALUE, 'options.access'],
    [{ length: undefined }, NOT_THE_VALUE, 'options.length'],
    [{ lenght: 1 }, NOT_THE_VALUE, 'lenght'],
  ])('%o: %s that names %s; no file is made', (options, expected, name) => {
    const { mapFile, fake } = fakeApi();
    const path = freshPath();
    const map = () => Reflect.apply(mapFile, undefined, [path, { ...making, length: 4, ...options }]);
    expect(refusal(map)).toBe(expected);
    expect(thrownBy(map).message).toContain(name);
    expect([codeOfStat(path), fake.calls]).toEqual([missing, []]);
  });

  it('create needs a path', () => {
    const { mapFile, fake } = fakeApi();
    const fd = openSync(fileOf(pattern(10)), 'r+');
    for (const source of [fd, { fd }]) {
      const map = () => mapFile(source, { access: 'read-write', create: true });
      expect(refusal(map)).toBe(NOT_THE_VALUE);
      expect(thrownBy(map).message).toContain('options.create');
    }
    expect(fake.calls).toEqual([]);
  });
});

describe('grow', () => {
  it('reserves what lies past the end, from there on, and nothing else', () => {
    const { mapFile, fake } = fakeApi();
    const path = fileOf(pattern(10));
    const array = mapFile(path, { ...making, type: float64, byteOffset: 16n, length: 3n });
    expect([array.length, statSync(path).size, asked(fake, 'allocate')]).toEqual([3, 40, [[10, 30]]]);
    expect(array.toArray()).toEqual([0, 0, 0]);
    munmap(array);
    const inside = mapFile(path, { access: 'read-write', grow: true, type: uint16, length: 20 });
    expect([inside.length, statSync(path).size, asked(fake, 'allocate').length]).toEqual([20, 40, 1]);
    munmap(inside);
    expect(readFileSync(path).subarray(0, 10).equals(pattern(10))).toBe(true);
  });

  it('to no elements at an offset makes the file that long', () => {
    const path = freshPath();
    const array = fakeApi().mapFile(path, { ...making, byteOffset: 100, length: 0 });
    expect([array.length, statSync(path).size]).toEqual([0, 100]);
  });
});

describe('advice and populate', () => {
  const path = fileOf(pattern(3 * page));
  it.each<Advice>(['random', 'sequential', 'willneed'])(
    '%s is given before the call returns, for all',
    (advice) => {
      const { mapFile, fake } = fakeApi();
      const array = mapFile(path, { advice, byteOffset: page + 5, length: 10 });
      const other = fakeApi();
      const same = other.mapFile(path, { byteOffset: page + 5, length: 10 });
      same.mapping.advise(advice);
      expect(asked(fake, 'advise')).toEqual(asked(other.fake, 'advise'));
      expect([array.get(0), asked(fake, 'advise').length]).toEqual([pattern(3 * page)[page + 5], 1]);
    },
  );

  it.each(['read', 'read-write', 'copy-on-write'] as const)(
    'populate of %s reads pages and copies none',
    (access) => {
      const { mapFile, fake } = fakeApi();
      mapFile(path, { access, populate: true });
      expect(asked(fake, 'advise')).toEqual([[0, 3 * page, MADV_POPULATE_READ]]);
      expect((asked(fake, 'map')[0]?.[3] ?? 0) & MAP_POPULATE).toBe(0);
    },
  );

  it('of an empty file ask for nothing', () => {
    const { mapFile, fake } = fakeApi();
    expect(mapFile(fileOf(new Uint8Array()), { advice: 'random', populate: true }).length).toBe(0);
    expect(fake.calls).toEqual([]);
  });

  it('that the kernel refuses fail the call, and nothing stays mapped', () => {
    const { mapFile, fake } = fakeApi();
    const before = openDescriptors();
    fake.failNext('advise', EINVAL);
    expect(refusal(() => mapFile(path, { advice: 'hugepage' }))).toBe('SystemError EINVAL');
    expect([fake.liveRegions(), openDescriptors()]).toEqual([0, before]);
  });

  it('populate of anonymous memory is MAP_POPULATE', () => {
    const { mapAnonymous, fake } = fakeApi();
    mapAnonymous(uint8, 10, { populate: true });
    mapAnonymous(uint8, 10, { populate: false });
    expect(asked(fake, 'map').map((numbers) => (numbers[3] ?? 0) & MAP_POPULATE)).toEqual([MAP_POPULATE, 0]);
    for (const populate of [1, null, 'yes'])
      expect(refusal(() => Reflect.apply(mapAnonymous, undefined, [uint8, 10, { populate }]))).toBe(
        NOT_THE_KIND,
      );
  });
});
