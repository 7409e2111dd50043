import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { pageSize } from 'carray';
import { beforeAll, describe, expect, test } from 'vitest';
import { backends, bin, carray, temporaryDirectory } from './support/cli.js';
import { fileOfPages } from './support/files.js';
import { asNobody, canBeNobody } from './support/nobody.js';
import { has } from './support/tools.js';

const file = temporaryDirectory();
const PAGES = 16; // less than the limits of most machines

interface Locking {
  readonly child: ChildProcess;
  /** What it has said until it waits. */
  readonly said: string;
  readonly ended: Promise<{ status: number | null; signal: string | null; stderr: string }>;
}

/** A process that holds locks, once it does. */
async function locking(...args: string[]): Promise<Locking> {
  const child = spawn(process.execPath, [bin, 'lock', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [said, stderr] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Awaited<Locking['ended']>>((resolve) => {
    child.once('close', (status, signal) => resolve({ status, signal, stderr }));
  });
  await new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (/ until SIGINT/.test(said)) resolve();
    });
  });
  return { child, said, ended };
}

const lockedBytes = (pid: number | undefined): number =>
  1024 * Number(/VmLck:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

beforeAll(() => {
  fileOfPages(file('a'), PAGES);
  fileOfPages(file('b'), PAGES);
  writeFileSync(file('empty'), '');
});

describe.each(backends)('lock with %s', (backend) => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'keeps pages until %s, and ends with 0',
    async (signal) => {
      const pidFile = file(`${signal}.pid`);
      const { child, said, ended } = await locking(
        ...[file('a'), file('b'), file('empty'), '--backend', backend, '--pid-file', pidFile],
      );
      expect(said).toBe(
        `locked 16 pages  ${file('a')}\nlocked 16 pages  ${file('b')}\nlocked 0 pages  ${file('empty')}\nprocess ${child.pid} keeps 32 pages (${(32 * pageSize) / 1024} KiB) of 3 files in memory until SIGINT, SIGTERM, SIGHUP\n`,
      );
      expect(readFileSync(pidFile, 'utf8')).toBe(`${child.pid}\n`);
      expect(lockedBytes(child.pid)).toBe(32 * pageSize);
      child.kill(signal);
      expect(await ended).toEqual({ status: 0, signal: null, stderr: '' });
      expect(existsSync(pidFile)).toBe(false);
    },
  );

  test.skipIf(!has.eviction)('what is locked is not evicted', async () => {
    const { child, ended } = await locking(file('a'), '-r', '4p..8p', '--backend', backend);
    expect(lockedBytes(child.pid)).toBe(4 * pageSize);
    const { stdout } = await carray(['residency', file('a'), '-r', '4p..8p']);
    expect(stdout).toMatch(/^ +100% {2}4 of 4 pages/);
    expect((await carray(['evict', file('a'), '-r', '4p..8p'])).stdout).toMatch(
      /^0 evicted, 4 of 4 pages stay/,
    );
    child.kill('SIGTERM');
    await ended;
  });

  test.skipIf(!canBeNobody)(
    'more than may be locked: the line names the limit, and no page stays locked',
    async () => {
      chmodSync(file(''), 0o755);
      const limit = 8 * pageSize;
      const { status, stdout, stderr } = await asNobody(
        ['lock', file('a'), '--backend', backend],
        `ulimit -l ${limit / 1024};`,
      );
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(new RegExp(`^carray: .*/a: .*RLIMIT_MEMLOCK is ${limit} bytes.*\n$`));
    },
  );
});

test('what can be locked is kept, and what cannot is told at the end too', async () => {
  const { child, said, ended } = await locking('/nowhere', '-s', file('a'));
  expect(said).toMatch(/^process \d+ keeps 16 pages \(.*\) of 1 file in memory/);
  child.kill('SIGINT');
  expect(await ended).toMatchObject({
    status: 1,
    signal: null,
    stderr: expect.stringMatching(/^carray: ENOENT.*\n$/),
  });
});

test('where nothing can be locked it does not wait', async () => {
  const { status, stderr } = await carray(['lock', '/nowhere', '/dev/null']);
  expect(status).toBe(1);
  expect(stderr.split('\n').length).toBe(3);
});

describe('the file with the pid', () => {
  test('of a process that lives is left alone, before anything is locked', async () => {
    writeFileSync(file('mine.pid'), `${process.pid}\n`);
    const { status, stdout, stderr } = await carray(['lock', file('a'), '--pid-file', file('mine.pid')]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/mine\.pid is that of process \d+, which has not ended\n$/);
    expect(readFileSync(file('mine.pid'), 'utf8')).toBe(`${process.pid}\n`);
  });

  test('that is none is not overwritten', async () => {
    const { status, stderr } = await carray(['lock', file('b'), '--pid-file', file('a')]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/is no file with a pid: it stays as it is\n$/);
    expect(readFileSync(file('a')).length).toBe(PAGES * pageSize);
  });

  test('of one that has ended is taken, and one that another has taken is not removed', async () => {
    writeFileSync(file('old.pid'), '4194999\n'); // more than the kernel gives
    const { child, ended } = await locking(file('a'), '--pid-file', file('old.pid'));
    expect(readFileSync(file('old.pid'), 'utf8')).toBe(`${child.pid}\n`);
    writeFileSync(file('old.pid'), '1\n');
    child.kill('SIGTERM');
    expect((await ended).status).toBe(0);
    expect(readFileSync(file('old.pid'), 'utf8')).toBe('1\n');
  });

  test('that cannot be written is told, and nothing stays locked', async () => {
    const { status, stderr } = await carray(['lock', file('a'), '--pid-file', '/nowhere/x.pid']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^carray: ENOENT.*\/nowhere\/x\.pid'\n$/);
  });
});
