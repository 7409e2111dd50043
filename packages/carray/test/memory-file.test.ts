import { fchmodSync, fstatSync, ftruncateSync } from 'node:fs';
import { constants } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  configure,
  F_SEAL_SHRINK,
  F_SEAL_WRITE,
  MAP_PRIVATE,
  MAP_SHARED,
  PROT_READ,
  PROT_WRITE,
  type Seal,
  uint8,
  uint32,
  withBackend,
} from '../src/index.js';
import { asked, type FakeApi, fakeApi, wayOf } from './support/api.js';
import { NOT_THE_KIND, NOT_THE_VALUE, OUT_OF_RANGE, refusal, thrownBy } from './support/errors.js';
import { fileOf, openDescriptors } from './support/files.js';

const { EBADF, EBUSY, EINVAL, EMFILE, ENOMEM, ENOSPC, EPERM } = constants.errno;

/** The functions over a fake whose memory files have these seals already, and take more. */
function sealingApi(seals = 0): FakeApi & { readonly added: number[] } {
  const api = fakeApi();
  const added: number[] = [];
  Object.assign(api.fake, {
    seals: () => added.reduce((sum, each) => sum | each, seals),
    addSeals: (_fd: number, more: number) => {
      added.push(more);
      return 0;
    },
  });
  return { ...api, added };
}

describe('createMemoryFile checks its arguments, in order, before any call', () => {
  const { createMemoryFile, fake } = fakeApi();
  type Given = readonly [name: unknown, byteLength?: unknown, options?: unknown];

  it.each<[string, Given, string]>([
    ['no name', [undefined], NOT_THE_KIND],
    ['a NUL in the name', ['a\0b', 1], NOT_THE_VALUE],
    ['a name before all else', [5, -1, 7], NOT_THE_KIND],
    ['no length', ['x'], NOT_THE_KIND],
    ['a negative length', ['x', -1], OUT_OF_RANGE],
    ['a fraction as the length', ['x', 0.5], OUT_OF_RANGE],
    ['no object as options', ['x', 1, 'shrink'], NOT_THE_KIND],
    ['an unknown option', ['x', 1, { seal: [] }], NOT_THE_VALUE],
    ['one seal without an array', ['x', 1, { seals: 'shrink' }], NOT_THE_VALUE],
    ['an unknown seal', ['x', 1, { seals: ['shrink', 'shrunk'] }], NOT_THE_VALUE],
    ['a seal as a number', ['x', 1, { seals: [F_SEAL_SHRINK] }], NOT_THE_VALUE],
    ['a name of Object.prototype as a seal', ['x', 1, { seals: ['toString'] }], NOT_THE_VALUE],
    ['another size of pages', ['x', 1, { hugePages: '4KB' }], NOT_THE_VALUE],
    ['true as a size of pages', ['x', 1, { hugePages: true }], NOT_THE_VALUE],
  ])('%s', (_what, given, expected) => {
    expect(refusal(() => Reflect.apply(createMemoryFile, undefined, given))).toBe(expected);
    expect(fake.calls).toEqual([]);
  });
});

describe('a memory file', () => {
  it('has the bytes that were asked for, reserved, and is a source', () => {
    const { createMemoryFile, mapFile, fake } = fakeApi();
    const file = createMemoryFile('x', 10n);
    expect([file.byteLength, fstatSync(file.fd).size, asked(fake, 'allocate')]).toEqual([10, 10, [[0, 10]]]);
    const array = file.map(uint32);
    expect([array.length, array.writable, mapFile(file).length, file.map().length]).toEqual([
      2,
      true,
      10,
      10,
    ]);
    expect([file.close(), file.close(), file.fd]).toEqual([true, false, -1]);
  });

  it('of no bytes reserves none', () => {
    const { createMemoryFile, fake } = fakeApi();
    const file = createMemoryFile('', 0);
    expect([file.map().length, asked(fake, 'allocate')]).toEqual([0, []]);
    file.close();
  });

  it('maps for reading where it is sealed against writing, unless it is told otherwise', () => {
    const { createMemoryFile } = sealingApi(F_SEAL_WRITE);
    const file = createMemoryFile('x', 10);
    const accesses = [file.map(), file.map(uint8, { access: 'copy-on-write' })].map(
      (array) => array.mapping?.access,
    );
    expect(accesses).toEqual(['read', 'copy-on-write']);
    file.close();
  });

  it.each([
    ['null', null, NOT_THE_KIND],
    ['a type', { type: uint8 }, NOT_THE_VALUE],
    ['an unknown one', { size: 5 }, NOT_THE_VALUE],
    ['another access', { access: 'write' }, NOT_THE_VALUE],
    ['create', { create: true }, NOT_THE_VALUE],
  ])('map refuses as its options %s', (_, options, expected) => {
    const file = fakeApi().createMemoryFile('x', 10);
    expect(refusal(() => Reflect.apply(file.map, file, [uint8, options]))).toBe(expected);
    file.close();
  });

  it('tells that a mapping for writing is refused for its seals, and only then', () => {
    const sealed = sealingApi(F_SEAL_WRITE);
    const plain = sealingApi(0);
    const messages = [sealed, plain].map(({ createMemoryFile, fake }) => {
      const file = createMemoryFile('x', 10);
      fake.failNext('map', EPERM);
      const { message } = thrownBy(() => file.map(uint8, { access: 'read-write' }));
      file.close();
      return message.includes('the file is sealed against writing');
    });
    expect(messages).toEqual([true, false]);
  });
});

