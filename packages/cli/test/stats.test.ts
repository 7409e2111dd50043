import { writeFileSync } from 'node:fs';
import * as library from 'carray';
import {
  CArray,
  ctype,
  type ElementType,
  float32be,
  float64,
  int16,
  int32be,
  int64,
  int64be,
  uint8,
  uint32,
  uint64,
} from 'carray';
import { beforeAll, describe, expect, test } from 'vitest';
import { elementTypeOf } from '../src/element-type.js';
import { drawing } from '../src/stats/drawing.js';
import { Histogram } from '../src/stats/histogram.js';
import { numericOf } from '../src/stats/numeric.js';
import { summarize } from '../src/stats/summarize.js';
import { backends, carray, expectRefusal, temporaryDirectory } from './support/cli.js';
import { sparseFile } from './support/files.js';
import { documentOf } from './support/schema.js';
import { shortenedWhile } from './support/shortened.js';

const file = temporaryDirectory();

function summaryOf(type: ElementType, values: readonly unknown[]) {
  const numeric = numericOf(type);
  const half = Math.ceil(values.length / 2);
  const copies = () => [values.slice(0, half), values.slice(half)].map((part) => CArray.from(type, part));
  return { copies, numeric, ...summarize(copies(), numeric) };
}

function binsOf(type: ElementType, values: readonly unknown[], most: number) {
  const { copies, numeric, summary } = summaryOf(type, values);
  if (summary.finite === undefined) throw new Error('nothing to count');
  const histogram = new Histogram(summary.finite, numeric.kind !== 'float', most);
  for (const copy of copies()) histogram.add(numeric.numbersOf(copy));
  return histogram.bins;
}

describe('a summary', () => {
  const random = Array.from({ length: 5000 }, (_, index) => Math.imul(index + 1, 0x9e3779b1));

  test.each([
    [uint8, random.map((value) => value & 0xff)],
    [int16, random.map((value) => value >> 16)],
    [int32be, random],
    [uint32, random.map((value) => value >>> 0)],
  ] as const)('of integers is exact: %o', (type: ElementType, values: readonly number[]) => {
    const sum = values.reduce((all, value) => all + BigInt(value), 0n);
    expect(summaryOf(type, values).summary).toEqual({
      count: 5000,
      nan: 0,
      infinite: 0,
      zeros: values.filter((value) => value === 0).length,
      min: Math.min(...values),
      max: Math.max(...values),
      sum,
      mean: Number(sum) / 5000,
      finite: [Math.min(...values), Math.max(...values)],
    });
  });

  test.each([int64, int64be, uint64])('of 64 bits is exact: %o', (type: ElementType) => {
    const wrap = type === uint64 ? BigInt.asUintN : BigInt.asIntN;
    const values = random.map((value) => wrap(64, BigInt(value) * 0x9e3779b97f4a7c15n));
    const sorted = [...values].sort((one, other) => (one < other ? -1 : 1));
    const { summary } = summaryOf(type, [...values, 0n]);
    const [min, max] = [sorted[0] ?? 0n, sorted.at(-1) ?? 0n];
    expect(summary).toMatchObject({
      count: 5001,
      zeros: 1,
      sum: values.reduce((all, value) => all + value, 0n),
    });
    expect([summary.min, summary.max]).toEqual([min < 0n ? min : 0n, max]);
  });

  test('of floats is compensated', () => {
    const tenths = Array.from({ length: 100_000 }, () => 0.1);
    expect(summaryOf(float64, tenths).summary.sum).toBe(10_000);
    expect(summaryOf(float64, [1, 1e100, 1, -1e100]).summary.sum).toBe(2);
  });

  test('of what is not finite', () => {
    const nan = Number.NaN;
    expect(summaryOf(float64, [nan, 1, -3, 0, -0, nan]).summary).toMatchObject({
      count: 6,
      nan: 2,
      zeros: 2,
      min: -3,
      max: 1,
      sum: -2,
      mean: -0.5,
    });
    expect(summaryOf(float64, [nan, nan]).summary).toMatchObject({
      min: undefined,
      max: undefined,
      mean: undefined,
      finite: undefined,
      sum: 0,
    });
    expect(summaryOf(float32be, [1, Infinity]).summary).toMatchObject({
      infinite: 1,
      min: 1,
      max: Infinity,
      sum: Infinity,
      finite: [1, 1],
    });
    expect(summaryOf(float64, [-Infinity, Infinity, 2]).summary).toMatchObject({
      min: -Infinity,
      max: Infinity,
      sum: nan,
      mean: nan,
    });
    expect(summaryOf(float64, [-Infinity]).summary).toMatchObject({
      min: -Infinity,
      max: -Infinity,
      finite: undefined,
    });
    expect(summaryOf(float64, []).summary).toMatchObject({ count: 0, min: undefined, mean: undefined });
  });

  const isType = (value: unknown): value is ElementType =>
    typeof value === 'object' && value !== null && 'codec' in value;
  const isOfNumbers = (value: unknown): boolean =>
    isType(value) && /^(number|bigint)$/.test(typeof CArray.alloc(value, 1).get(0));
  const numberTypes = Object.entries(library).filter(([, value]) => isOfNumbers(value));
  test.each(numberTypes.map(([name]) => name))(
    'there is one of each exported type of numbers: %s',
    (name) => {
      const type = elementTypeOf(name);
      const zeros = CArray.alloc(type, 3).toArray();
      expect(summaryOf(type, zeros).summary).toMatchObject({ count: 3, zeros: 3 });
    },
  );

  test('of texts, booleans and structs there is none', () => {
    for (const text of ['char', 'char[4]', 'bool', 'struct { int x; }', 'int[2]', 'enum { A }']) {
      expect(() => numericOf(ctype(text))).toThrow(/are no numbers/);
    }
  });
});

