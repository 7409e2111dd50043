import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { mappings } from '../src/index.js';
import { parseAreas } from '../src/memory/areas.js';
import { NOT_THE_KIND, OUT_OF_RANGE, refusal, thrownBy } from './support/errors.js';

const one = (line: string) => parseAreas(`${line}\n`)[0];

describe('a line of /proc/PID/maps', () => {
  it('is an area, field by field', () => {
    const line = '7f0000001000-7f0000004000 r-xs 0000a000 fe:0b 123456                     /usr/lib/x.so';
    expect(one(line)).toEqual({
      ...{ start: 0x7f0000001000n, end: 0x7f0000004000n, byteLength: 0x3000 },
      ...{ read: true, write: false, execute: true, shared: true },
      ...{ offset: 0xa000n, device: 'fe:0b', inode: 123456n, path: '/usr/lib/x.so' },
    });
  });

  it.each([
    ['r--p', [true, false, false, false]],
    ['-w-s', [false, true, false, true]],
    ['--xp', [false, false, true, false]],
    ['---p', [false, false, false, false]],
    ['rwxs', [true, true, true, true]],
  ])('says what may be done with it: %s', (text, expected) => {
    const area = one(`1000-2000 ${text} 00000000 00:00 0`);
    expect([area?.read, area?.write, area?.execute, area?.shared]).toEqual(expected);
  });

  it.each([
    [' ', undefined],
    ['', undefined],
    ['                          [heap]', '[heap]'],
    ['                          [anon:two words]', '[anon:two words]'],
    ['                          /memfd:a b (deleted)', '/memfd:a b (deleted)'],
    ['                          /dev/shm/gone (deleted)', '/dev/shm/gone (deleted)'],
    ['                          /two\\012lines', '/two\\012lines'],
    ['                          /ends in blanks  ', '/ends in blanks  '],
    ['                          /odd\r\u2028\u2029\t\v\f\u0085signs', '/odd\r\u2028\u2029\t\v\f\u0085signs'],
    ['                          /1000-2000 r--p 00000000 00:00 0', '/1000-2000 r--p 00000000 00:00 0'],
    ['                          anon_inode:[io_uring]', 'anon_inode:[io_uring]'],
    ['                          /größe/日本', '/größe/日本'],
  ])('has what is behind the inode for its path: %j', (rest, expected) => {
    const area = one(`1000-2000 r--p 00000000 00:00 0${rest}`);
    expect(area?.path).toBe(expected);
    expect(area !== undefined && 'path' in area).toBe(expected !== undefined);
  });

  it('loses no digit of numbers past 2 ** 53', () => {
    const area = one('ffffffffff600000-ffffffffff601000 --xp fffffffffffff000 00:00 18446744073709551615');
    expect(area).toMatchObject({ start: 0xffffffffff600000n, byteLength: 0x1000 });
    expect(area).toMatchObject({ offset: 0xfffffffffffff000n, inode: 18446744073709551615n });
  });

  it.each([
    '',
    'Rss:                 120 kB',
    'VmFlags: rd ex mr mw me',
    '1000-2000',
    'xyz',
    '1000-2000 r--q 0 0:0 0',
  ])('is nothing else: %j', (line) => {
    expect(parseAreas(line)).toEqual([]);
  });
});

describe('mappings', () => {
  it('is this process, in order and without overlaps', () => {
    const areas = mappings();
    expect(areas.length).toBeGreaterThan(10);
    expect(areas.some(({ path }) => path === process.execPath)).toBe(true);
    for (const [index, { start, end, byteLength }] of areas.entries()) {
      expect(end - start).toBe(BigInt(byteLength));
      expect(start >= (areas[index - 1]?.end ?? 0n)).toBe(true);
    }
    expect(mappings(undefined).length).toBeGreaterThan(10);
    expect(mappings(process.pid).some(({ path }) => path === process.execPath)).toBe(true);
  });

  it('is another process, as long as it lives', async () => {
    const child = spawn('/bin/sleep', ['1000']);
    const { pid = 0 } = child;
    expect(mappings(pid).some(({ path }) => path === '[stack]')).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const error = thrownBy(() => mappings(pid));
    expect(error).toMatchObject({ code: 'ENOENT', syscall: 'open', path: `/proc/${pid}/maps` });
    expect(error.constructor.name).toBe('SystemError');
  });

  it.each([
    [0, OUT_OF_RANGE],
    [-1, OUT_OF_RANGE],
    [1.5, OUT_OF_RANGE],
    [Number.NaN, OUT_OF_RANGE],
    [2 ** 31, OUT_OF_RANGE],
    ['1', NOT_THE_KIND],
    ['self/../1', NOT_THE_KIND],
    [null, NOT_THE_KIND],
    [1n, NOT_THE_KIND],
    [{}, NOT_THE_KIND],
  ])('refuses %o as a process: %s', (pid, expected) => {
    expect(refusal(() => Reflect.apply(mappings, undefined, [pid]))).toBe(expected);
  });

  it('says that the largest process there can be is not there', () => {
    expect(refusal(() => mappings(2 ** 31 - 1))).toBe('SystemError ENOENT');
  });
});
