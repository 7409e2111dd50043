import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { endianness } from 'node:os';
import { beforeAll, describe, expect, test } from 'vitest';
import { backends, carray, expectRefusal, temporaryDirectory } from './support/cli.js';
import { fifo, sparseFile } from './support/files.js';
import { asNobodyNear, canBeNobody } from './support/nobody.js';
import { documentOf } from './support/schema.js';

const file = temporaryDirectory();
const FAR = 5 * 2 ** 30;
const record = 'struct { uint32_t id; double x; struct { int8_t q; } in; }';
const order = endianness() === 'LE' ? 'le' : 'be';

beforeAll(() => {
  writeFileSync(file('doubles'), Float64Array.of(1, -0.5, Number.NaN, -0, 1e300));
  writeFileSync(
    file('records'),
    Buffer.from(Array.from({ length: 60 }, (_, index) => (index === 16 ? 0xff : 0))),
  );
  writeFileSync(file('empty'), '');
  mkdirSync(file('directory'));
  sparseFile(file('sparse'), FAR, 'hello');
});

describe.each(backends)('carray get, %s', (backend) => {
  const get = (...args: string[]) => carray(['get', '--backend', backend, ...args]);

  test('prints elements, one in a line, from both ends', async () => {
    const { status, stdout, stderr } = await get(file('doubles'), '0', '-1', '2', '0x3', '-t', 'float64');
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '1\n1e+300\nNaN\n-0\n', stderr: '' });
  });

  test('structs, their fields, and JSON', async () => {
    const plain = await get(file('records'), '0', '-t', record);
    expect(plain.stdout).toBe('{"id": 0, "x": 0, "in": {"q": -1}}\n');
    expect((await get(file('records'), '0', '-t', record, '--field', 'in.q')).stdout).toBe('-1\n');
    const json = await get(file('records'), '1', '-t', record, '--json', '-o', '1');
    expect(documentOf('get', json.stdout)).toMatchObject({
      elements: [{ index: 1, offset: 25, value: { id: 0 } }],
    });
    const field = await get(file('records'), '1', '-t', record, '--json', '--field', 'in.q');
    expect(documentOf('get', field.stdout)).toMatchObject({
      field: 'in.q',
      elements: [{ offset: 40, value: 0 }],
    });
    const special = await get(file('doubles'), '2', '--json', '-t', 'float64');
    expect(documentOf('get', special.stdout)).toMatchObject({ elements: [{ value: 'NaN' }] });
  });

  test('reaches past 4 GiB, in a sparse file', async () => {
    const { stdout } = await get(file('sparse'), '-1', `${FAR}`, '-t', 'uint8');
    expect(stdout).toBe('111\n104\n');
    const far = await get(file('sparse'), '0', '-t', `uint32${order}`, '-o', '5G');
    expect(far.stdout).toBe(`${Buffer.from('hell')[order === 'le' ? 'readUInt32LE' : 'readUInt32BE'](0)}\n`);
  });

  test('a device has as many elements as asked for', async () => {
    expect(await get('/dev/zero', '0', '7', '-t', 'int64')).toEqual({
      status: 0,
      stdout: '0\n0\n',
      stderr: '',
    });
  });

  test('what cannot be had is told in one line', async () => {
    const cases: [args: string[], message: RegExp][] = [
      [[file('missing'), '0'], /ENOENT/],
      [[file('directory'), '0'], /is a directory: files and devices can be mapped/],
      [[fifo(file('fifo')), '0'], /is a FIFO: files and devices can be mapped/],
      [[file('empty'), '0'], /index 0 lies past the last of its 0 elements: none is allowed/],
      [[file('doubles'), '5', '-t', 'float64'], /index 5 .* 5 elements: 0 to 4, or -5 to -1/],
      [[file('doubles'), '-6', '-t', 'float64'], /index -6 lies before the first/],
      [[file('doubles'), '0', '-o', '41'], /offset 41 lies past the end of its 40 bytes/],
      [['/dev/zero', '-1'], /'\/dev\/zero' is a device without an end: .* indexes from its start/],
    ];
    for (const [args, message] of cases) {
      expectRefusal(await get(...args), 1, message);
    }
  });

  test.runIf(canBeNobody)('a file without the right to read it', async () => {
    writeFileSync(file('secret'), 'x', { mode: 0o600 });
    const { status, stderr } = await asNobodyNear(file('secret'), [
      'get',
      '--backend',
      backend,
      file('secret'),
      '0',
    ]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^carray: EACCES: .*secret'.*\n$/);
  });
});

test.each([
  [['x'], /must be an integer/],
  [['0', '-t', 'int9'], /unknown type name/],
  [['0', '-t', record, '--field', 'in.z'], /no field 'z': q are there/],
  [['0', '-t', record, '--field', 'id.z'], /'id' of type uint32 has no fields, so no 'z'/],
  [['0', '--field', 'id'], /an element of type uint8 has no fields, so no 'id'/],
  [[], /missing required argument 'index'/],
])('%j is wrong usage', async (args, message) => {
  expectRefusal(await carray(['get', file('doubles'), ...args]), 2, message);
});

test('looking changes nothing', async () => {
  const before = statSync(file('doubles')).mtimeMs;
  await carray(['get', file('doubles'), '0']);
  expect(statSync(file('doubles')).mtimeMs).toBe(before);
});