describe('a histogram', () => {
  test('of integers has bins of a whole width', () => {
    const values = Array.from({ length: 256 }, (_, index) => index);
    for (const type of [uint8, int16, int32be]) {
      const bins = binsOf(type, values.slice(0, 128), 10);
      expect(bins.map(({ from, to }) => [from, to])).toEqual(
        Array.from({ length: 10 }, (_, at) => [at * 13, Math.min(at * 13 + 12, 127)]),
      );
      expect(bins.map(({ count }) => count)).toEqual([...Array.from({ length: 9 }, () => 13), 11]);
    }
    expect(binsOf(int32be, [3, 5, 5], 16)).toEqual([
      { from: 3, to: 3, count: 1 },
      { from: 4, to: 4, count: 0 },
      { from: 5, to: 5, count: 2 },
    ]);
  });

  test('of 64 bits is exact where a float64 is not', () => {
    const start = 2n ** 62n + 1n;
    const values = Array.from({ length: 100 }, (_, index) => start + BigInt(index));
    for (const type of [int64, uint64, int64be]) {
      expect(binsOf(type, values, 4).map(({ from, to, count }) => [from, to, count])).toEqual(
        [0n, 25n, 50n, 75n].map((at) => [start + at, start + at + 24n, 25]),
      );
    }
    expect(binsOf(int64, [-(2n ** 63n), 2n ** 63n - 1n, 0n], 2).map(({ count }) => count)).toEqual([1, 2]);
    expect(binsOf(int64, [-5n, -4n, -1n], 5).map(({ count }) => count)).toEqual([1, 1, 0, 0, 1]);
  });

  test('of floats ends at the greatest, and leaves out what is not finite', () => {
    const bins = binsOf(float64, [0, 1, 2.5, 9.99, 10, Number.NaN, Infinity], 4);
    expect(bins.map(({ count }) => count)).toEqual([2, 1, 0, 2]);
    expect([bins[0]?.from, bins[1]?.from, bins[3]?.to]).toEqual([0, 2.5, 10]);
    expect(binsOf(float64, [3.5, 3.5], 8)).toEqual([{ from: 3.5, to: 3.5, count: 2 }]);
    const wide = binsOf(float64, [-Number.MAX_VALUE, 0, Number.MAX_VALUE], 2);
    expect(wide.map(({ count }) => count)).toEqual([1, 2]);
    expect(wide[0]?.to).toBe(0);
  });

  test('is drawn in lines of one form, at least a sliver for what is there', () => {
    const bins = [
      { from: 0, to: 9, count: 1000 },
      { from: 10, to: 19, count: 0 },
      { from: 20, to: 29, count: 1 },
    ];
    expect(drawing(bins, String, 40, true)).toEqual([
      ` 0 ..  9  1,000  ${'#'.repeat(23)}`,
      '10 .. 19      0',
      '20 .. 29      1  #',
    ]);
    expect(drawing(bins, String, 40, false)[2]).toBe('20 .. 29      1  ▏');
  });
});