describe('seals', () => {
  it('are words in a fixed order, and one call', () => {
    const { createMemoryFile, added } = sealingApi();
    const file = createMemoryFile('x', 10, { seals: ['write', 'shrink', 'write'] });
    expect([file.seals, added]).toEqual([['shrink', 'write'], [F_SEAL_SHRINK | F_SEAL_WRITE]]);
    file.seal('seal');
    expect(file.seals).toEqual(['shrink', 'write', 'seal']);
    file.close();
  });

  it('a word that there is not changes nothing', () => {
    const { createMemoryFile, added } = sealingApi();
    const file = createMemoryFile('x', 10);
    expect(refusal(() => file.seal('shrink', 'stretch' as Seal))).toBe(NOT_THE_VALUE);
    expect([added, file.seals]).toEqual([[], []]);
    file.close();
  });

  it("'exec' takes the right to execute away first", () => {
    const { createMemoryFile } = sealingApi();
    const file = createMemoryFile('x', 10, { seals: ['exec'] });
    expect(fstatSync(file.fd).mode & 0o111).toBe(0);
    file.close();
  });

  it("'exec' that is refused leaves the right to execute as it was", () => {
    const { createMemoryFile, fake } = sealingApi();
    const file = createMemoryFile('x', 10);
    fchmodSync(file.fd, 0o750);
    Object.assign(fake, { addSeals: () => -EPERM });
    expect(thrownBy(() => file.seal('exec'))).toMatchObject({ code: 'EPERM' });
    expect(fstatSync(file.fd).mode & 0o777).toBe(0o750);
    file.close();
  });

  it.each([
    [EBUSY, 'EBUSY', "seal with 'future-write'"],
    [EPERM, 'EPERM', "it is sealed with 'seal'"],
    [EINVAL, 'EINVAL', 'this kernel does not know the seal'],
    [EBADF, 'EBADF', 'the memory file is closed'],
  ])('errno %i is %s, with the likely cause', (errno, code, text) => {
    const { createMemoryFile, fake } = fakeApi();
    const file = createMemoryFile('x', 10);
    fake.failNext('addSeals', errno);
    expect(thrownBy(() => file.seal('grow'))).toMatchObject({
      code,
      syscall: 'fcntl',
      info: { seals: 'grow' },
      message: expect.stringContaining(text),
    });
    file.close();
  });
});

describe('a failed createMemoryFile', () => {
  it.each([
    ['createMemoryFile', EMFILE, 'RLIMIT_NOFILE'],
    ['allocate', ENOSPC, 'there is not so much memory'],
    ['allocate', ENOMEM, 'there is not so much memory'],
    ['addSeals', EINVAL, 'does not know the seal'],
  ] as const)('of the backend, %s, closes it', (operation, errno, text) => {
    const { createMemoryFile, fake } = fakeApi();
    const before = openDescriptors();
    fake.failNext(operation, errno);
    const error = thrownBy(() => createMemoryFile('x', 10, { seals: ['shrink'] }));
    expect(error).toMatchObject({ errno: -errno, message: expect.stringContaining(text) });
    expect([openDescriptors(), fake.liveRegions()]).toEqual([before, 0]);
  });

  it('names the pool of huge pages, and the length is in whole ones', () => {
    const { createMemoryFile, fake } = sealingApi();
    Object.assign(fake, { createMemoryFile: () => fakeApi().fake.createMemoryFile('x', 0) });
    fake.failNext('allocate', ENOSPC);
    const error = thrownBy(() => createMemoryFile('x', 2 ** 30 + 1, { hugePages: '1GB' }));
    expect(error).toMatchObject({ code: 'ENOSPC', info: { offset: 0, length: 2 ** 31 } });
    expect(error.message).toContain(
      'vm.nr_hugepages, /sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages',
    );
  });
});

