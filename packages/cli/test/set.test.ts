import {
  closeSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import { backends, carray, expectRefusal, temporaryDirectory } from './support/cli.js';
import { asNobodyNear, canBeNobody } from './support/nobody.js';

const file = temporaryDirectory();
const record = '#pragma pack(1)\nstruct { uint8_t id; uint16_t x; uint8_t a : 3, b : 5; char name[4]; }';
const before = Buffer.from(Array.from({ length: 40 }, (_, index) => 0x80 + index));
const path = () => file('data');

beforeEach(() => {
  writeFileSync(path(), before);
  utimesSync(path(), 1000, 1000);
});

/** The bytes of the file that are not what they were. */
function changed(): Record<number, number> {
  const now = readFileSync(path());
  expect(now.length).toBe(before.length);
  return Object.fromEntries([...now.entries()].filter(([at, byte]) => byte !== before[at]));
}

describe.each(backends)('carray set, %s', (backend) => {
  const set = (...args: string[]) => carray(['set', '--backend', backend, path(), ...args]);

  test('changes the bytes of one element, and shows before and after', async () => {
    const { status, stdout, stderr } = await set('-2', '0x01020304', '-t', 'uint32be', '-o', '1');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe('7 at 0x0000001d: 2644418464 → 16909060\n');
    expect(changed()).toEqual({ 29: 1, 30: 2, 31: 3, 32: 4 });
  });

  test('of a struct, those of the fields that are given', async () => {
    const { stdout } = await set('1', '{"name": "ab", "b": 1}', '-t', record);
    expect(stdout).toMatch(
      /^1 at 0x00000008: \{"id": 136, .*"b": 17, .*\} → \{"id": 136, .*"b": 1, "name": "ab"\}\n$/,
    );
    expect(changed()).toEqual({ 11: 0x0b, 12: 0x61, 13: 0x62, 14: 0, 15: 0 });
  });

  test('--dry-run shows which bytes would become which, and changes nothing', async () => {
    const { status, stdout } = await set('1', '{"name": "ab", "b": 1}', '-t', record, '--dry-run');
    expect(status).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^would change name 0x0000000c: 8c 8d 8e 8f → 61 62 00 00 {2}\(".*" → "ab"\)$/);
    expect(lines[1]).toBe('would change b 0x0000000b: 8b → 0b  (17 → 1)');
    expect(changed()).toEqual({});
    expect(statSync(path()).mtimeMs).toBe(1_000_000);
  });

  test('what begins with a minus', async () => {
    expect((await set('0', '-1.5', '-t', 'float64')).status).toBe(0);
    expect((await set('1', '-t', 'float64', '--', '-Infinity')).status).toBe(0);
    const now = readFileSync(path());
    expect(new Float64Array(now.buffer, now.byteOffset, 2)).toEqual(Float64Array.of(-1.5, -Infinity));
  });

  test('past 4 GiB', async () => {
    const far = 5 * 2 ** 30;
    const fd = openSync(file('sparse'), 'w+');
    writeSync(fd, 'hello', far);
    const { stdout } = await carray(['set', '--backend', backend, file('sparse'), '-1', '33']);
    const bytes = Buffer.alloc(6);
    readSync(fd, bytes, 0, 6, far - 1);
    closeSync(fd);
    expect(stdout).toBe('5368709124 at 0x140000004: 111 → 33\n');
    expect(bytes.toString()).toBe('\0hell!');
  });

  test.runIf(canBeNobody)('a file without the right to write it, which --dry-run does not need', async () => {
    const args = ['--backend', backend, path(), '0', '1'];
    const { status, stderr } = await asNobodyNear(path(), ['set', ...args]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^carray: EACCES: .*\n$/);
    expect((await asNobodyNear(path(), ['set', ...args, '--dry-run'])).status).toBe(0);
    const filled = await asNobodyNear(path(), ['fill', '--backend', backend, path(), '1', '--all']);
    expect(filled.stderr).toMatch(/^carray: EACCES: .*\n$/);
    expect(changed()).toEqual({});
  });
});

