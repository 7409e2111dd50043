import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mapFile, munmap, pageSize } from 'carray';
import { describe, expect, test } from 'vitest';
import { processId } from '../src/arguments/numbers.js';
import { parseAreas } from '../src/system/areas.js';
import { carray, temporaryDirectory } from './support/cli.js';
import { hidden, withHidden } from './support/hidden.js';
import { asNobody, canBeNobody } from './support/nobody.js';
import { documentOf } from './support/schema.js';

const temporary = temporaryDirectory();
const hasProc = process.platform === 'linux';

describe.runIf(hasProc)('carray maps', () => {
  test('tells what a process has mapped: resident, dirty, and all of it together', async () => {
    const path = temporary('numbers \x1b[31m');
    writeFileSync(path, Buffer.alloc(8 * pageSize));
    const array = mapFile(path, { access: 'read-write' });
    for (let page = 0; page < 3; page++) array.set(page * pageSize, 1);
    try {
      const args = ['maps', String(process.pid), '*/numbers*'];
      const { stdout } = await carray([...args, '--json']);
      const document = documentOf('maps', stdout);
      const byteLength = 8 * pageSize;
      expect(document).toMatchObject({
        pid: process.pid,
        areas: [{ path, protection: 'rw-s', byteLength, offset: expect.stringMatching(/^0+$/) }],
        totals: { areas: 1, byteLength },
      });
      const { resident, dirty } = (document as { totals: { resident: number; dirty: number } }).totals;
      expect(dirty).toBeGreaterThanOrEqual(3 * pageSize);
      expect(resident).toBeGreaterThanOrEqual(dirty);
      const { status, stdout: text, stderr } = await carray(args);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const [heading, row, totals, ...more] = text.trimEnd().split('\n');
      expect(heading).toMatch(/^address range +protection +size KiB +resident +dirty +what$/);
      expect(row).toMatch(/^[\da-f]+-[\da-f]+ +rw-s +[\d,]+ +[\d,]+ +[\d,]+ +\/.*\/numbers \\x1b\[31m$/);
      expect(totals).toMatch(/^1 area: .* KiB, .* KiB resident, .* KiB dirty$/);
      expect(more).toEqual([]);
    } finally {
      munmap(array);
    }
  });

  test('self is the command itself, all of it', async () => {
    const { stdout } = await carray(['maps', 'self', '--json']);
    expect(documentOf('maps', stdout)).toHaveProperty(
      'areas',
      expect.arrayContaining([expect.objectContaining({ path: '[stack]' })]),
    );
  });

  test('a pattern that matches nothing leaves nothing, which is no failure', async () => {
    const { status, stdout } = await carray(['maps', 'self', 'nothing-is-called-so']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/\n0 areas: 0 B, 0 B resident, 0 B dirty\n$/);
  });

  test('a process that is gone is told in one line', async () => {
    const { pid } = spawnSync('true');
    const { status, stdout, stderr } = await carray(['maps', String(pid)]);
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: `carray: there is no process ${pid}\n`,
    });
  });

  test.runIf(canBeNobody)("another user's process is told in one line", async () => {
    const { status, stdout, stderr } = await asNobody(['maps', String(process.pid)]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe(`carray: process ${process.pid} may not be looked at: it is another user's\n`);
  });

  test.runIf(hidden)('without /proc that is told in one line', async () => {
    const { status, stdout, stderr } = await withHidden(['/proc'], ['maps', 'self']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe('carray: this system has no /proc, which tells what is mapped\n');
  });

  test('what is no process is wrong usage', async () => {
    const { status, stderr } = await carray(['maps', 'init']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^carray: .*'init' is invalid.*It must be the number of a process.*\n$/);
  });
});

describe('what carray maps reads', () => {
  test.each(['0', '-1', '1.5', '2147483648', '', 'Self', '0x10'])('%j is no process', (text) => {
    expect(() => processId(text)).toThrow('It must be the number of a process');
  });

  test.each([
    ['1', 1],
    ['2147483647', 2147483647],
    ['self', 'self'],
  ])('%j is one', (text, expected) => {
    expect(processId(text)).toBe(expected);
  });

  test('the lines of smaps, and of maps without its numbers', () => {
    const smaps = `7f00-8f00 rw-s 00001000 08:01 12                         /a b (deleted)
Size:                  4 kB
Rss:                   4 kB
Shared_Dirty:          1 kB
Private_Dirty:         2 kB
VmFlags: rd wr
ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
`;
    expect(parseAreas(smaps)).toEqual([
      {
        ...{ start: '7f00', end: '8f00', protection: 'rw-s', byteLength: 4096, offset: '00001000' },
        ...{ path: '/a b (deleted)', resident: 4096, dirty: 3072 },
      },
      {
        ...{ start: 'ffffffffff600000', end: 'ffffffffff601000', protection: '--xp' },
        ...{ byteLength: 4096, offset: '00000000', path: '[vsyscall]' },
      },
    ]);
    expect(parseAreas('')).toEqual([]);
    expect(parseAreas('10-20 ---p 00000000 00:00 0 \n')).toEqual([
      { start: '10', end: '20', protection: '---p', byteLength: 16, offset: '00000000' },
    ]);
  });
});
