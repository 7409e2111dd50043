import { constants } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  MAP_ANONYMOUS,
  MAP_LOCKED,
  MAP_PRIVATE,
  MCL_CURRENT,
  MCL_FUTURE,
  MCL_ONFAULT,
  MLOCK_ONFAULT,
  munmap,
  PROT_READ,
  uint8,
} from '../src/index.js';
import { asked, fakeApi } from './support/api.js';
import { NOT_THE_KIND, NOT_THE_VALUE, refusal, thrownBy, UNMAPPED } from './support/errors.js';
import { fileOf, pattern } from './support/files.js';
import { illegal } from './support/ranges.js';
import { mapped, page, total } from './support/synced.js';
import { notCounts } from './support/values.js';

const { EAGAIN, EINVAL, ENOMEM, ENOSYS, EPERM } = constants.errno;
const notBooleans = [0, 1, 'true', null, {}];

describe('mapping.lock and unlock', () => {
  const lock = ({ mapping }: ReturnType<typeof mapped>['array'], ...given: unknown[]) =>
    Reflect.apply(mapping.lock, mapping, given);

  it.each<[unknown[], [number, number, number] | undefined]>([
    [[], [0, total, 0]],
    [[undefined], [0, total, 0]],
    [[{}], [0, total, 0]],
    [[{ onFault: false }], [0, total, 0]],
    [[{ onFault: true }], [0, total, MLOCK_ONFAULT]],
    [[{ offset: page + 7 }], [page, total - page, 0]],
    [[{ offset: BigInt(page), size: 3n, onFault: true }], [page, 3, MLOCK_ONFAULT]],
    [[{ size: 10 }], [0, 10, 0]],
    [[{ size: 0 }], undefined],
    [[{ offset: total }], undefined],
  ])('lock(%o) asks for %o', (given, expected) => {
    const { array, fake } = mapped();
    expect(lock(array, ...given)).toBe(undefined);
    expect(asked(fake, 'lock')).toEqual(expected === undefined ? [] : [expected]);
  });

  it('unlock takes a range as all do', () => {
    const { array, fake } = mapped();
    array.mapping.unlock();
    array.mapping.unlock(page + 1, 1);
    array.mapping.unlock(5, 0);
    expect(asked(fake, 'unlock')).toEqual([
      [0, total],
      [page, 2],
    ]);
  });

  it('refuses options before anything is asked', () => {
    const { array, fake } = mapped();
    for (const value of notBooleans) {
      expect(refusal(() => lock(array, { onFault: value }))).toBe(NOT_THE_KIND);
    }
    for (const value of [null, 1, 'x', true]) expect(refusal(() => lock(array, value))).toBe(NOT_THE_KIND);
    expect(refusal(() => lock(array, { onfault: true }))).toBe(NOT_THE_VALUE);
    for (const [count, expected] of notCounts) {
      expect(refusal(() => lock(array, { offset: count }))).toBe(expected);
      expect(refusal(() => lock(array, { size: count }))).toBe(expected);
      expect(refusal(() => Reflect.apply(array.mapping.unlock, array.mapping, [0, count]))).toBe(expected);
    }
    for (const [[offset, size], message] of illegal) {
      expect(thrownBy(() => lock(array, { offset, size })).message).toBe(message);
      expect(thrownBy(() => array.mapping.unlock(offset, size)).message).toBe(message);
    }
    expect([asked(fake, 'lock'), asked(fake, 'unlock')]).toEqual([[], []]);
  });

  it('is undone where it failed half-way, but for what was locked before', () => {
    const { array, fake } = mapped();
    array.mapping.lock({ offset: page, size: page });
    fake.failNext('lock', ENOMEM);
    const error = thrownBy(() => array.mapping.lock());
    expect(error).toMatchObject({ code: 'ENOMEM', syscall: 'mlock', info: { byteLength: total, flags: 0 } });
    expect(error.message).toMatch(/RLIMIT_MEMLOCK is (unlimited|\d+) bytes.* \d+ are locked now/);
    expect(asked(fake, 'unlock')).toEqual([
      [0, page],
      [2 * page, total - 2 * page],
    ]);
    array.mapping.unlock(page, page);
    fake.failNext('lock', EAGAIN);
    expect(refusal(() => array.mapping.lock({ size: 2 * page }))).toBe('SystemError EAGAIN');
    expect(asked(fake, 'unlock').slice(3)).toEqual([[0, 2 * page]]);
  });

  it('ends no lock of MAP_LOCKED, nor of lockAll, until unlockAll', () => {
    const { mmap, mapAnonymous, lockAll, unlockAll, fake } = fakeApi({ pageSize: page });
    onTestFinished(unlockAll);
    const ends = (array: ReturnType<typeof mmap>) => {
      const before = asked(fake, 'unlock').length;
      fake.failNext('lock', ENOMEM);
      expect(refusal(() => array.mapping.lock())).toBe('SystemError ENOMEM');
      return asked(fake, 'unlock').length > before;
    };
    const locked = mmap(uint8, page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED);
    const other = mapAnonymous(uint8, page);
    expect([ends(locked), ends(other)]).toEqual([false, true]);
    lockAll();
    expect(ends(other)).toBe(false);
    unlockAll();
    expect([ends(locked), ends(other)]).toEqual([true, true]);
  });

  it('says that a limit of 0 is one, that a flag is unknown, and that there is no such call', () => {
    const { array, fake } = mapped();
    fake.failNext('lock', EPERM);
    expect(thrownBy(() => array.mapping.lock()).message).toMatch(
      /^EPERM: .*, mlock '.*': the process may lock nothing: RLIMIT_MEMLOCK is/,
    );
    fake.failNext('lock', EINVAL);
    expect(refusal(() => array.mapping.lock({ onFault: true }))).toBe('SystemError EINVAL');
    fake.failNext('lock', ENOSYS);
    expect(refusal(() => array.mapping.lock({ onFault: true }))).toBe('Error ERR_UNSUPPORTED');
    fake.failNext('unlock', ENOMEM);
    expect(thrownBy(() => array.mapping.unlock())).toMatchObject({ code: 'ENOMEM', syscall: 'munlock' });
  });

  it('is no more after unmapping, and nothing for an empty file', () => {
    const { array, fake } = mapped();
    munmap(array);
    expect(refusal(() => array.mapping.lock())).toBe(UNMAPPED);
    expect(refusal(() => array.mapping.unlock(0, 0))).toBe(UNMAPPED);
    expect([asked(fake, 'lock'), asked(fake, 'unlock')]).toEqual([[], []]);
    const { mapping } = fakeApi().mapFile(fileOf(new Uint8Array()), { lock: true });
    mapping.lock();
    mapping.unlock();
  });
});

