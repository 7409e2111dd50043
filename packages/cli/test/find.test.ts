import { writeFileSync } from 'node:fs';
import { CArray, ctype, float64, int16be, uint8 } from 'carray';
import { beforeAll, describe, expect, test } from 'vitest';
import { hexPattern, textPattern } from '../src/find/pattern.js';
import { elementPlaces, patternPlaces } from '../src/find/search.js';
import { storesOf } from '../src/values/stores.js';
import { backends, bin, carray, expectRefusal, run, temporaryDirectory } from './support/cli.js';
import { sparseFile } from './support/files.js';
import { documentOf } from './support/schema.js';
import { shortenedWhile } from './support/shortened.js';

const file = temporaryDirectory();
const MIB = 2 ** 20;

describe('a pattern', () => {
  const placesIn = (bytes: Uint8Array, pattern: ReturnType<typeof hexPattern>) => [
    ...patternPlaces(CArray.view(uint8, bytes), pattern),
  ];

  /** The plainest search there is. */
  function naive(bytes: Uint8Array, pattern: readonly (number | undefined)[]): number[] {
    const places = Array.from({ length: Math.max(0, bytes.length - pattern.length + 1) }, (_, at) => at);
    return places.filter((at) =>
      pattern.every((byte, index) => byte === undefined || byte === bytes[at + index]),
    );
  }

  test.each([
    '00',
    '0000',
    '01 ?? 00',
    '?? 01',
    '00 ??',
    '?? 00 01 ?? ?? 01',
    '02',
    '000100',
    '01 ?? ?? 00 01',
  ])('%s is found wherever it lies', (text) => {
    const bytes = Uint8Array.from({ length: 3000 }, (_, index) => ((index * 7919) >> 4) & 1);
    const pattern = hexPattern(text);
    expect(placesIn(bytes, pattern)).toEqual(naive(bytes, pattern.bytes));
  });

  test('across the borders of blocks, once, and at the very end', () => {
    const bytes = new Uint8Array(3 * MIB);
    for (const at of [MIB - 5, 2 * MIB - 5, 3 * MIB - 5]) bytes.set(Buffer.from('hello'), at);
    expect(placesIn(bytes, textPattern('hello'))).toEqual([MIB - 5, 2 * MIB - 5, 3 * MIB - 5]);
    for (const shift of [0, 1, 2, 3, 4]) {
      const shifted = new Uint8Array(2 * MIB);
      shifted.set(Buffer.from('hello'), MIB - shift);
      expect(placesIn(shifted, textPattern('hello'))).toEqual([MIB - shift]);
      expect(placesIn(shifted, hexPattern('68 ?? ?? 6c 6f'))).toEqual([MIB - shift]);
    }
  });

  test.each(['', '0', 'xx', '??', '?? ??', '1 2', '0x00'])('%j is none', (text) => {
    expect(() => hexPattern(text)).toThrow(/--hex/);
  });
});

describe('a value', () => {
  test('NaN is any NaN, zero is minus zero', () => {
    const array = CArray.of(float64, 0, Number.NaN, -0, 1, Number.NaN);
    expect([...elementPlaces(array, storesOf('NaN', float64))]).toEqual([1, 4]);
    expect([...elementPlaces(array, storesOf('0', float64))]).toEqual([0, 2]);
  });

  test('in each block', () => {
    const array = CArray.alloc(int16be, 2 * MIB);
    const places = [0, MIB / 2 - 1, MIB / 2, 2 * MIB - 1];
    for (const at of places) array.set(at, -2);
    expect([...elementPlaces(array, storesOf('-2', int16be))]).toEqual(places);
  });

  test('structs by some of their fields', () => {
    const type = ctype('struct { int id; double x; char name[4]; }');
    const array = CArray.from(
      type,
      Array.from({ length: 30 }, (_, id) => ({ id: id % 3, x: id % 2 ? Number.NaN : 1, name: `n${id % 5}` })),
    );
    const places = (text: string) => [...elementPlaces(array, storesOf(text, type))];
    expect(places('{"id": 1, "x": NaN, "name": "n2"}')).toEqual([7]);
    expect(places('{"name": "n4", "id": 2}')).toEqual([14, 29]);
    expect(places('{"id": 3}')).toEqual([]);
  });
});

