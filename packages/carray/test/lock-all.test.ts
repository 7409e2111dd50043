import { constants } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MAP_ANONYMOUS, MAP_PRIVATE, MLOCK_ONFAULT, munmap, PROT_NONE, uint8 } from '../src/index.js';
import { asked, type FakeApi, fakeApi } from './support/api.js';
import { NOT_THE_KIND, NOT_THE_VALUE, refusal, thrownBy } from './support/errors.js';
import { fileOf, pattern } from './support/files.js';
import { page } from './support/synced.js';

const { ENOMEM, ENOSYS, EPERM } = constants.errno;

/** No test leaves locks to the next, nor mappings, which `lockAll` would find. */
function lockApi(): FakeApi {
  const api = fakeApi({ pageSize: page });
  onTestFinished(api.unlockAll);
  return api;
}

describe('lockAll', () => {
  it.each<[unknown[], number[]]>([
    [[], [0, 0]],
    [[{}], [0, 0]],
    [[{ future: false }], [0]],
    [[{ current: false }], [0]],
    [[{ onFault: true }], [MLOCK_ONFAULT, MLOCK_ONFAULT]],
    [[{ current: true, future: false, onFault: false }], [0]],
  ])('lockAll(%o) locks what is there, and what comes', (given, flags) => {
    const { lockAll, mapAnonymous, fake } = lockApi();
    const before = mapAnonymous(uint8, 10);
    Reflect.apply(lockAll, undefined, given);
    const after = mapAnonymous(uint8, 10);
    expect(asked(fake, 'lock')).toEqual(flags.map((flag) => [0, 10, flag]));
    munmap(before);
    munmap(after);
  });

  it('refuses options before anything is asked', () => {
    const { lockAll, mapAnonymous, fake } = lockApi();
    const array = mapAnonymous(uint8, 10);
    const refused = (options: unknown) => refusal(() => Reflect.apply(lockAll, undefined, [options]));
    for (const value of [0, 1, 'true', null, {}]) {
      expect([{ current: value }, { future: value }, { onFault: value }].map(refused)).toEqual(
        Array(3).fill(NOT_THE_KIND),
      );
    }
    expect(refused({ current: false, future: false })).toBe(NOT_THE_VALUE);
    expect(refused({ now: true })).toBe(NOT_THE_VALUE);
    expect(refused(null)).toBe(NOT_THE_KIND);
    munmap(array);
    mapAnonymous(uint8, 10);
    expect(asked(fake, 'lock')).toEqual([]);
  });

  it('locks neither what was unmapped, nor what has no access', () => {
    const { lockAll, mapAnonymous, mmap, fake } = lockApi();
    munmap(mapAnonymous(uint8, 10));
    const reservation = mmap(uint8, 8 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS);
    const holed = mapAnonymous(uint8, 4 * page);
    holed.mapping.protect('none', page, page);
    lockAll();
    expect(asked(fake, 'lock')).toEqual([
      [0, page, 0],
      [2 * page, 2 * page, 0],
    ]);
    munmap(reservation);
    munmap(holed);
  });

  it('takes back what it has locked where a mapping fails, and no more, and leaves the future as it was', () => {
    const { lockAll, mapAnonymous, fake } = lockApi();
    const arrays = [10, 20, 30].map((length) => mapAnonymous(uint8, length));
    arrays[0]?.mapping.lock();
    const failsAtThird = () => {
      for (const errno of [0, 0, ENOMEM]) fake.failNext('lock', errno);
      return thrownBy(() => lockAll());
    };
    const error = failsAtThird();
    expect(error).toMatchObject({ code: 'ENOMEM', syscall: 'mlock', info: { byteLength: 30 } });
    expect(error.message).toMatch(/RLIMIT_MEMLOCK is (unlimited|\d+) bytes.* \d+ are locked now/);
    expect(asked(fake, 'unlock')).toEqual([
      [0, 30],
      [0, 20],
    ]);
    const { length } = asked(fake, 'lock');
    arrays.push(mapAnonymous(uint8, 40));
    expect(asked(fake, 'lock').length).toBe(length);
    lockAll({ current: false });
    failsAtThird();
    arrays.push(mapAnonymous(uint8, 50));
    expect(asked(fake, 'lock').at(-1)).toEqual([0, 50, 0]);
    arrays.forEach(munmap);
  });

  it('says that there is no such call', () => {
    const { lockAll, mapAnonymous, fake } = lockApi();
    const array = mapAnonymous(uint8, 10);
    fake.failNext('lock', ENOSYS);
    expect(refusal(() => lockAll())).toBe('Error ERR_UNSUPPORTED');
    munmap(array);
  });

  it('has nothing mapped that cannot be locked', () => {
    const { attach, lockAll, mapAnonymous, mapFile, mmap, fake } = lockApi();
    const shared = mapAnonymous(uint8, 10);
    const token = shared.share();
    lockAll({ current: false });
    const anonymous = MAP_PRIVATE | MAP_ANONYMOUS;
    for (const map of [
      () => mapAnonymous(uint8, 10),
      () => mmap(uint8, 10, 1, anonymous),
      () => mapFile(fileOf(pattern(10))),
      () => attach(token),
    ]) {
      const before = fake.liveRegions();
      fake.failNext('lock', EPERM);
      expect([refusal(map), fake.liveRegions()]).toEqual(['SystemError EPERM', before]);
    }
    munmap(attach(token));
    expect(asked(fake, 'lock').at(-1)).toEqual([0, 10, 0]);
    munmap(shared);
  });
});

