import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { failureText } from '../src/files.js';
import { backends, bin, carray, expectRefusal, run, temporaryDirectory } from './support/cli.js';

const file = temporaryDirectory();

describe('a failure names its file', () => {
  test.each([
    [
      '/tmp/x',
      "ENOENT: no such file or directory, open '/tmp/x'",
      "ENOENT: no such file or directory, open '/tmp/x'",
    ],
    ['x', 'x: index 7 lies past the last', 'x: index 7 lies past the last'],
    ["it's", 'there is no shared memory "it\'s"', 'there is no shared memory "it\'s"'],
    ['memory', "shm_unlink '/memory': denied", "shm_unlink '/memory': denied"],
    ['x', 'the index is wrong', 'x: the index is wrong'],
    ['byte', 'the range 20+20 ends at byte 40', 'byte: the range 20+20 ends at byte 40'],
    ['', 'it is empty', ': it is empty'],
  ])('%j: %s', (name, message, text) => {
    expect(failureText(name, new Error(message))).toBe(text);
  });

  test('once, however often it is told', () => {
    const once = failureText('x', new Error('the index is wrong'));
    expect(failureText('x', new Error(once))).toBe(once);
  });

  test('in one line, and without what would command a terminal', () => {
    expect(failureText('a\x1b\n', new Error('first\n  second'))).toBe('a\\x1b\\x0a: first second');
    expect(failureText(Buffer.from('a\x1b'), new Error("open 'a\x1b'"))).toBe("open 'a\\x1b'");
  });
});

test.each(backends)('a file whose name is a word of the message is named too, %s', async (backend) => {
  const path = file('e');
  writeFileSync(path, 'abcdef');
  for (const command of ['dump', 'residency']) {
    const args = [command, '--backend', backend, path, '-r', '20..'];
    const { status, stderr } = await carray(args);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `carray: ${path}: the start 20 lies past the end of its 6 bytes: -6 to 6 is allowed\n`,
    });
  }
  const near = await run('sh', [
    '-c',
    'cd "$0" && exec "$@"',
    file(''),
    process.execPath,
    bin,
    'dump',
    'e',
    '-r',
    '20..',
  ]);
  expectRefusal(near, 1, /^carray: e: the start 20 lies past/);
});
