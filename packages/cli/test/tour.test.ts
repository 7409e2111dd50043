import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { backends, bin, carray, expectRefusal, run, temporaryDirectory } from './support/cli.js';
import { has } from './support/tools.js';

const file = temporaryDirectory();
const hash = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
const ESC = String.fromCharCode(27);

/** A directory for temporary files of its own, to see what is left there. */
const ownTmp = (): string => mkdtempSync(file('tmp-'));

/** The sum of all whole 32-bit words. */
function sumOf(path: string): string {
  const bytes = readFileSync(path);
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 4));
  let sum = 0n;
  for (let from = 0; from < words.length; from += 2 ** 20) {
    sum += BigInt(words.subarray(from, from + 2 ** 20).reduce((total, word) => total + word, 0));
  }
  return sum.toLocaleString('en-US');
}

describe.each(backends)('carray tour, %s', (backend) => {
  const tour = (...args: string[]) => carray(['tour', '--backend', backend, ...args]);

  test('by default it shows the program of Node.js, and changes nothing', async () => {
    const before = hash(process.execPath);
    const TMPDIR = ownTmp();
    const { status, stdout, stderr } = await carray(['tour', '--backend', backend], { TMPDIR });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(readdirSync(TMPDIR)).toEqual([]);
    expect(hash(process.execPath)).toBe(before);
    expect(stdout.match(/^\d {2}/gm)).toHaveLength(7);
    expect(stdout).toContain(`${backend}  --backend ${backend} asks for it`);
    expect(stdout).toContain(`file     ${process.execPath}\n`);
    expect(stdout).toContain(`sum                  ${sumOf(process.execPath)}, each time`);
    expect(stdout.match(/\d GB\/s/g)).toHaveLength(4);
    expect(stdout).not.toContain('npm');
    expect(stdout).toMatch(/Go on: {2}carray tour FILE .*\n.*carray --help/);
    expect(stdout).toMatch(/in the file +0x00c0ffee {3}after msync/);
    expect(stdout).toMatch(/reads 357,389,824 in its own mapping, which is right/);
    expect(stdout).toMatch(/ERR_OUT_OF_RANGE[\s\S]*ERR_MAPPING_UNMAPPED/);
    expect(stdout).not.toContain(ESC);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test.runIf(process.platform === 'linux')('it decodes the header of a program', async () => {
    const { stdout } = await tour();
    const header = readFileSync(process.execPath).subarray(0, 64);
    expect(stdout).toContain('uint8    7f 45 4c 46');
    if (header.readUInt8(4) !== 2 || header.readUInt8(5) !== 1) return; // not 64-bit little-endian
    expect(stdout).toMatch(/ELF {6}64-bit .*, (x86-64|AArch64|RISC-V), /);
    expect(stdout).toContain(`entry point 0x${header.readBigUInt64LE(24).toString(16)}\n`);
  });

  test.each([
    ['text', 'hello, world\n', ['hello, world.', '3 of type uint32, and 1 byte left over']],
    ['one byte', 'x', ['uint8    78', 'no whole uint32', 'in the mapping  87 ']],
    ['nothing', '', ['0 bytes', 'an array of length 0', 'no whole uint32', 'empty file']],
    ['odd', Buffer.alloc(8195, 0x80), ['8,195 bytes (8 KiB)', '2,048 of type uint32, and 3 bytes left over']],
  ])('a file with %s', async (name, bytes, expected) => {
    writeFileSync(file(name), bytes);
    const TMPDIR = ownTmp();
    const { status, stdout, stderr } = await carray(['tour', '--backend', backend, file(name)], { TMPDIR });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const text of expected) expect(stdout).toContain(text);
    expect(stdout).toContain('which is right');
    expect(readFileSync(file(name)).equals(Buffer.from(bytes))).toBe(true);
    expect(readdirSync(TMPDIR)).toEqual([]);
  });

  test('what is no file is told in one line', async () => {
    mkdirSync(file('directory'), { recursive: true });
    for (const [path, message] of [
      [file('missing'), /ENOENT/],
      [file('directory'), /is a directory: files and devices can be mapped/],
      ['/dev/zero', /device/],
    ] as const) {
      expectRefusal(await tour(path), 1, message);
    }
  });
});

describe('carray tour', () => {
  test('CARRAY_BACKEND chooses the backend of both processes', async () => {
    const { status, stdout } = await carray(['tour', bin], { CARRAY_BACKEND: 'ffi' });
    expect(status).toBe(0);
    expect(stdout).toContain('ffi  CARRAY_BACKEND=ffi asks for it');
  });

  test('ends quietly, and cleans up, when nobody reads', async () => {
    const TMPDIR = ownTmp();
    const line = `{ ${process.execPath} ${bin} tour ${bin}; echo "status $?" >&2; } | /usr/bin/head -1`;
    expect(await run('/bin/sh', ['-c', line], { TMPDIR })).toMatchObject({ status: 0, stderr: 'status 0\n' });
    expect(readdirSync(TMPDIR)).toEqual([]);
  });

  test('cleans up when it is interrupted', async () => {
    const TMPDIR = ownTmp();
    const child = spawn(process.execPath, [bin, 'tour', bin], { env: { ...process.env, TMPDIR } });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('second process')) child.kill('SIGTERM');
    });
    const signal = await new Promise((resolve) => child.once('close', (_status, name) => resolve(name)));
    expect(signal).toBe('SIGTERM');
    expect(readdirSync(TMPDIR)).toEqual([]);
  });

  test('a temporary directory that is none fails in one line', async () => {
    const { status, stderr } = await carray(['tour', bin], { TMPDIR: file('nowhere') });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^carray: ENOENT.*\n$/);
  });

  test.skipIf(!has.script)('colours on a terminal, unless NO_COLOR is set', async () => {
    const onTerminal = (env: NodeJS.ProcessEnv) => {
      const command = `${process.execPath} ${bin} tour ${bin}`;
      return run('script', ['-qec', command, '/dev/null'], { TERM: 'xterm', ...env });
    };
    expect((await onTerminal({})).stdout).toContain(`${ESC}[1m`);
    const plain = await onTerminal({ NO_COLOR: '1' });
    expect(plain.stdout).toContain('A file, mapped read-only');
    expect(plain.stdout).not.toContain(ESC);
  });
});
