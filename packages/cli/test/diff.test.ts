import { copyFileSync, writeFileSync } from 'node:fs';
import { CArray, uint8, uint16, uint32 } from 'carray';
import { beforeAll, describe, expect, test } from 'vitest';
import { differences, differingElements } from '../src/diff/compare.js';
import { backends, carray, temporaryDirectory } from './support/cli.js';
import { sparseFile } from './support/files.js';
import { documentOf } from './support/schema.js';
import { shortenedWhile } from './support/shortened.js';

const file = temporaryDirectory();

describe('elements that differ', () => {
  test.each([1, 2, 3, 8, 24, 20000])('of %i bytes', (size) => {
    const a = Buffer.from(Array.from({ length: 120000 }, (_, index) => (index * 31) % 251));
    const b = Buffer.from(a);
    const places = [0, 1, 7, 8, 9, 23, 16383, 16384, 16385, 16392, 40000, 119999];
    for (const at of places) b.writeUInt8((a.readUInt8(at) + 1) % 256, at);
    const expected = [...new Set(places.map((at) => Math.floor(at / size)))];
    expect([...differingElements(a, b, size)]).toEqual(expected);
    expect([...differingElements(a, a, size)]).toEqual([]);
  });

  test('all of them, and in each block', () => {
    const length = 2 ** 20;
    const a = CArray.alloc(uint16, length);
    const b = CArray.alloc(uint16, length + 5).fill(256);
    let count = 0;
    for (const { index } of differences(a, b)) if (index === count) count++;
    expect(count).toBe(length);
    b.fill(0).set(length - 1, 3);
    expect(Array.from(differences(a, b), (each) => [each.index, each.value('a'), each.value('b')])).toEqual([
      [length - 1, 0, 3],
    ]);
  });

  test('the bytes decide: minus zero is another element', () => {
    const [a, b] = [CArray.of(uint32, 0), CArray.of(uint32, 2 ** 31)];
    expect([...differences(a.cast(uint8), b.cast(uint8))]).toHaveLength(1);
  });
});

describe.each(backends)('carray diff, %s', (backend) => {
  const diff = (...args: string[]) => carray(['diff', '--backend', backend, ...args]);
  const [a, b] = [() => file('a'), () => file('b')];

  beforeAll(() => {
    writeFileSync(a(), Float64Array.of(1, 2, Number.NaN, 4, 5));
    writeFileSync(b(), Float64Array.of(1, -2, Number.NaN, 4.5, 5, 6));
    copyFileSync(a(), file('copy'));
    writeFileSync(file('text1'), 'abcdefgh123');
    writeFileSync(file('text2'), 'abcdefgh124');
    writeFileSync(file('empty'), '');
  });

  test('prints what differs, and the sizes', async () => {
    expect(await diff(a(), b(), '-t', 'float64')).toEqual({
      status: 0,
      stdout: `1  0x00000008  2  -2\n3  0x00000018  4  4.5\n2 of 5 elements of float64 differ\nthe sizes differ: ${a()} has 40 bytes, ${b()} 48\n`,
      stderr: '',
    });
    expect((await diff(a(), b(), '-t', 'float64', '-r', '24+8')).stdout).toBe(
      '0  0x00000018  4  4.5\n1 of 1 element of float64 differs\n',
    );
  });

  test('prints nothing where they are the same, and says so with -v', async () => {
    expect(await diff(a(), file('copy'), '--exit-code')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect((await diff(a(), file('copy'), '-v')).stdout).toBe('the same: 40 elements of uint8, 40 bytes\n');
    expect((await diff(file('empty'), file('empty'), '-v')).status).toBe(0);
  });

  test('--limit, --exit-code', async () => {
    const { status, stdout, stderr } = await diff(a(), b(), '-t', 'float64', '--limit', '1', '--exit-code');
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toMatch(/^1 .*\n2 of 5 elements of float64 differ, 1 of them not shown\nthe sizes/);
    expect((await diff(a(), file('empty'), '--exit-code')).status).toBe(1);
    writeFileSync(file('zeros'), Buffer.alloc(500));
    writeFileSync(file('ones'), Buffer.alloc(500, 1));
    expect((await diff(file('zeros'), file('ones'))).stdout.split('\n')).toHaveLength(102);
    expect((await diff(file('zeros'), file('ones'), '--limit', 'all')).stdout.split('\n')).toHaveLength(502);
  });

  test('bytes behind the last whole element count too', async () => {
    const { status, stdout } = await diff(file('text1'), file('text2'), '-t', 'uint64', '--exit-code');
    expect({ status, stdout }).toEqual({
      status: 1,
      stdout: '0 of 1 element of uint64 differ\nthe last 3 bytes, no whole element, differ\n',
    });
    writeFileSync(file('nine'), Buffer.alloc(9));
    writeFileSync(file('nine1'), Buffer.alloc(9).fill(1, 8));
    expect((await diff(file('nine'), file('nine1'), '-t', 'uint64')).stdout).toBe(
      '0 of 1 element of uint64 differ\nthe last byte, no whole element, differs\n',
    );
  });

  test('JSON', async () => {
    const { stdout } = await diff(a(), b(), '-t', 'float64', '--json', '--limit', '1');
    expect(documentOf('diff', stdout)).toMatchObject({
      differences: [{ index: 1, offset: 8, a: 2, b: -2 }],
      compared: 5,
      differing: 2,
      restDiffers: false,
      same: false,
    });
    expect(documentOf('diff', (await diff(a(), a(), '--json')).stdout)).toMatchObject({
      differences: [],
      same: true,
    });
  });

  test('past 4 GiB', async () => {
    for (const name of ['far1', 'far2']) {
      sparseFile(file(name), 5 * 2 ** 30, name);
    }
    const { stdout } = await diff(file('far1'), file('far2'), '-r', '-100..');
    expect(stdout).toBe('99  0x140000003  49  50\n1 of 100 elements of uint8 differs\n');
  });

  test('what cannot be compared is told in one line, by its name', async () => {
    for (const pair of [
      [a(), file('missing')],
      [file('missing'), a()],
    ] as const) {
      const { status, stderr } = await diff(...pair);
      expect(status).toBe(1);
      expect(stderr).toMatch(/^carray: .*missing'?.*\n$/);
    }
    expect((await diff(a(), b(), '-o', '45')).stderr).toMatch(
      /^carray: .*\/a: the offset 45 lies past the end of its 40 bytes/,
    );
    expect((await diff(a(), '/dev/zero')).stderr).toMatch(/^carray: .*device/);
    expect((await diff(a(), b(), '--limit', 'x')).stderr).toMatch(/from 0 on, or all/);
  });

  test('a file that is made shorter meanwhile is told in one line', async () => {
    const long = file('long');
    const { status, signal, stderr } = await shortenedWhile(
      long,
      ['diff', '--backend', backend, long, long],
      2,
    );
    expect({ status, signal }).toEqual({ status: 1, signal: null });
    expect(stderr).toMatch(/^carray: .*made shorter.*\n$/);
  });
});
