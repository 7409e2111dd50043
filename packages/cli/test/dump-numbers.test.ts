import { writeFileSync } from 'node:fs';
import { endianness } from 'node:os';
import { CArray } from 'carray';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeFormat } from '../src/dump/make-format.js';
import { elementTypeOf } from '../src/element-type.js';
import { float32Text } from '../src/values/float-text.js';
import { jsonOf } from '../src/values/value-text.js';
import { backends, carray, temporaryDirectory } from './support/cli.js';
import { looks } from './support/looks.js';
import { hasTool, printed } from './support/tools.js';

const file = temporaryDirectory();
const littleEndian = endianness() === 'LE';

/** 1000 bytes of every kind. */
const content = Buffer.from(
  Array.from({ length: 1000 }, (_, index) => (index * index * 31 + 7 * index + (index >> 3)) % 256),
);
/** Doubles of all sizes, and what is special. */
const doubles = Float64Array.from([
  0,
  -0,
  Number.NaN,
  Infinity,
  -Infinity,
  Number.MIN_VALUE,
  -Number.MAX_VALUE,
  0.1,
  -1.2345678901234567e-6,
  1e21,
  123456789012345680000,
  ...Array.from({ length: 500 }, (_, index) => Math.sin(index) * 10 ** (index - 250)),
]);
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
  1e9,
  -123456789,
  0.0001,
  -0.000999,
  ...Array.from({ length: 500 }, (_, index) => Math.sin(index) * 10 ** (index / 6 - 45)),
]);

type Read = (view: DataView, at: number, order: boolean) => number | bigint;
const readers: [type: string, bytes: number, read: Read][] = [
  ['int8', 1, (view, at) => view.getInt8(at)],
  ['uint8', 1, (view, at) => view.getUint8(at)],
  ['int16', 2, (view, at, order) => view.getInt16(at, order)],
  ['uint16', 2, (view, at, order) => view.getUint16(at, order)],
  ['int32', 4, (view, at, order) => view.getInt32(at, order)],
  ['uint32', 4, (view, at, order) => view.getUint32(at, order)],
  ['float32', 4, (view, at, order) => view.getFloat32(at, order)],
  ['float64', 8, (view, at, order) => view.getFloat64(at, order)],
  ['int64', 8, (view, at, order) => view.getBigInt64(at, order)],
  ['uint64', 8, (view, at, order) => view.getBigUint64(at, order)],
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
  return Object.is(type.startsWith('float32') ? Math.fround(number) : number, value);
};

const longs = BigInt64Array.of(
  0n,
  -1n,
  2n ** 32n,
  -(2n ** 32n),
  2n ** 53n,
  -(2n ** 63n),
  2n ** 63n - 1n,
  10n ** 18n,
  999999999n,
  10n ** 9n,
  -(10n ** 9n) - 1n,
);

beforeAll(() => {
  writeFileSync(file('data'), content);
  writeFileSync(file('doubles'), doubles);
  writeFileSync(file('floats'), floats);
  writeFileSync(file('longs'), longs);
});

/** The table of bytes that start at an offset in a file. */
function tableOf(type: string, bytes: Uint8Array, byteOffset = 0): string {
  const subject = {
    file: '',
    type: elementTypeOf(type),
    byteOffset,
    byteLength: bytes.length,
    endsEarly: false,
  };
  const text = makeFormat(subject, { ...looks, format: 'table' }).block(
    Buffer.from(Uint8Array.from(bytes).buffer),
    byteOffset,
  );
  return Buffer.from(text).toString('latin1');
}

test.each(readers.map(([type, size]) => [type, size] as const))(
  'numbers in a list have the text that each has alone: %s',
  (name, size) => {
    const type = elementTypeOf(name);
    const bytes = Buffer.from(Uint8Array.from(content.subarray(0, 1000 - (1000 % size))).buffer);
    const subject = { file: '', type, byteOffset: 0, byteLength: bytes.length, endsEarly: false };
    const alone = CArray.view(type, Buffer.from(bytes)).toArray().map(jsonOf(type));
    const list = makeFormat(subject, { ...looks, format: 'ndjson' }).block(bytes, 0);
    expect(Buffer.from(list).toString('latin1').trimEnd().split('\n')).toEqual(alone);
  },
);

const bytesOf = ({ buffer }: Float32Array | Float64Array | BigInt64Array): Uint8Array =>
  new Uint8Array(buffer);

describe('the table', () => {
  test.each(readers)('of %s has the values of the file, from an odd byte too', (type, size, read) => {
    const view = new DataView(content.buffer, content.byteOffset, content.length);
    for (const [suffix, offset] of [
      ['', 0],
      ['', 13],
      ['be', 13],
      ['le', 1],
    ] as const) {
      if (suffix !== '' && size === 1) continue;
      const bytes = content.subarray(offset, offset + 100 * size);
      const { offsets, values } = parsed(tableOf(type + suffix, bytes, offset));
      expect(values).toHaveLength(100);
      const order = suffix === '' ? littleEndian : suffix === 'le';
      const wrong = values.filter(
        (text, index) => !sameValue(type, text, read(view, offset + index * size, order)),
      );
      expect(wrong).toEqual([]);
      const perRow = ((offsets[1] ?? 0) - offset) / size;
      expect(offsets).toEqual(offsets.map((_, row) => offset + row * perRow * size));
    }
  });

  test('has special numbers that read back as what they are', () => {
    const float64 = parsed(tableOf('float64', bytesOf(doubles)));
    expect(Float64Array.from(float64.values, Number)).toEqual(doubles);
    const float32 = parsed(tableOf('float32', bytesOf(floats)));
    expect(Float32Array.from(float32.values, Number)).toEqual(floats);
    expect(float32.values[4]).toBe('0.1');
    expect(parsed(tableOf('int64', bytesOf(longs))).values).toEqual(Array.from(longs, String));
  });

  test('has columns that are aligned, at most 80 wide', () => {
    for (const [type, size] of readers) {
      const lines = tableOf(type, content.subarray(0, 64 * size))
        .trimEnd()
        .split('\n');
      const widths = lines.map((line) => line.length);
      expect(Math.max(...widths)).toBeLessThanOrEqual(80);
      expect(new Set(widths).size).toBe(1);
    }
  });
});