describe.each(backends)('carray stats, %s', (backend) => {
  const stats = (...args: string[]) => carray(['stats', '--backend', backend, ...args]);
  const record = 'struct { uint32_t id : 3; float x; }';

  beforeAll(() => {
    writeFileSync(file('numbers'), Float64Array.of(1, 2, 3, 4, Number.NaN));
    writeFileSync(file('empty'), '');
    const records = CArray.from(
      ctype(record),
      Array.from({ length: 10 }, (_, id) => ({ id: id % 8, x: id / 2 })),
    );
    writeFileSync(file('records'), records.toBuffer());
  });

  test('prints facts and bars', async () => {
    const { status, stdout, stderr } = await stats(
      file('numbers'),
      '-t',
      'float64',
      '--bins',
      '2',
      '--ascii',
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(
      `count  5\nzeros  0\nNaN    1\nmin    1\nmax    4\nsum    10\nmean   2.5\n\n  1 .. 2.5  2  ${'#'.repeat(65)}\n2.5 ..   4  2  ${'#'.repeat(65)}\n`,
    );
    expect((await stats(file('numbers'), '-t', 'float64', '--bins', '0', '-n', '1')).stdout).not.toMatch(
      /\.\./,
    );
    expect((await stats(file('empty'))).stdout).toBe(
      'count  0\nzeros  0\nmin    none\nmax    none\nsum    0\nmean   none\n',
    );
  });

  test('of a field, and JSON', async () => {
    const x = await stats(file('records'), '-t', record, '--field', 'x', '--json');
    expect(documentOf('stats', x.stdout)).toMatchObject({
      field: 'x',
      count: 10,
      zeros: 1,
      min: 0,
      max: 4.5,
      sum: 22.5,
      mean: 2.25,
    });
    const id = await stats(file('records'), '-t', record, '--field', 'id', '--json', '--bins', '4');
    expect(documentOf('stats', id.stdout)).toMatchObject({
      sum: 29,
      bins: [4, 2, 2, 2].map((count) => ({ count })),
    });
    for (const args of [
      [file('empty')],
      [file('numbers'), '-t', 'int64'],
      [file('numbers'), '-t', 'float64', '-o', '32'],
    ]) {
      documentOf('stats', (await stats(...args, '--json')).stdout);
    }
  });

  test('past 4 GiB', async () => {
    sparseFile(file('sparse'), 5 * 2 ** 30, Uint8Array.of(5));
    expect((await stats(file('sparse'), '-r', '-2..', '--bins', '0')).stdout).toMatch(
      /^count {2}2\nzeros {2}1\n.*\nmax {4}5\n/,
    );
  });

  test('a file that is made shorter meanwhile is told in one line', async () => {
    const { status, signal, stderr } = await shortenedWhile(file('long'), [
      'stats',
      '--backend',
      backend,
      file('long'),
    ]);
    expect({ status, signal }).toEqual({ status: 1, signal: null });
    expect(stderr).toMatch(/^carray: .*made shorter.*\n$/);
  });
});

describe('carray stats refuses what is wrong', () => {
  const record = 'struct { uint32_t id : 3; float x; }';
  const stats = (...args: string[]) => carray(['stats', ...args]);
  beforeAll(() => writeFileSync(file('records'), Buffer.alloc(80)));

  test.each([
    [['-t', record], 2, /are no numbers: of a struct, --field NAME/],
    [['-t', record, '--field', 'y'], 2, /no field 'y': id, x/],
    [['--bins', '1001'], 2, /from 0 to 1000/],
    [['-r', '0..99999'], 1, /lies past the end/],
  ])('%j is refused', async (args, status, message) => {
    expectRefusal(await stats(file('records'), ...args), status, message);
  });
});