describe('resize of what lockAll has locked', () => {
  it('locks what is added, and fails with it', () => {
    const { lockAll, mapAnonymous, fake } = lockApi();
    const array = mapAnonymous(uint8, page, { maxByteLength: 8 * page });
    const other = mapAnonymous(uint8, page, { maxByteLength: 8 * page });
    other.mapping.lock();
    lockAll({ future: false });
    other.mapping.unlock();
    const { length } = asked(fake, 'lock');
    other.mapping.resize(2 * page);
    array.mapping.resize(2 * page + 1);
    array.mapping.resize(4 * page);
    fake.failNext('lock', ENOMEM);
    expect(refusal(() => array.mapping.resize(6 * page))).toBe('SystemError ENOMEM');
    expect([array.length, array.mapping.byteLength]).toEqual([4 * page, 4 * page]);
    array.mapping.resize(16 * page);
    expect(asked(fake, 'lock').slice(length)).toEqual([
      [page, page + 1, 0],
      [2 * page, 2 * page, 0],
      [4 * page, 2 * page, 0],
      [4 * page, 4 * page, 0],
    ]);
    munmap(array);
    munmap(other);
  });

  it('locks the pages of a file that was empty, or took the place of another, as all that is mapped from now on', () => {
    const { lockAll, mapFile, fake } = lockApi();
    const empty = mapFile(fileOf(new Uint8Array()), { access: 'read-write' });
    const full = mapFile(fileOf(pattern(20)));
    lockAll({ current: false });
    fake.failNext('lock', ENOMEM);
    expect(refusal(() => empty.mapping.resize(10))).toBe('SystemError ENOMEM');
    expect([empty.mapping.byteLength, fake.liveRegions()]).toEqual([0, 1]);
    empty.mapping.resize(10);
    fake.failNext('lock', ENOMEM);
    expect(refusal(() => full.mapping.remap({ reopen: true }))).toBe('SystemError ENOMEM');
    expect([full.get(19), fake.liveRegions()]).toEqual([pattern(20)[19], 2]);
    full.mapping.remap({ reopen: true });
    expect(asked(fake, 'lock').filter((_, index) => index % 2 === 1)).toEqual([
      [0, 10, 0],
      [0, 20, 0],
    ]);
    munmap(empty);
    munmap(full);
  });
});

describe('unlockAll', () => {
  it('unlocks all that can be, and ends what lockAll asked for', () => {
    const { lockAll, unlockAll, mapAnonymous, mmap, fake } = lockApi();
    lockAll();
    const arrays = [10, 20].map((length) => mapAnonymous(uint8, length, { maxByteLength: 2 * page }));
    arrays.push(mmap(uint8, page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS));
    fake.failNext('unlock', EPERM);
    expect(thrownBy(() => unlockAll())).toMatchObject({ code: 'EPERM', syscall: 'munlock' });
    expect(asked(fake, 'unlock')).toEqual([
      [0, 2 * page],
      [0, 2 * page],
    ]);
    const { length } = asked(fake, 'lock');
    arrays.push(mapAnonymous(uint8, 30));
    arrays[1]?.mapping.resize(2 * page);
    expect(asked(fake, 'lock').length).toBe(length);
    arrays.forEach(munmap);
  });
});