describe('the option lock', () => {
  it('locks what is mapped, and takes booleans alone', () => {
    const { mapAnonymous, mapFile, fake } = fakeApi({ pageSize: page });
    mapAnonymous(uint8, 100, { lock: true });
    mapFile(fileOf(pattern(300)), { lock: true, byteOffset: 10 });
    mapAnonymous(uint8, 100, { lock: false });
    expect(asked(fake, 'lock')).toEqual([
      [0, 100, 0],
      [0, 300, 0],
    ]);
    for (const lock of notBooleans) {
      expect(refusal(() => Reflect.apply(mapAnonymous, undefined, [uint8, 1, { lock }]))).toBe(NOT_THE_KIND);
      expect(refusal(() => Reflect.apply(mapFile, undefined, ['nowhere', { lock }]))).toBe(NOT_THE_KIND);
    }
  });

  it('leaves no mapping where it fails, and no file that was created', () => {
    const { mapAnonymous, mapFile, fake } = fakeApi();
    fake.failNext('lock', ENOMEM);
    expect(refusal(() => mapAnonymous(uint8, 100, { lock: true }))).toBe('SystemError ENOMEM');
    fake.failNext('lock', EPERM);
    expect(refusal(() => mapFile(fileOf(pattern(10)), { lock: true }))).toBe('SystemError EPERM');
    expect(fake.liveRegions()).toBe(0);
  });
});

describe('lockAll and unlockAll', () => {
  it.each<[unknown[], number]>([
    [[], MCL_CURRENT | MCL_FUTURE],
    [[{}], MCL_CURRENT | MCL_FUTURE],
    [[{ future: false }], MCL_CURRENT],
    [[{ current: false }], MCL_FUTURE],
    [[{ onFault: true }], MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT],
    [[{ current: true, future: false, onFault: false }], MCL_CURRENT],
  ])('lockAll(%o) asks for %i', (given, flags) => {
    const { lockAll, unlockAll, fake } = fakeApi();
    Reflect.apply(lockAll, undefined, given);
    unlockAll();
    expect(fake.calls.map((call) => [call.operation, call.arguments])).toEqual([
      ['lockAll', [flags]],
      ['unlockAll', []],
    ]);
  });

  it('refuses options before anything is asked', () => {
    const { lockAll, fake } = fakeApi();
    const refused = (options: unknown) => refusal(() => Reflect.apply(lockAll, undefined, [options]));
    for (const value of notBooleans) {
      expect([{ current: value }, { future: value }, { onFault: value }].map(refused)).toEqual(
        Array(3).fill(NOT_THE_KIND),
      );
    }
    expect(refused({ current: false, future: false })).toBe(NOT_THE_VALUE);
    expect(refused({ now: true })).toBe(NOT_THE_VALUE);
    expect(refused(null)).toBe(NOT_THE_KIND);
    expect(fake.calls).toEqual([]);
  });

  it('throws what the system says, with the limit and what counts', () => {
    const { lockAll, unlockAll, fake } = fakeApi();
    fake.failNext('lockAll', ENOMEM);
    const error = thrownBy(() => lockAll());
    expect(error).toMatchObject({ code: 'ENOMEM', syscall: 'mlockall' });
    expect(error.message).toMatch(
      /RLIMIT_MEMLOCK is (unlimited|\d+) bytes, and all that is mapped counts, \d+ bytes/,
    );
    fake.failNext('unlockAll', EPERM);
    expect(thrownBy(() => unlockAll())).toMatchObject({ code: 'EPERM', syscall: 'munlockall' });
    fake.failNext('lockAll', ENOSYS);
    expect(refusal(() => lockAll())).toBe('Error ERR_UNSUPPORTED');
  });
});
