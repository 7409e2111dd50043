import { describe, expect, it } from 'vitest';
import {
  MAP_ANON,
  MAP_ANONYMOUS,
  MAP_PRIVATE,
  MAP_SHARED,
  MAP_SHARED_VALIDATE,
  PROT_NONE,
  PROT_READ,
  PROT_WRITE,
  uint8,
  uint32,
} from '../src/index.js';
import { asked, fakeApi } from './support/api.js';
import { NOT_THE_KIND, NOT_THE_VALUE, OUT_OF_RANGE, refusal, thrownBy } from './support/errors.js';
import { fileOf, openDescriptors } from './support/files.js';
import { notCounts, notFlags, notTypes, type Refused } from './support/values.js';

type Argument = 'addr' | 'length' | 'type' | 'prot' | 'flags' | 'source' | 'offset';
const right = {
  type: uint8 as unknown,
  length: 64 as unknown,
  prot: PROT_READ as unknown,
  flags: (MAP_PRIVATE | MAP_ANONYMOUS) as unknown,
  source: undefined as unknown,
  offset: 0 as unknown,
  addr: 0 as unknown,
};

/** `mmap` with some arguments replaced by others of any kind. */
function mmapWith(api: ReturnType<typeof fakeApi>, given: Partial<typeof right>) {
  const { type, length, prot, flags, source, offset, addr } = { ...right, ...given };
  return Reflect.apply(api.mmap, undefined, [type, length, prot, flags, source, offset, addr]);
}

describe.each<[Argument, readonly Refused[]]>([
  ['addr', notCounts],
  ['length', [...notCounts, [undefined, NOT_THE_KIND]]],
  ['type', notTypes.map((type) => [type, NOT_THE_KIND] as const)],
  ['prot', notFlags],
  ['flags', [...notFlags, [MAP_SHARED | MAP_PRIVATE | MAP_ANONYMOUS, NOT_THE_VALUE]]],
  ['offset', notCounts],
])('%s', (argument, wrong) => {
  it('refuses every wrong value before the backend is asked, and names the argument', () => {
    const api = fakeApi();
    for (const [value, expected] of wrong) {
      const action = () => mmapWith(api, { [argument]: value });
      expect(refusal(action), `${argument} ${String(value)}`).toBe(expected);
      expect(thrownBy(action).message).toContain(`"${argument}"`);
    }
    expect(api.fake.calls).toEqual([]);
  });
});

describe('a sample of messages', () => {
  it.each<[Argument, unknown, string]>([
    [
      'length',
      -1,
      'The value of "length" is out of range. It must be an integer from 0 to 9007199254740991. Received -1',
    ],
    ['prot', '1', 'The "prot" argument must be of type number. Received type string (\'1\')'],
    [
      'type',
      Uint8Array,
      'The "type" argument must be an element type such as uint8. Received function Uint8Array',
    ],
    [
      'flags',
      MAP_SHARED | MAP_PRIVATE,
      'The argument "flags" must have one of MAP_SHARED and MAP_PRIVATE, not both. Received type number (3)',
    ],
  ])('%s', (argument, value, message) => {
    expect(thrownBy(() => mmapWith(fakeApi(), { [argument]: value })).message).toBe(message);
  });
});

describe('the order of checks', () => {
  it('is addr, length, type, prot, flags, source, offset; then the backend', () => {
    const api = fakeApi();
    const given: Partial<typeof right> = {
      addr: 'x',
      length: 'x',
      type: 'x',
      prot: 'x',
      flags: 'x',
      source: {},
      offset: 'x',
    };
    const order: Argument[] = ['addr', 'length', 'type', 'prot', 'flags', 'source', 'offset'];
    for (const argument of order) {
      expect(thrownBy(() => mmapWith(api, given)).message).toContain(`"${argument}"`);
      delete given[argument];
    }
    expect(api.fake.calls).toEqual([]);
    expect(mmapWith(api, given).length).toBe(64);
  });

  it('opens nothing before the offset is checked', () => {
    const missing = '/nowhere/at/all';
    const wrong = { flags: MAP_PRIVATE, source: missing, offset: -1 };
    expect(refusal(() => mmapWith(fakeApi(), wrong))).toBe(OUT_OF_RANGE);
    expect(refusal(() => mmapWith(fakeApi(), { ...wrong, offset: 0 }))).toBe('SystemError ENOENT');
  });
});

describe('MAP_ANONYMOUS with a source', () => {
  it('is refused, whatever the source, and nothing is opened', () => {
    const path = fileOf(new Uint8Array(10));
    const api = fakeApi();
    const before = openDescriptors();
    for (const source of [path, Buffer.from(path), 0, -1, { fd: 0 }, '/nowhere/at/all']) {
      expect(refusal(() => mmapWith(api, { source }))).toBe(NOT_THE_VALUE);
      expect(refusal(() => mmapWith(api, { source, flags: MAP_SHARED | MAP_ANON }))).toBe(NOT_THE_VALUE);
    }
    expect([api.fake.calls, openDescriptors()]).toEqual([[], before]);
    expect(mmapWith(api, { source: null }).length).toBe(64);
  });
});

describe('what the kernel decides', () => {
  it.each([
    ['length 0', { length: 0 }, 'EINVAL: invalid argument, mmap: length must be at least 1 byte'],
    [
      'neither shared nor private',
      { flags: MAP_ANONYMOUS },
      'EINVAL: invalid argument, mmap: flags need exactly one of MAP_SHARED and MAP_PRIVATE',
    ],
    [
      'no source and not anonymous',
      { flags: MAP_PRIVATE },
      'EBADF: bad file descriptor, mmap: without a source the flags need MAP_ANONYMOUS',
    ],
  ])('%s', (_what, given, message) => {
    const { fake, ...api } = fakeApi();
    expect(thrownBy(() => mmapWith({ fake, ...api }, given)).message).toBe(message);
    expect(asked(fake, 'map')).toHaveLength(1);
  });

  it('gets the numbers as they are, bigints and all', () => {
    const api = fakeApi({ pageSize: 16_384 });
    const array = mmapWith(api, {
      length: 1001n,
      type: uint32,
      prot: PROT_READ | PROT_WRITE,
      addr: 1n << 40n,
    });
    expect(asked(api.fake, 'map')).toEqual([
      [2 ** 40, 1001, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0],
    ]);
    expect([array.length, array.byteLength, array.mapping.byteLength]).toEqual([250, 1000, 1001]);
  });

  it('takes fewer bytes than an element: an array of none', () => {
    const array = mmapWith(fakeApi(), { length: 3, type: uint32 });
    expect([array.length, array.mapping.byteLength]).toEqual([0, 3]);
  });

  it('takes PROT_NONE, and MAP_SHARED_VALIDATE only as a shared and private pair', () => {
    expect(mmapWith(fakeApi(), { prot: PROT_NONE }).mapping.access).toBe('none');
    const validate = { flags: MAP_SHARED_VALIDATE | MAP_ANONYMOUS };
    if (MAP_SHARED_VALIDATE !== 0) expect(refusal(() => mmapWith(fakeApi(), validate))).toBe(NOT_THE_VALUE);
  });
});
