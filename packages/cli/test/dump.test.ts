import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { pageSize } from 'carray';
import { beforeAll, describe, expect, test } from 'vitest';
import { sizeFound } from '../src/open-file.js';
import { backends, bin, carray, expectRefusal, run, temporaryDirectory } from './support/cli.js';
import { fifo, sparseFile } from './support/files.js';
import { asNobodyNear, canBeNobody } from './support/nobody.js';
import { printed } from './support/tools.js';

const GIB = 2 ** 30;
const LARGE_BYTES = 2 ** 26;
const file = temporaryDirectory();

beforeAll(() => {
  writeFileSync(file('data'), Buffer.alloc(1000, 'x'));
  writeFileSync(file('empty'), '');
  writeFileSync(file('one'), 'x');
  mkdirSync(file('directory'));
  sparseFile(file('sparse'), 5 * GIB + 3, Uint8Array.of(9, 8, 7, 6, 5));
});

interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** Runs a dump; `act` is called once some of it was printed. The rest is read behind that. */
function interrupted(args: readonly string[], act: (pid: number) => void): Promise<Ended> {
  const child = spawn(process.execPath, [bin, 'dump', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdout.once('data', () => {
    child.stdout.pause();
    act(child.pid ?? 0);
    child.stdout.resume();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) => resolve({ status, signal, stderr }));
  });
}

