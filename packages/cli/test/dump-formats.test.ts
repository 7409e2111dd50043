import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { uint8 } from 'carray';
import { beforeAll, describe, expect, test } from 'vitest';
import { hex } from '../src/dump/hex.js';
import { table } from '../src/dump/table.js';
import { elementTypeOf } from '../src/element-type.js';
import { backends, bin, carray, run, temporaryDirectory } from './support/cli.js';
import { looks } from './support/looks.js';
import { CTRL_C, terminal } from './support/terminal.js';
import { has } from './support/tools.js';

const file = temporaryDirectory();

const record =
  'struct { uint32_t id; enum { BUY, SELL } side; struct { char name[6]; float weight; } in; uint8_t rgb[3]; unsigned low : 3; int64_t big; }';
const RECORD_BYTES = 32;

const schema: unknown = JSON.parse(
  readFileSync(new URL('../../../docs/schemas/dump.schema.json', import.meta.url), 'utf8'),
);
const ajv = new Ajv2020();
if (typeof schema === 'object' && schema !== null) ajv.addSchema({ ...schema, $id: 'dump' });

/** Throws what is wrong with it. */
function validated(text: string, pointer = ''): unknown {
  const value: unknown = JSON.parse(text);
  if (ajv.validate(`dump${pointer}`, value) !== true) throw new Error(ajv.errorsText());
  return value;
}

beforeAll(() => {
  const records = Buffer.alloc(2 * RECORD_BYTES + 5);
  records.writeUInt32LE(7, 0);
  records.writeUInt32LE(1, 4);
  records.write('a,"\n\u0085', 8);
  records.writeFloatLE(0.1, 16);
  records.set([1, 2, 3, 5], 20);
  records.writeBigInt64LE(2n ** 53n, 24);
  records.writeUInt32LE(9, RECORD_BYTES + 4);
  records.writeFloatLE(Number.NaN, RECORD_BYTES + 16);
  records.writeBigInt64LE(-5n, RECORD_BYTES + 24);
  writeFileSync(file('records'), records);
  writeFileSync(
    file('bytes'),
    Uint8Array.from({ length: 300 }, (_, index) => index),
  );
  writeFileSync(file('empty'), '');
  writeFileSync(file('numbers'), Float64Array.of(1.5, Number.NaN, -Infinity, -0));
  writeFileSync(file('long'), BigUint64Array.of(2n ** 53n - 1n, 2n ** 64n - 1n));
});

const dump = (...args: string[]) => carray(['dump', ...args]);
const stdoutOf = async (...args: string[]): Promise<string> => {
  const { status, stdout } = await dump(...args);
  expect(status).toBe(0);
  return stdout;
};

describe.each(backends)('structs, %s', (backend) => {
  test('a table has a row for each, and names of columns', async () => {
    const { status, stdout, stderr } = await dump('--backend', backend, file('records'), '-t', record);
    expect(status).toBe(0);
    expect(stderr).toMatch(/^carray: .* the last 5 bytes are not printed/);
    const lines = stdout.split('\n');
    expect(lines[0]?.split(/ +/)).toEqual([
      'offset',
      'id',
      'side',
      'in.name',
      'in.weight',
      'rgb',
      'low',
      'big',
    ]);
    expect(lines[1]).toContain(String.raw`"a,\"\n\u0085"`); // the terminal gets no control character
    expect(lines[2]?.split(/ +/)).toEqual(['00000020', '0', '9', '""', 'NaN', '[0,', '0,', '0]', '0', '-5']);
    expect(new Set(lines.slice(0, 3).map((line) => line.length)).size).toBe(1);
  });
});

test('on a terminal too narrow for rows, structs have a line for each field', () => {
  const type = elementTypeOf('struct { uint16_t first; uint16_t x; }');
  const subject = { file: '', type, byteOffset: 0, byteLength: 8, endsEarly: false };
  const textAt = (columns: number) =>
    table(subject, { ...looks, format: 'table', isTerminal: true, columns }).block(Buffer.alloc(8), 0);
  expect(textAt(18)).toBe('offset    first  x\n00000000      0  0\n00000004      0  0\n');
  expect(textAt(17)).toBe('00000000\n  first  0\n  x      0\n00000004\n  first  0\n  x      0\n');
});