describe('carray set refuses what is wrong', () => {
  const set = (...args: string[]) => carray(['set', path(), ...args]);

  test.each([
    [['0', '256'], 2, /from 0 to 255. Received 256/],
    [['40', '1'], 1, /index 40 lies past the last of its 40 elements: 0 to 39, or -40 to -1/],
    [['0', '{"b": 32}', '-t', record], 2, /field 'b': .* from 0 to 31/],
    [['0', '{"b": 99, "id": 1}', '-t', record], 2, /field 'b'/],
    [['0', '--', '-Infinity'], 2, /from 0 to 255/],
  ])('%j is refused, and nothing has changed', async (args, status, message) => {
    expectRefusal(await set(...args), status, message);
    expect(changed()).toEqual({});
    expect(statSync(path()).mtimeMs).toBe(1_000_000);
  });
});

describe.each(backends)('carray fill, %s', (backend) => {
  const fill = (...args: string[]) => carray(['fill', '--backend', backend, path(), ...args]);

  test('a range, an offset with a count, and all', async () => {
    const ranged = await fill('0x0102', '-t', 'uint16be', '-r', '3+4');
    expect(ranged).toEqual({
      status: 0,
      stdout: 'filled 2 elements of uint16be, 4 bytes, from 0x00000003 to 0x00000007\n',
      stderr: '',
    });
    expect(changed()).toEqual({ 3: 1, 4: 2, 5: 1, 6: 2 });
    expect((await fill('9', '-o', '-1', '-n', '1')).status).toBe(0);
    expect(changed()).toEqual({ 3: 1, 4: 2, 5: 1, 6: 2, 39: 9 });
    expect((await fill('7', '--all')).status).toBe(0);
    expect(readFileSync(path())).toEqual(Buffer.alloc(40, 7));
  });

  test('of structs the fields that are given', async () => {
    expect((await fill('{"x": 0}', '-t', record, '-o', '8')).status).toBe(0);
    expect(changed()).toEqual(Object.fromEntries([9, 10, 17, 18, 25, 26, 33, 34].map((at) => [at, 0])));
  });

  test('--dry-run changes nothing', async () => {
    const { stdout } = await fill('1', '-t', 'uint32be', '-o', '4', '--dry-run');
    expect(stdout).toBe(
      'would fill 9 elements of uint32be, 36 bytes, from 0x00000004 to 0x00000028\nthe first: 0x00000004: 84 85 86 87 → 00 00 00 01  (2223343239 → 1)\n',
    );
    expect(changed()).toEqual({});
    expect(statSync(path()).mtimeMs).toBe(1_000_000);
  });

  test('an empty file is filled with nothing', async () => {
    writeFileSync(file('empty'), '');
    const { status } = await carray(['fill', '--backend', backend, file('empty'), '1', '--all']);
    expect(status).toBe(0);
  });
});

describe('carray fill refuses what is wrong', () => {
  const fill = (...args: string[]) => carray(['fill', path(), ...args]);

  test.each([
    [['0'], 2, /where\? --range, --offset and --count say it, or --all/],
    [['0', '--all', '-n', '1'], 2, /'--all' cannot be used with option '-n/],
    [['0', '-r', '0..4', '-n', '1'], 2, /'-r, --range <range>' cannot be used with option '-n/],
    [['300', '--all'], 2, /from 0 to 255/],
    [
      ['0', '-t', 'uint32', '-r', '0..7'],
      1,
      /7 bytes are no whole elements of uint32, of 4 bytes each: 4 bytes or 8 are allowed/,
    ],
    [['0', '-t', 'uint32', '-o', '1'], 1, /39 bytes are no whole elements/],
    [['0', '-r', '0..41'], 1, /the end 41 lies past the end/],
    [
      ['0', '-n', '41'],
      1,
      /count 41 reaches past the end of its 40 bytes: .* 0 to 40 elements of uint8 are allowed/,
    ],
    [['0', '-o', '-41'], 1, /before the start/],
  ])('%j is refused, and nothing has changed', async (args, status, message) => {
    expectRefusal(await fill(...args), status, message);
    expect(changed()).toEqual({});
  });
});
