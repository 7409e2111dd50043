import { ftruncateSync } from 'node:fs';
import { constants } from 'node:os';
import { describe, expect, it, vi } from 'vitest';
import { type ElementType, type SharedMemoryOptions, uint8, uint32 } from '../src/index.js';
import { asked, fakeApi } from './support/api.js';
import { NOT_THE_KIND, NOT_THE_VALUE, OUT_OF_RANGE, READ_ONLY, refusal, thrownBy } from './support/errors.js';
import { openDescriptors } from './support/files.js';

const { EACCES, EEXIST, EINVAL, EMFILE, ENOMEM, ENOSPC, ENOTSUP } = constants.errno;

describe('openSharedMemory checks its arguments, in order, before any call', () => {
  const { openSharedMemory, unlinkSharedMemory, fake } = fakeApi();
  type Given = readonly [name: unknown, type?: unknown, length?: unknown, options?: unknown];
  const open = ([name, type = uint8, length = 1, options = { create: true }]: Given) =>
    Reflect.apply(openSharedMemory, undefined, [name, type, length, options]);

  it.each<[string, Given, string]>([
    ['no name', [undefined], NOT_THE_KIND],
    ['a Buffer as the name', [Buffer.from('x')], NOT_THE_KIND],
    ['an empty name', [''], NOT_THE_VALUE],
    ['a slash alone', ['/'], NOT_THE_VALUE],
    ['two slashes in front', ['//x'], NOT_THE_VALUE],
    ['a slash inside', ['a/b'], NOT_THE_VALUE],
    ['a slash at the end', ['a/'], NOT_THE_VALUE],
    ['a dot', ['.'], NOT_THE_VALUE],
    ['a slash and two dots', ['/..'], NOT_THE_VALUE],
    ['a NUL', ['a\0'], NOT_THE_VALUE],
    ['half a character', ['a\ud800'], NOT_THE_VALUE],
    ['a name before all else', ['', 5, -1, 7], NOT_THE_VALUE],
    ['no type', ['x', 5], NOT_THE_KIND],
    ['a type before the length', ['x', 5, -1, 7], NOT_THE_KIND],
    ['a negative length', ['x', uint8, -1], OUT_OF_RANGE],
    ['a fraction as the length', ['x', uint8, 1.5], OUT_OF_RANGE],
    ['more bytes than numbers can tell', ['x', uint32, 2 ** 52], OUT_OF_RANGE],
    ['a text as the length', ['x', uint8, '1'], NOT_THE_KIND],
    ['no object as options', ['x', uint8, 1, 7], NOT_THE_KIND],
    ['an unknown option', ['x', uint8, 1, { crate: true }], NOT_THE_VALUE],
    ['create as a number', ['x', uint8, 1, { create: 1 }], NOT_THE_KIND],
    ['exclusive as a text', ['x', uint8, 1, { create: true, exclusive: 'yes' }], NOT_THE_KIND],
    ['readOnly as null', ['x', uint8, 1, { readOnly: null }], NOT_THE_KIND],
    ['a mode as a text', ['x', uint8, 1, { create: true, mode: '600' }], NOT_THE_KIND],
    [
      'a mode with more than the nine bits of access',
      ['x', uint8, 1, { create: true, mode: 0o1000 }],
      OUT_OF_RANGE,
    ],
    ['a negative mode', ['x', uint8, 1, { create: true, mode: -1 }], OUT_OF_RANGE],
    ['exclusive without create', ['x', uint8, 1, { exclusive: true }], NOT_THE_VALUE],
    ['readOnly with create', ['x', uint8, 1, { create: true, readOnly: true }], NOT_THE_VALUE],
  ])('%s', (_what, given, expected) => {
    expect(refusal(() => open(given))).toBe(expected);
    if (given.length === 1)
      expect(refusal(() => Reflect.apply(unlinkSharedMemory, undefined, given))).toBe(expected);
    expect(fake.calls).toEqual([]);
  });

  it('create without a length', () => {
    expect(refusal(() => openSharedMemory('x', uint8, undefined, { create: true }))).toBe(NOT_THE_VALUE);
    expect(fake.calls).toEqual([]);
  });
});