describe.each(backends)('carray dump, %s', (backend) => {
  const dump = (...args: string[]) => carray(['dump', '--backend', backend, ...args]);

  test('prints in hexadecimal, nothing of an empty file', async () => {
    expect(await dump(file('one'))).toEqual({
      status: 0,
      stdout: `00000000  78${' '.repeat(48)}|x|\n00000001\n`,
      stderr: '',
    });
    expect(await dump(file('empty'))).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(await dump(file('empty'), '-t', 'float64')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('reads past 4 GiB', async () => {
    const { status, stdout } = await dump(file('sparse'), '-t', 'uint8', '-o', `${5 * GIB + 3}`);
    expect(status).toBe(0);
    expect(stdout).toBe('140000003   9   8   7   6   5\n');
    const across = await dump(file('sparse'), '-t', 'uint8', '-r', '-9..', '--format', 'csv');
    expect(across.stdout).toBe('value\n0\n0\n0\n0\n9\n8\n7\n6\n5\n');
  });

  test('| head -1 ends quietly, in threads too', async () => {
    writeFileSync(file('long'), Buffer.alloc(LARGE_BYTES / 2));
    for (const options of ['--like xxd', '-t float64']) {
      const line = `${process.execPath} ${bin} dump ${file('long')} ${options} --backend ${backend}`;
      const result = await run('/bin/sh', ['-c', `{ ${line}; echo "status $?" >&2; } | /usr/bin/head -1`]);
      expect(result).toMatchObject({ status: 0, stderr: 'status 0\n' });
      expect(result.stdout).toMatch(/^00000000.*\n$/);
    }
  });

  test('a device without an end prints as many as asked for', async () => {
    expect((await dump('/dev/zero', '-t', 'uint8', '-n', '3')).stdout).toBe('00000000   0   0   0\n');
    expect((await dump('/dev/zero', '--format', 'raw', '-t', 'uint16', '-n', '1.5k')).stdout.length).toBe(
      3072,
    );
    expect((await dump('/dev/zero', '-r', '1k+1')).stdout).toMatch(/^00000400 {2}00 /);
    for (const args of [[], ['-o', '-1k', '-n', '1'], ['-r', '1..'], ['-r', '-5..-1']]) {
      const { status, stdout, stderr } = await dump('/dev/zero', ...args);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toBe(
        "carray: '/dev/zero' is a device without an end: positions and indexes from its start are allowed, and so many elements as are asked for\n",
      );
    }
    const { status, stderr } = await dump('/dev/null', '-n', '1');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^carray: \/dev\/null: .*\n$/);
  });

  test.each([['hex'], ['table']])('a file that is cut meanwhile is told in a line, %s', async (format) => {
    const path = file('cut');
    writeFileSync(path, Buffer.alloc(LARGE_BYTES, 'cutting it short '));
    const args = ['--backend', backend, '-t', 'float64', '--format', format, path];
    const { status, signal, stderr } = await interrupted(args, () => truncateSync(path, pageSize));
    expect({ status, signal }).toEqual({ status: 1, signal: null });
    expect(stderr).toMatch(/^carray: .*cut: .*\n$/);
    expect(stderr).toMatch(/truncated|shorter/);
  });

  test('a signal ends it, in threads too', async () => {
    writeFileSync(file('long'), Buffer.alloc(LARGE_BYTES, 'a'));
    const args = ['--backend', backend, '-t', 'float64', file('long')];
    const ended = await interrupted(args, (pid) => process.kill(pid, 'SIGINT'));
    expect(ended).toEqual({ status: null, signal: 'SIGINT', stderr: '' });
  });
});

const told = async (args: readonly string[], message: RegExp): Promise<void> => {
  expectRefusal(await carray(['dump', ...args]), 1, message);
};

test('what cannot be printed is told in one line', async () => {
  await told([file('missing')], /ENOENT: no such file/);
  await told([file('directory')], /is a directory: files and devices can be mapped/);
  await told([fifo(file('fifo'))], /is a FIFO: files and devices can be mapped/);
  await told([file('one'), '-o', '2'], /offset 2 lies past the end of its 1 byte: -1 to 1 is allowed/);
  await told([file('one'), '-o', '-2'], /offset -2 lies before the start of its 1 byte/);
  await told([file('data'), '-r', '900+101'], /ends at byte 1001, past the end of its 1,000 bytes/);
  await told([file('data'), '-r', '9..8'], /ends at byte 8, before its start at byte 9/);
  await told(
    [file('data'), '-n', '126', '-t', 'int64'],
    /count 126 .* 1,000 bytes: .* 0 to 125 elements of int64 are allowed/,
  );
  await told(
    [file('data'), '-n', '2', '-o', '999'],
    /count 2 .*: from byte 999 on, 0 to 1 elements of uint8 are allowed/,
  );
});

test.skipIf(process.platform !== 'linux')('a file of the system without a size is told', async () => {
  await told(['/proc/self/status'], /tells no size/);
});

test('a socket is told', async () => {
  const server = createServer().listen(file('socket'));
  try {
    await told([file('socket')], /is a socket: files and devices can be mapped/);
  } finally {
    server.close();
  }
});

test.runIf(canBeNobody)('a file without the right to read it is told', async () => {
  writeFileSync(file('secret'), 'x', { mode: 0 });
  const result = await asNobodyNear(file('secret'), ['dump', file('secret')]);
  expectRefusal(result, 1, /^carray: EACCES: permission denied.*secret/);
});

test('one that fails does not stop the others', async () => {
  const { status, stdout, stderr } = await carray(['dump', file('missing'), file('one'), file('directory')]);
  expect(status).toBe(1);
  expect(stdout).toBe(`==> ${file('one')} <==\n00000000  78${' '.repeat(48)}|x|\n00000001\n`);
  expect(stderr.trimEnd().split('\n')).toHaveLength(2);
});

test.each([
  [['-r', '1..', '-n', '1'], /'-r, --range <range>' cannot be used with option '-n/],
  [['--like', 'od', '-t', 'int8'], /cannot be used with option '-t/],
  [['--like', 'od', '--format', 'hex'], /cannot be used with option '--format/],
  [['--like', 'dd'], /Allowed choices are od, xxd, hexdump/],
  [['--format', 'xml'], /Allowed choices are table, hex, json, ndjson, csv, raw/],
  [['--width', '0'], /'0' is invalid. It must be an integer from 1 to 1024/],
  [['--width', '8', '-t', 'int8'], /--width is for --format hex, and this is table/],
  [['-r', '9'], /'9' is invalid. It must be FROM..TO/],
  [['-t', 'float63'], /unknown type name 'float63'/],
])('%j is wrong usage', async (args, message) => {
  expectRefusal(await carray(['dump', file('one'), ...args]), 2, message);
});

test.skipIf(process.platform !== 'linux')('a full disk is told', async () => {
  const line = `${process.execPath} ${bin} dump ${file('data')} > /dev/full`;
  const { status, stderr } = await run('/bin/sh', ['-c', line]);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^carray: .*ENOSPC.*\n$/);
});

test('the size of a block device is found: here of files', () => {
  for (const size of [0, 1, 2, 3, 511, 512, 513, 1000, 5 * GIB + 8]) {
    writeFileSync(file('sized'), '');
    truncateSync(file('sized'), size);
    const fd = openSync(file('sized'), 'r');
    expect(sizeFound(fd)).toBe(size);
    closeSync(fd);
  }
});

/** The start of a block device that can be read. */
const device = ['/dev/vda', '/dev/sda', '/dev/nvme0n1'].find((path) => {
  try {
    const fd = openSync(path, 'r');
    const length = readSync(fd, new Uint8Array(1), 0, 1, 0);
    closeSync(fd);
    return length === 1;
  } catch {
    return false;
  }
});

test.skipIf(device === undefined)(
  `a block device prints, from its end too${device === undefined ? ' (needs the right to read one)' : ''}`,
  async () => {
    const [size = ''] = printed('lsblk', '-bdno', 'SIZE', device ?? '')
      .trim()
      .split('\n');
    const { status, stdout, stderr } = await carray(['dump', device ?? '', '-r', '-16..']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`\n${Number(size).toString(16).padStart(8, '0')}\n`);
    const { stdout: first } = await carray(['dump', device ?? '', '-n', '16', '--format', 'ndjson']);
    expect(Uint8Array.from(first.trim().split('\n'), Number)).toHaveLength(16);
  },
);