describe('canFault', () => {
  const page = 4096;

  it('is false for anonymous memory, true for files with a name, which are asked for no seals', () => {
    const { mapAnonymous, mapFile, fake } = fakeApi();
    const file = fileOf(new Uint8Array(10));
    const arrays = [mapAnonymous(uint8, 1), mapFile(file), mapFile(file, { access: 'read-write' })];
    expect(arrays.map((array) => array.mapping?.canFault)).toEqual([false, true, true]);
    expect(asked(fake, 'seals')).toEqual([]);
  });

  it('is false for the mapping of an empty file', () => {
    expect(fakeApi().mapFile(fileOf(new Uint8Array(0))).mapping?.canFault).toBe(false);
  });

  it.each([
    ['shrink', F_SEAL_SHRINK, false],
    ['write', F_SEAL_WRITE, true],
  ])("of a file with the seal '%s'", (_, seals, expected) => {
    const { createMemoryFile, fake } = sealingApi(seals);
    const file = createMemoryFile('x', page + 1);
    const array = file.map(uint32, { access: 'read-write' });
    expect(array.mapping?.canFault).toBe(expected);
    expect([array.memory.faultCount === undefined, asked(fake, 'guard').length]).toEqual([
      !expected,
      expected ? 1 : 0,
    ]);
    expect(array.fill(3).get(5)).toBe(3);
    expect(wayOf(array)).toBe('typed');
    file.close();
  });

  it('is true where the mapping goes past the last page of the file', () => {
    const { createMemoryFile, mmap } = sealingApi(F_SEAL_SHRINK);
    const file = createMemoryFile('x', page + 1);
    const faults = (length: number, flags = MAP_SHARED) =>
      mmap(uint8, length, PROT_READ | PROT_WRITE, flags, file).mapping?.canFault;
    expect([faults(2 * page), faults(2 * page, MAP_PRIVATE), faults(2 * page + 1)]).toEqual([
      false,
      false,
      true,
    ]);
    file.close();
  });

  it('asks for the length behind the seals: what was made shorter before is not promised', () => {
    const { createMemoryFile, fake } = sealingApi(0);
    const file = createMemoryFile('x', 3 * page);
    Object.assign(fake, {
      seals: (fd: number) => {
        ftruncateSync(fd, page); // somebody is faster, and seals then
        return F_SEAL_SHRINK;
      },
    });
    expect(file.map(uint8, { access: 'read-write', length: 2 * page }).mapping?.canFault).toBe(true);
    file.close();
  });

  it('without guards, where each access would be a copy: none is', () => {
    configure({ faultGuard: 'all' });
    onTestFinished(() => configure({ faultGuard: 'on' }));
    const ways = [F_SEAL_SHRINK, 0].map((seals) => {
      const { fake, added } = sealingApi(seals);
      const { createMemoryFile } = withBackend(
        Object.assign(fake, { supports: { ...fake.supports, guards: false } }),
      );
      const file = createMemoryFile('x', page);
      const array = file.map(uint32);
      file.close();
      return [wayOf(array), array.memory.copies, added];
    });
    expect(ways).toEqual([
      ['typed', false, []],
      ['checked', true, []],
    ]);
  });

  it('without a guard, protect("read") takes one: raw views can store then', () => {
    const { createMemoryFile, fake } = sealingApi(F_SEAL_SHRINK);
    const file = createMemoryFile('x', page);
    const array = file.map();
    expect(asked(fake, 'guard')).toEqual([]);
    array.mapping?.protect('read');
    expect(asked(fake, 'guard')).toHaveLength(1);
    file.close();
  });
});