describe('the shortest text of a float32', () => {
  test('reads back, and no shorter one does', () => {
    const random = Float32Array.from(
      { length: 20_000 },
      (_, index) => Math.sin(index * index) * 10 ** ((index % 80) - 42),
    );
    for (const value of random) {
      const text = float32Text(value);
      expect(Math.fround(Number(text))).toBe(value);
      const digits = text.replace(/e.*|[-.]/g, '').replace(/^0+|0+$/g, '').length;
      if (digits > 6) expect(Math.fround(Number(value.toPrecision(digits - 1)))).not.toBe(value);
    }
  });
});

describe.each(backends)('carray dump -t of numbers, %s', (backend) => {
  const dump = (...args: string[]) => carray(['dump', '--backend', backend, ...args]);

  test('prints them, of all blocks', async () => {
    const { status, stdout, stderr } = await dump(file('doubles'), '-t', 'float64');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(tableOf('float64', bytesOf(doubles)));
    const numbers = Uint32Array.from({ length: 100_001 }, (_, index) => index);
    writeFileSync(file('numbers'), numbers);
    const { offsets, values } = parsed((await dump(file('numbers'), '-t', 'uint32')).stdout);
    expect(offsets.at(-1)).toBe(400_000);
    expect(values).toEqual(Array.from(numbers, String));
  });

  test('safeInt64 prints numbers, and names the type for those that are none', async () => {
    writeFileSync(file('safe'), BigInt64Array.of(5n, -(2n ** 53n) + 1n, 2n ** 60n));
    const good = await dump(file('safe'), '-t', 'safeInt64', '-n', '2');
    expect(parsed(good.stdout).values).toEqual(['5', '-9007199254740991']);
    const bad = await dump(file('safe'), '-t', 'safeInt64');
    expect(bad.status).toBe(1);
    expect(bad.stderr).toMatch(/^carray: .*read it as int64\n$/);
  });
});

test('everything is printed; a rest that is no whole element is told', async () => {
  expect(parsed((await carray(['dump', file('data'), '-t', 'uint8'])).stdout).values).toEqual(
    [...content].map(String),
  );
  const { status, stdout, stderr } = await carray(['dump', file('data'), '-t', 'int64', '-o', '3']);
  expect(status).toBe(0);
  expect(parsed(stdout).values).toHaveLength(124);
  expect(stderr).toMatch(/^carray: .*: the last 5 bytes are not printed: no whole int64, which has 8\n$/);
  writeFileSync(file('odd'), 'abc');
  expect((await carray(['dump', '-t', 'uint16', file('odd')])).stderr).toContain(
    'the last byte is not printed',
  );
});

/** More than threads are worth, and no whole number of blocks. */
test('32 MiB of numbers, in threads, are in order', async () => {
  const length = 2 ** 22 + 12_345;
  const numbers = Float64Array.from({ length }, (_, index) => index + 0.5);
  writeFileSync(file('many'), numbers);
  const { status, stdout } = await carray(['dump', file('many'), '-t', 'float64', '--format', 'ndjson']);
  expect(status).toBe(0);
  const lines = stdout.split('\n');
  expect(lines.pop()).toBe('');
  expect(lines).toHaveLength(length);
  expect(lines.findIndex((line, index) => line !== String(index + 0.5))).toBe(-1);
}, 60_000);

const isHere = hasTool('od');
describe.skipIf(!isHere)(`numbers are those of od${isHere ? '' : ' (needs od, which is not here)'}`, () => {
  test.each([
    ['float64', 'f8', 'doubles'],
    ['float64', 'f8', 'data'],
    ['float32', 'f4', 'floats'],
    ['int32', 'd4', 'data'],
    ['uint64', 'u8', 'data'],
    ['int64', 'd8', 'longs'],
  ])('-t %s is -t %s of %s', async (ours, theirs, name) => {
    const size = Number(theirs.slice(1));
    const text = printed('od', '-A', 'n', '-v', `-w${size}`, '-t', theirs, file(name));
    const expected = text.trim().split(/\s+/);
    const { stdout } = await carray(['dump', file(name), '-t', ours, '--format', 'csv']);
    const [, ...values] = stdout.trim().split('\n');
    expect(values).toHaveLength(expected.length);
    const asNumber = (each: string): number =>
      Number(each.replace(/nan/i, 'NaN').replace(/^(-?)inf$/, '$1Infinity'));
    if (theirs.endsWith('8') && !theirs.startsWith('f')) expect(values).toEqual(expected);
    else if (ours === 'float32')
      expect(values.map((each) => Math.fround(Number(each)))).toEqual(
        expected.map((each) => Math.fround(asNumber(each))),
      );
    else
      expect(values.map(Number)).toEqual(
        expected.map((each) => (each.endsWith('nan') ? Number.NaN : asNumber(each))),
      );
  });
});