describe('json', () => {
  test('is a document of the schema', async () => {
    const text = await stdoutOf(file('records'), '-t', record, '--format', 'json');
    expect(validated(text)).toMatchObject({
      file: file('records'),
      byteOffset: 0,
      count: 2,
      elements: [
        { id: 7, side: 'SELL', in: { weight: 0.1 }, rgb: [1, 2, 3], low: 5, big: '9007199254740992' },
        { id: 0, side: 9, in: { name: '', weight: 'NaN' }, rgb: [0, 0, 0], low: 0, big: -5 },
      ],
    });
  });

  test('has special numbers as texts', async () => {
    const text = await stdoutOf(file('numbers'), '-t', 'float64', '--format', 'json', '-o', '0');
    expect(validated(text)).toMatchObject({ type: 'float64', elements: [1.5, 'NaN', '-Infinity', -0] });
    const long = validated(await stdoutOf(file('long'), '-t', 'uint64', '--format', 'json'));
    expect(long).toMatchObject({ elements: [9007199254740991, '18446744073709551615'] });
  });

  test('without -t is the bytes; of an empty file there are none', async () => {
    const bytes = validated(await stdoutOf(file('bytes'), '--format', 'json', '-o', '298'));
    expect(bytes).toMatchObject({ type: 'uint8', byteOffset: 298, count: 2, elements: [42, 43] });
    expect(validated(await stdoutOf(file('empty'), '--format', 'json'))).toMatchObject({
      count: 0,
      elements: [],
    });
  });

  test('of several files is a list, without those that fail', async () => {
    const several = await dump(file('long'), file('missing'), file('numbers'), '--format', 'json', '-n', '1');
    expect(several.status).toBe(1);
    expect(several.stderr).toMatch(/^carray: ENOENT.*\n$/);
    expect(validated(several.stdout)).toMatchObject([{ file: file('long') }, { file: file('numbers') }]);
    const none = await dump(file('missing'), file('missing'), '--format', 'json');
    expect(none.status).toBe(1);
    expect(validated(none.stdout)).toEqual([]);
  });

  test('the schema refuses what is something else', () => {
    expect(() => validated('{"file":"x","type":"uint8","byteOffset":-1,"count":0,"elements":[]}')).toThrow();
    expect(() =>
      validated('{"file":"x","type":"uint8","byteOffset":0,"count":0,"elements":[null]}'),
    ).toThrow();
    expect(() => validated('null', '#/$defs/element')).toThrow();
  });
});

test('a type of a header that can be read once', async () => {
  const header = 'typedef struct { unsigned char first; } start;';
  const line = `${process.execPath} ${bin} dump -t @/dev/stdin:start -n 1 --format ndjson ${file('bytes')}`;
  const { stdout, stderr } = await run('/bin/sh', ['-c', `echo '${header}' | ${line}`]);
  expect({ stdout, stderr }).toEqual({ stdout: '{"first":0}\n', stderr: '' });
});

test('ndjson is an element in each line', async () => {
  const lines = (await stdoutOf(file('records'), '-t', record, '--format', 'ndjson')).trimEnd().split('\n');
  expect(lines.map((line) => validated(line, '#/$defs/element'))).toMatchObject([{ id: 7 }, { id: 0 }]);
  expect(await stdoutOf(file('long'), '-t', 'uint64', '--format', 'ndjson')).toBe(
    '9007199254740991\n"18446744073709551615"\n',
  );
});

describe('csv', () => {
  test('has a header, and the quotes of RFC 4180', async () => {
    const text = await stdoutOf(file('records'), '-t', record, '--format', 'csv');
    expect(text).toBe(
      'id,side,in.name,in.weight,rgb,low,big\n' +
        '7,SELL,"a,""\n\u0085",0.1,"[1,2,3]",5,9007199254740992\n' +
        '0,9,"",NaN,"[0,0,0]",0,-5\n',
    );
  });

  test('of numbers has one column', async () => {
    expect(await stdoutOf(file('numbers'), '-t', 'float64', '--format', 'csv')).toBe(
      'value\n1.5\nNaN\n-Infinity\n-0\n',
    );
  });
});