describe.each(backends)('carray find, %s', (backend) => {
  const find = (...args: string[]) => carray(['find', '--backend', backend, ...args]);

  beforeAll(() => {
    writeFileSync(file('numbers'), Float32Array.of(0.1, 2, 0.1, Number.NaN));
    writeFileSync(file('text'), 'aaabaa größe aaa');
  });

  test('prints offset and index of elements', async () => {
    expect(await find(file('numbers'), '0.1', '-t', 'float32')).toEqual({
      status: 0,
      stdout: '0x00000000  0\n0x00000008  2\n',
      stderr: '',
    });
    const from = await find(file('numbers'), '0.1', '-t', 'float32', '-o', '4');
    expect(from.stdout).toBe('0x00000008  1\n');
  });

  test('patterns at every byte, overlapping', async () => {
    expect(
      (await find(file('text'), '--text', 'aa')).stdout.split('\n').map((line) => Number(line.split(' ')[0])),
    ).toEqual([0, 1, 4, 15, 16, 0]);
    expect((await find(file('text'), '--text', 'größe')).stdout).toBe('0x00000007  7\n');
    expect((await find(file('text'), '--hex', '61??61', '-m', '1', '-t', 'uint16')).stdout).toBe(
      '0x00000000  0\n',
    );
    expect((await find(file('text'), '--text', 'aa', '--count')).stdout).toBe('5\n');
    expect((await find(file('text'), '--text', 'aa', '-r', '1..17', '--count')).stdout).toBe('3\n');
  });

  test('JSON', async () => {
    const all = await find(file('text'), '--text', 'aa', '--json', '-m', '2');
    expect(documentOf('find', all.stdout)).toMatchObject({
      matches: [
        { offset: 0, index: 0 },
        { offset: 1, index: 1 },
      ],
      count: 2,
    });
    const none = await find(file('text'), '--text', 'zz', '--json');
    expect(none).toMatchObject({ status: 0, stderr: '' });
    expect(documentOf('find', none.stdout)).toMatchObject({ matches: [], count: 0 });
    const count = await find(file('text'), '--text', 'aa', '--json', '--count');
    expect(documentOf('find', count.stdout)).toEqual({ file: file('text'), type: 'uint8', count: 5 });
  });

  test('no match is told, and no failure', async () => {
    expect(await find(file('text'), '--text', 'zz')).toEqual({
      status: 0,
      stdout: '',
      stderr: `carray: ${file('text')}: no match\n`,
    });
    writeFileSync(file('empty'), '');
    expect((await find(file('empty'), '0')).status).toBe(0);
  });

  test('past 4 GiB', async () => {
    const far = 5 * 2 ** 30;
    sparseFile(file('sparse'), far + 3, 'hello');
    expect((await find(file('sparse'), '--text', 'hello', '-o', '5G')).stdout).toBe('0x140000003  3\n');
    expect((await find(file('sparse'), '111', '-r', '5G..')).stdout).toBe('0x140000007  7\n');
  });

  test('| head -1 ends quietly', async () => {
    writeFileSync(file('zeros'), Buffer.alloc(2_000_000));
    const line = `${process.execPath} ${bin} find ${file('zeros')} 0 --backend ${backend}`;
    const result = await run('/bin/sh', ['-c', `{ ${line}; echo "status $?" >&2; } | /usr/bin/head -1`]);
    expect(result).toEqual({ status: 0, stdout: '0x00000000  0\n', stderr: 'status 0\n' });
  });

  test('a file that is made shorter meanwhile is told in one line', async () => {
    const { status, signal, stderr } = await shortenedWhile(file('long'), [
      'find',
      '--backend',
      backend,
      file('long'),
      '1',
    ]);
    expect({ status, signal }).toEqual({ status: 1, signal: null });
    expect(stderr).toMatch(/^carray: .*made shorter.*\n$/);
  });
});

describe('carray find refuses what is wrong', () => {
  const find = (...args: string[]) => carray(['find', ...args]);
  beforeAll(() => writeFileSync(file('text'), 'aaabaa größe aaa'));

  test.each([
    [[], /One of a value, --hex and --text is needed/],
    [['1', '--hex', '00'], /One of a value/],
    [['--hex', '0'], /pairs of hexadecimal digits/],
    [['256'], /from 0 to 255/],
    [['1', '-m', '0'], /integer from 1/],
  ])('%j is wrong usage', async (args, message) => {
    expectRefusal(await find(file('text'), ...args), 2, message);
  });
});
