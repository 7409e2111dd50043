import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { endianness } from 'node:os';
import { beforeAll, describe, expect, test } from 'vitest';
import { backends, bin, carray, run, temporaryDirectory } from './cli.js';

const GIB = 2 ** 30;
const file = temporaryDirectory();
const littleEndian = endianness() === 'LE';

/** 1000 bytes of every kind. */
const content = Buffer.from(
  Array.from({ length: 1000 }, (_, index) => (index * index * 31 + 7 * index) % 256),
);

type Read = (view: DataView, at: number) => number | bigint;
const readers: [type: string, bytes: number, read: Read][] = [
  ['int8', 1, (view, at) => view.getInt8(at)],
  ['uint8', 1, (view, at) => view.getUint8(at)],
  ['int16', 2, (view, at) => view.getInt16(at, littleEndian)],
  ['uint16', 2, (view, at) => view.getUint16(at, littleEndian)],
  ['int32', 4, (view, at) => view.getInt32(at, littleEndian)],
  ['uint32', 4, (view, at) => view.getUint32(at, littleEndian)],
  ['float32', 4, (view, at) => view.getFloat32(at, littleEndian)],
  ['float64', 8, (view, at) => view.getFloat64(at, littleEndian)],
  ['int64', 8, (view, at) => view.getBigInt64(at, littleEndian)],
  ['uint64', 8, (view, at) => view.getBigUint64(at, littleEndian)],
];

/** The table as offsets and values. */
function parsed(stdout: string): { offsets: number[]; values: string[] } {
  const rows =
    stdout === ''
      ? []
      : stdout
          .trimEnd()
          .split('\n')
          .map((line) => line.split(/ +/));
  return {
    offsets: rows.map(([offset]) => Number(`0x${offset}`)),
    values: rows.flatMap(([, ...values]) => values),
  };
}

const sameValue = (type: string, text: string | undefined, value: number | bigint | undefined): boolean => {
  if (typeof value === 'bigint') return text === String(value);
  const number = Number(text);
  return Object.is(type === 'float32' ? Math.fround(number) : number, value);
};