test.each(backends)('raw is the bytes, %s', (backend) => {
  const args = [bin, 'dump', '--backend', backend, '--format', 'raw', '-r', '10+200', file('bytes')];
  expect(execFileSync(process.execPath, args)).toEqual(readFileSync(file('bytes')).subarray(10, 210));
});

describe('hex', () => {
  const subject = { file: '', type: uint8, byteOffset: 0, byteLength: 64, endsEarly: false };
  const lineOf = (columns: number): number => {
    const format = hex(subject, { ...looks, columns });
    return Buffer.from(format.block(Buffer.alloc(64), 0)).indexOf('\n');
  };

  test('is as wide as the terminal, in groups of eight', () => {
    const widths = [20, 44, 80, 110, 111, 112, 200].map(lineOf);
    expect(widths).toEqual([45, 45, 78, 78, 111, 111, 177]);
  });

  test('is what hexdump prints, by default', async () => {
    expect(await stdoutOf(file('bytes'))).toBe(await stdoutOf('--like', 'hexdump', file('bytes')));
  });

  test('--width has so many bytes in a line', async () => {
    const lines = (await stdoutOf(file('bytes'), '--width', '3', '-n', '7')).split('\n');
    expect(lines).toEqual([
      '00000000  00 01 02  |...|',
      '00000003  03 04 05  |...|',
      '00000006  06        |.|',
      '00000007',
      '',
    ]);
  });

  test('--no-squeeze prints what repeats', async () => {
    writeFileSync(file('zeros'), Buffer.alloc(48));
    expect((await stdoutOf(file('zeros'))).split('\n')[1]).toBe('*');
    expect((await stdoutOf(file('zeros'), '--no-squeeze')).split('\n')).toHaveLength(5);
  });

  test('of elements counts in elements', async () => {
    expect(await stdoutOf(file('bytes'), '--format', 'hex', '-t', 'float64', '-n', '2')).toMatch(
      /\n00000010\n$/,
    );
  });

  test.skipIf(!has.script)('has colours on a terminal, and fits it', async () => {
    const line = `stty cols 60; ${process.execPath} ${bin} dump ${file('bytes')}`;
    const env = { TERM: 'xterm-256color', COLORTERM: 'truecolor' };
    const { stdout } = await run('script', ['-qec', line, '/dev/null'], env);
    const [first = '', ...others] = stdout.trimEnd().split('\r\n');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: codes of colours are what is asked for
    const codes = /\u001b\[\d+m/g;
    expect(first.match(codes)?.length).toBeGreaterThan(4);
    expect(first.replace(codes, '')).toBe('00000000  00 01 02 03 04 05 06 07  |........|');
    expect(others.at(-1)).toBe('\u001b[2m0000012c\u001b[22m');
    const plain = await run('script', ['-qec', `${line} --no-color`, '/dev/null'], env);
    expect(plain.stdout).not.toMatch(codes);
  });
});

test.skipIf(!has.script)('Ctrl-C in the middle of colours leaves none behind', async () => {
  writeFileSync(file('random'), randomBytes(2 ** 26));
  const screen = terminal(`exec env -u NO_COLOR '${process.execPath}' '${bin}' dump '${file('random')}'`);
  await screen.until(/00010000␛/);
  screen.type(CTRL_C);
  expect(await screen.ended).toBe(130);
  expect(screen.shown()).toMatch(/(?:␛\[0m(?:\^C)?)$/);
});

test('several files have headings where people read, and none elsewhere', async () => {
  const [a, b] = [file('long'), file('numbers')];
  const table = await stdoutOf(a, b, '-t', 'uint8', '-n', '1');
  expect(table).toBe(`==> ${a} <==\n00000000 255\n\n==> ${b} <==\n00000000   0\n`);
  expect(await stdoutOf(a, b, '--format', 'ndjson', '-n', '1')).toBe('255\n0\n');
});
