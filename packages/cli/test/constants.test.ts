import { spawnSync } from 'node:child_process';
import { names, platform, platforms, valueOn } from 'carray';
import { describe, expect, test } from 'vitest';
import { matcher } from '../src/arguments/matcher.js';
import { constants } from '../src/commands/constants.js';
import { UsageError } from '../src/errors.js';
import { bin, carray } from './support/cli.js';
import { documentOf } from './support/schema.js';

describe('carray constants', () => {
  test('shows every name once, with its value here', async () => {
    const { status, stdout, stderr } = await carray(['constants']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [, ...rows] = stdout.trimEnd().split('\n');
    expect(rows.map((row) => row.split(' ')[0])).toEqual(names());
    const read = rows.find((row) => row.startsWith('PROT_READ '))?.split(/ +/);
    expect(read?.slice(0, 3)).toEqual(['PROT_READ', '0x1', '1']);
  });

  test('--json is what its schema says: all names, and the values of the library', async () => {
    const { stdout } = await carray(['constants', '--json']);
    const document = documentOf('constants', stdout);
    const expected = names().map((name) => {
      const value = valueOn(platform, name);
      return value === undefined ? { name } : expect.objectContaining({ name, value });
    });
    expect(document).toEqual({ platform, constants: expected });
  });

  test('one that the platform lacks is shown as absent', async () => {
    const args = ['constants', 'map_populate', '--platform', 'darwin-arm64'];
    const { status, stdout } = await carray(args);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^MAP_POPULATE +- +- +not on darwin-arm64$/m);
    const { stdout: json } = await carray([...args, '--json']);
    expect(documentOf('constants', json)).toEqual({
      platform: 'darwin-arm64',
      constants: [{ name: 'MAP_POPULATE' }],
    });
  });

  test('values, kernels and headers are those of the platform', async () => {
    const { stdout } = await carray(['constants', 'MAP_ANONYMOUS', '--platform', 'linux-mips']);
    expect(stdout).toMatch(/^MAP_ANONYMOUS +0x800 +2048 +.*arch\/mips\/.*mman\.h$/m);
    const { stdout: failed } = await carray(['constants', 'map_failed', '--platform', 'linux-x64']);
    expect(failed).toMatch(/^MAP_FAILED +-0x1 +-1 /m);
  });

  test('no match says so', async () => {
    const { status, stdout, stderr } = await carray(['constants', 'bogus']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^carray: no constant matches 'bogus': .*\n$/);
  });

  test.each([
    ['linux-amd64', 'did you mean linux-x64?'],
    ['macos-aarch64', 'did you mean darwin-arm64?'],
    ['linux-pdp11', 'did you mean linux-alpha, linux-arm, '],
    ['plan9-arm64', 'did you mean darwin-arm64, freebsd-arm64, '],
    ['bogus', `there are ${platforms().join(', ')}`],
    ['', 'there are aix-ppc64, '],
  ])('the platform %s is wrong usage, and close ones are offered', async (asked, offer) => {
    const refused = await constants(undefined, { platform: asked, color: false }).catch((error) => error);
    expect(refused).toBeInstanceOf(UsageError);
    expect(refused.message).toMatch(/^no constants are known of platform '.*'/);
    expect(refused.message).toContain(offer);
  });

  test('a wrong platform is told in one line', async () => {
    const { status, stdout, stderr } = await carray(['constants', '--platform', 'bogus']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^carray: no constants are known of platform 'bogus': .*\n$/);
  });

  test('| head ends quietly', () => {
    const script = `"$0" "$1" constants --json | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script, process.execPath, bin], { encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: '{\n0\n', stderr: '' });
  });
});

describe('patterns', () => {
  test.each([
    ['map_', 'MAP_SHARED', true],
    ['MAP_*', '__MAP_NOREPLACE', false],
    ['*map_*', '__MAP_NOREPLACE', true],
    ['MAP_?NON', 'MAP_ANON', true],
    ['MAP_?NON', 'MAP_ANONYMOUS', false],
    ['a.c', 'abc', false],
    ['[anon', '[anon:heap]', true],
    ['(', '(', true],
    ['', 'anything', true],
    ['*', '', true],
    ['a*b', 'a\nb', true],
  ])('%j and %j: %s', (pattern, text, expected) => {
    expect(matcher(pattern)(text)).toBe(expected);
  });
});