describe('openSharedMemory', () => {
  const opened = (options: SharedMemoryOptions, length?: number) => {
    const api = fakeApi();
    const made = api.openSharedMemory('x', uint8, 8, { create: true });
    const array = api.openSharedMemory('/x', uint32, length, options);
    return { ...api, made, array };
  };

  it.each([
    ['alone', {}],
    ['with create', { create: true }],
  ])('of what is there, %s: its elements, and nothing is reserved again', (_, options) => {
    const { array, fake } = opened(options, 2);
    expect([array.length, array.writable, array.mapping?.path]).toEqual([2, true, '/x']);
    expect(asked(fake, 'allocate')).toEqual([[0, 8]]);
  });

  it('readOnly refuses stores', () => {
    const { array } = opened({ readOnly: true });
    expect([array.length, refusal(() => array.set(0, 1))]).toEqual([2, READ_ONLY]);
  });

  it('reserves what it adds, and no more', () => {
    const { array, fake } = opened({ create: true }, 5);
    expect([array.length, asked(fake, 'allocate')]).toEqual([
      5,
      [
        [0, 8],
        [8, 12],
      ],
    ]);
  });

  it('opens what somebody else has made between two looks', () => {
    const { openSharedMemory, fake } = fakeApi();
    openSharedMemory('x', uint8, 8, { create: true }).set(0, 5);
    fake.failNext('openShared', constants.errno.ENOENT);
    fake.failNext('openShared', EEXIST);
    const array = openSharedMemory('x', uint8, 8, { create: true });
    expect(array.length).toBe(8);
  });

  it('makes it long enough where the system cannot reserve', () => {
    const { openSharedMemory, fake } = fakeApi();
    fake.failNext('allocate', ENOTSUP);
    expect(openSharedMemory('x', uint32, 3, { create: true }).toArray()).toEqual([0, 0, 0]);
  });

  it('cannot fault only as a promise of the system: nobody has sealed it', () => {
    expect(opened({}).array.mapping?.canFault).toBe(true);
  });
});

describe('a failed openSharedMemory', () => {
  const failures = [
    ['allocate', ENOSPC],
    ['map', ENOMEM],
    ['guard', ENOMEM],
    ['buffer', ENOMEM],
  ] as const;

  it.each(failures)(
    'of the backend, %s, takes the name away that it made, and closes',
    (operation, errno) => {
      const { openSharedMemory, unlinkSharedMemory, fake } = fakeApi();
      const before = openDescriptors();
      fake.failNext(operation, errno);
      expect(thrownBy(() => openSharedMemory('x', uint8, 8, { create: true }))).toMatchObject({
        errno: -errno,
      });
      expect([unlinkSharedMemory('x'), openDescriptors(), fake.liveRegions()]).toEqual([false, before, 0]);
    },
  );

  it.each(failures)('of the backend, %s, leaves what was there as long as it was', (operation, errno) => {
    const { openSharedMemory, fake } = fakeApi();
    openSharedMemory('x', uint8, 8, { create: true }).mapping?.unmap();
    const before = openDescriptors();
    fake.failNext(operation, errno);
    const open = () => openSharedMemory('x', uint8, 9, { create: true });
    expect(thrownBy(open)).toMatchObject({ errno: -errno });
    expect([openDescriptors(), fake.liveRegions(), openSharedMemory('x', uint8).length]).toEqual([
      before,
      0,
      8,
    ]);
  });

  it('leaves what somebody else has made longer meanwhile as it is', () => {
    const { openSharedMemory, fake } = fakeApi();
    openSharedMemory('x', uint8, 8, { create: true });
    vi.spyOn(fake, 'map').mockImplementationOnce((...[, , , , fd]) => {
      ftruncateSync(fd, 100);
      return -ENOMEM;
    });
    const error = thrownBy(() => openSharedMemory('x', uint8, 9, { create: true }));
    expect([error, openSharedMemory('x', uint8).length]).toMatchObject([{ code: 'ENOMEM' }, 100]);
  });

  it.each([
    [EACCES, 'EACCES', 'of another user'],
    [EINVAL, 'EINVAL', 'no shared memory'],
    [EMFILE, 'EMFILE', 'too many open files'],
  ])('errno %i is %s, with the likely cause', (errno, code, text) => {
    const { openSharedMemory, unlinkSharedMemory, fake } = fakeApi();
    fake.failNext('openShared', errno);
    const error = thrownBy(() => openSharedMemory('x', uint8, 8, { create: true }));
    expect(error).toMatchObject({
      code,
      syscall: 'shm_open',
      path: '/x',
      message: expect.stringContaining(text),
    });
    fake.failNext('unlinkShared', errno);
    expect(thrownBy(() => unlinkSharedMemory('x'))).toMatchObject({
      code,
      syscall: 'shm_unlink',
      path: '/x',
    });
  });

  it('past what there is tells the size', () => {
    const { openSharedMemory } = fakeApi();
    openSharedMemory('x', uint8, 8, { create: true });
    const open = (type: ElementType, length: number) => () => openSharedMemory('x', type, length);
    expect(refusal(open(uint32, 3))).toBe(OUT_OF_RANGE);
    expect(open(uint32, 3)).toThrow(
      "Cannot open 3 elements of '/x': they are 12 bytes, it has 8, and create is not set",
    );
    expect(open(uint32, 2)().length).toBe(2);
  });
});

it('what is mapped is closed', () => {
  const { openSharedMemory } = fakeApi();
  openSharedMemory('x', uint8, 8, { create: true });
  const before = openDescriptors();
  for (let round = 0; round < 3; round++) openSharedMemory('x', uint8, 8).mapping?.unmap();
  expect(openDescriptors()).toBe(before);
});