describe.each(backends)('carray dump, %s', (backend) => {
  const dump = (...args: string[]) => carray(['dump', '--backend', backend, ...args]);

  beforeAll(() => {
    writeFileSync(file('data'), content);
    writeFileSync(file('empty'), '');
    writeFileSync(file('one'), 'x');
  });

  test.each(readers)('%s elements are those of the file, from an odd byte too', async (type, size, read) => {
    const view = new DataView(content.buffer, content.byteOffset, content.length);
    for (const offset of [0, 13]) {
      const { status, stdout, stderr } = await dump(file('data'), '-t', type, '-o', `${offset}`, '-n', '100');
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const { offsets, values } = parsed(stdout);
      expect(values).toHaveLength(100);
      const wrong = values.filter((text, index) => !sameValue(type, text, read(view, offset + index * size)));
      expect(wrong).toEqual([]);
      const perRow = ((offsets[1] ?? 0) - offset) / size;
      expect(offsets).toEqual(offsets.map((_, row) => offset + row * perRow * size));
    }
  });

  test('special numbers read back as what they are', async () => {
    const doubles = [
      0,
      -0,
      Number.NaN,
      Infinity,
      -Infinity,
      Number.MIN_VALUE,
      -Number.MAX_VALUE,
      0.1,
      -1.2345678901234567e-6,
    ];
    const floats = Float32Array.from([
      0,
      -0,
      Number.NaN,
      Infinity,
      0.1,
      16777217,
      3.4028234663852886e38,
      -1.401298464324817e-45,
      1e20,
    ]);
    writeFileSync(file('doubles'), Float64Array.from(doubles));
    writeFileSync(file('floats'), floats);
    const float64 = parsed((await dump(file('doubles'), '-t', 'float64')).stdout);
    expect(float64.values.map(Number)).toEqual(doubles);
    const float32 = await dump(file('floats'), '-t', 'float32');
    expect(Float32Array.from(parsed(float32.stdout).values.map(Number))).toEqual(floats);
    expect(float32.stdout).toMatch(/ 0\.1\n? /);
  });

  test('safeInt64 prints numbers, and names the type for those that are none', async () => {
    writeFileSync(file('safe'), BigInt64Array.of(5n, -(2n ** 53n) + 1n, 2n ** 60n));
    const good = await dump(file('safe'), '-t', 'safeInt64', '-n', '2');
    expect(parsed(good.stdout).values).toEqual(['5', '-9007199254740991']);
    const bad = await dump(file('safe'), '-t', 'safeInt64');
    expect(bad.status).toBe(1);
    expect(bad.stderr).toMatch(/^carray: .*read it as int64\n$/);
  });

  test('columns are aligned, at most 80 wide', async () => {
    for (const [type] of readers) {
      const lines = (await dump(file('data'), '-t', type)).stdout.trimEnd().split('\n');
      const full = lines.slice(0, -1).map((line) => line.length);
      expect(Math.max(...full)).toBeLessThanOrEqual(80);
      expect(new Set(full).size).toBe(1);
    }
  });

  test('by default 256 elements, or what the file has', async () => {
    expect(parsed((await dump(file('data'))).stdout).values).toHaveLength(256);
    expect(parsed((await dump(file('data'), '-t', 'int64')).stdout).values).toHaveLength(125);
    expect(parsed((await dump(file('data'), '-o', '0x3e6')).stdout)).toEqual({
      offsets: [998],
      values: [...content.subarray(998)].map(String),
    });
    expect(await dump(file('one'), '-t', 'int16')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(await dump(file('empty'))).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('reads past 4 GiB', async () => {
    const fd = openSync(file('sparse'), 'w');
    writeSync(fd, Uint8Array.of(9, 8, 7, 6, 5), 0, 5, 5 * GIB + 3);
    closeSync(fd);
    const { status, stdout } = await dump(file('sparse'), '-o', `${5 * GIB + 3}`);
    expect(status).toBe(0);
    expect(stdout).toBe('140000003   9   8   7   6   5\n');
    const across = await dump(file('sparse'), '-o', `${5 * GIB - 1}`, '-n', '5');
    expect(parsed(across.stdout).values).toEqual(['0', '0', '0', '0', '9']);
  });

  test('a million elements in chunks', async () => {
    writeFileSync(
      file('million'),
      Uint32Array.from({ length: 1_000_000 }, (_, index) => index),
    );
    const { stdout } = await dump(file('million'), '-t', 'uint32', '-n', '1000000');
    const { offsets, values } = parsed(stdout);
    expect(offsets.at(-1)).toBe(3_999_984);
    expect(values.findIndex((value, index) => value !== String(index))).toBe(-1);
    expect(values).toHaveLength(1_000_000);
  });

  test('| head -1 ends quietly', async () => {
    writeFileSync(file('long'), Buffer.alloc(5_000_000));
    const line = `${process.execPath} ${bin} dump ${file('long')} -n 5000000 --backend ${backend}`;
    const result = await run('/bin/sh', ['-c', `{ ${line}; echo "status $?" >&2; } | /usr/bin/head -1`]);
    expect(result).toEqual({ status: 0, stdout: `00000000${'   0'.repeat(16)}\n`, stderr: 'status 0\n' });
  });

  test('a device prints as many as asked for', async () => {
    expect((await dump('/dev/zero', '-n', '3')).stdout).toBe('00000000   0   0   0\n');
  });

  test('what cannot be printed is told in one line', async () => {
    mkdirSync(file('directory'), { recursive: true });
    const cases: [args: string[], message: RegExp][] = [
      [[file('missing')], /ENOENT: no such file/],
      [[file('directory')], /directories/],
      [[file('one'), '-o', '2'], /offset 2 lies past the end of its 1 byte: -1 to 1 is allowed/],
      [
        [file('data'), '-n', '126', '-t', 'int64'],
        /count 126 .* 1,000 bytes: .* 0 to 125 elements of int64 are allowed/,
      ],
      [
        [file('data'), '-n', '2', '-o', '999'],
        /count 2 .*: from byte 999 on, 0 to 1 elements of uint8 are allowed/,
      ],
    ];
    for (const [args, message] of cases) {
      const { status, stdout, stderr } = await dump(...args);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(message);
      expect(stderr).toMatch(/^carray: .*\n$/);
    }
  });

  test.skipIf(process.platform !== 'linux')('a full disk is told', async () => {
    const { status, stderr } = await run('/bin/sh', [
      '-c',
      `${process.execPath} ${bin} dump ${file('data')} > /dev/full`,
    ]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^carray: ENOSPC.*\n$/);
  });
});
