import { closeSync, openSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type FileAccess,
  float64,
  MAP_PRIVATE,
  MAP_SHARED,
  munmap,
  PROT_READ,
  PROT_WRITE,
} from '../src/index.js';
import { asked, fakeApi, isChecked } from './support/api.js';
import { NOT_THE_KIND, NOT_THE_VALUE, OUT_OF_RANGE, READ_ONLY, refusal, thrownBy } from './support/errors.js';
import { fileOf, pattern } from './support/files.js';

describe('access', () => {
  const before = pattern(100);
  const mapped = (access?: FileAccess) => {
    const path = fileOf(before);
    const api = fakeApi();
    return { path, array: api.mapFile(path, access === undefined ? {} : { access }), fake: api.fake };
  };

  it('read, the default: stores are refused, a stray one in a raw view stays here', () => {
    const { path, array, fake } = mapped();
    expect([array.writable, array.mapping?.access, isChecked(array)]).toEqual([false, 'read', false]);
    for (const store of [() => array.set(0, 9), () => array.setAt(-1, 9), () => array.fill(9)])
      expect(refusal(store)).toBe(READ_ONLY);
    expect(thrownBy(() => array.set(3, 9)).message).toBe(
      "Cannot store into bytes 3 to 3 of the mapping: they are read-only, as they were mapped; access: 'read-write' (of mmap: PROT_WRITE) permits it",
    );
    expect(asked(fake, 'protect')).toEqual([]);
    array.bytes[0] = 99;
    array.dataView.setUint8(1, 98);
    expect([array.get(0), array.get(1), array.writable]).toEqual([99, 98, false]);
    expect(asked(fake, 'protect')).toEqual([[0, 100, PROT_READ | PROT_WRITE]]);
    expect(refusal(() => array.set(0, 1))).toBe(READ_ONLY);
    munmap(array);
    expect(readFileSync(path)).toEqual(Buffer.from(before));
  });

  it('read: a raw view is refused where the pages cannot be made writable, and works later', () => {
    const { array, fake } = mapped('read');
    fake.failNext('protect', 12);
    expect(refusal(() => array.bytes)).toBe('SystemError ENOMEM');
    expect(array.bytes.length).toBe(100);
  });

  it('read-write: stores are in the file once it is unmapped', () => {
    const { path, array, fake } = mapped('read-write');
    array.set(0, 200);
    array.subarray(98).fill(201);
    expect([array.writable, array.get(99), asked(fake, 'map')[0]?.slice(2, 4)]).toEqual([
      true,
      201,
      [PROT_READ | PROT_WRITE, MAP_SHARED],
    ]);
    munmap(array);
    expect([...readFileSync(path)]).toEqual([200, ...before.subarray(1, 98), 201, 201]);
  });

  it('copy-on-write: stores are here alone', () => {
    const { path, array, fake } = mapped('copy-on-write');
    array.fill(7);
    expect([array.get(50), array.writable, array.mapping?.access]).toEqual([7, true, 'copy-on-write']);
    expect(asked(fake, 'map')[0]?.slice(2, 4)).toEqual([PROT_READ | PROT_WRITE, MAP_PRIVATE]);
    munmap(array);
    expect(readFileSync(path)).toEqual(Buffer.from(before));
  });

  it('read-write needs a descriptor open for it, copy-on-write does not', () => {
    const { mapFile } = fakeApi();
    const fd = openSync(fileOf(before), 'r');
    expect(refusal(() => mapFile(fd, { access: 'read-write' }))).toBe('SystemError EACCES');
    const array = mapFile(fd, { access: 'copy-on-write' });
    closeSync(fd);
    array.set(0, 5);
    expect(array.get(0)).toBe(5);
  });
});

describe('options', () => {
  const path = fileOf(pattern(10));
  it.each<[unknown, string, string]>([
    [null, NOT_THE_KIND, 'options'],
    ['read', NOT_THE_KIND, 'options'],
    [{ acess: 'read' }, NOT_THE_VALUE, 'acess'],
    [{ access: 'write' }, NOT_THE_VALUE, 'options.access'],
    [{ access: ['read'] }, NOT_THE_VALUE, 'options.access'],
    [{ access: null }, NOT_THE_VALUE, 'options.access'],
    [{ type: 'uint8' }, NOT_THE_KIND, 'options.type'],
    [{ type: null }, NOT_THE_KIND, 'options.type'],
    [{ byteOffset: -1 }, OUT_OF_RANGE, 'options.byteOffset'],
    [{ byteOffset: '0' }, NOT_THE_KIND, 'options.byteOffset'],
    [{ byteOffset: null }, NOT_THE_KIND, 'options.byteOffset'],
    [{ length: 0.5 }, OUT_OF_RANGE, 'options.length'],
    [{ length: 2n ** 64n }, OUT_OF_RANGE, 'options.length'],
    [{ length: null }, NOT_THE_KIND, 'options.length'],
    [{ type: float64, length: 2 ** 52 }, OUT_OF_RANGE, 'options.length'],
    [{ allowPastEnd: 1 }, NOT_THE_KIND, 'options.allowPastEnd'],
    [{ allowPastEnd: null }, NOT_THE_KIND, 'options.allowPastEnd'],
  ])('%o: %s that names %s', (options, expected, name) => {
    const { mapFile, fake } = fakeApi();
    const map = () => Reflect.apply(mapFile, undefined, [path, options]);
    expect(refusal(map)).toBe(expected);
    expect(thrownBy(map).message).toContain(name);
    expect(fake.calls).toEqual([]);
  });

  it('of undefined are as left out', () => {
    const options = {
      type: undefined,
      access: undefined,
      byteOffset: undefined,
      length: undefined,
      allowPastEnd: undefined,
    };
    expect(Reflect.apply(fakeApi().mapFile, undefined, [path, options]).length).toBe(10);
  });
});
