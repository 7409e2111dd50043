import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mapFile, munmap, pageSize } from 'carray';
import { describe, expect, test } from 'vitest';
import { backends, carray, temporaryDirectory } from './support/cli.js';
import { fileOfPages, sparseFile } from './support/files.js';
import { asNobody, canBeNobody } from './support/nobody.js';
import { documentOf } from './support/schema.js';
import { has } from './support/tools.js';

interface Changed {
  readonly files: readonly { readonly pages: number; readonly before: number; readonly resident: number }[];
  readonly total: Record<string, number>;
}

const PAGES = 1024;
const file = temporaryDirectory();

/** How many pages are in memory, from one page on. */
function residentIn(path: string, from = 0): number {
  const array = mapFile(path);
  const { resident } = array.mapping.residency(from * pageSize);
  munmap(array);
  return resident;
}

async function changed(command: 'touch' | 'evict', ...args: string[]): Promise<Changed> {
  const { status, stdout, stderr } = await carray([command, '--json', ...args]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return documentOf(command, stdout) as Changed;
}

// The system may send pages away between two looks.
describe.skipIf(!has.eviction).each(backends)('pages that come and go, %s', { retry: 2 }, (backend) => {
  test('evict sends them away, those that no disk has yet too; touch brings them back; no byte changes', async () => {
    const path = fileOfPages(file(`whole-${backend}`), PAGES);
    const evicted = await changed('evict', path, '--backend', backend);
    expect(evicted.files).toMatchObject([{ pages: PAGES, resident: 0 }]);
    expect(evicted.total.before).toBe(evicted.files[0]?.before);
    expect(residentIn(path)).toBe(0);
    const touched = await changed('touch', path, '--backend', backend);
    expect(touched.files).toEqual([
      { path, bytes: PAGES * pageSize, firstPage: 0, pages: PAGES, before: 0, resident: PAGES },
    ]);
    expect(readFileSync(path).every((byte) => byte === 7)).toBe(true);
  });

  test('a range of them', async () => {
    const path = fileOfPages(file(`range-${backend}`), PAGES);
    await carray(['evict', path, '-r', `${PAGES / 2}p..`, '--backend', backend]);
    expect(residentIn(path, PAGES / 2)).toBe(0);
    await carray(['evict', path]);
    await carray(['touch', path, '-r', `..${PAGES / 2}p`, '--backend', backend]);
    expect(residentIn(path)).toBeGreaterThanOrEqual(PAGES / 2);
  });

  test('those that somebody has mapped stay, and are counted', async () => {
    const path = fileOfPages(file(`mapped-${backend}`), 64);
    const array = mapFile(path, { populate: true });
    const { files } = await changed('evict', path, '--backend', backend);
    expect(files[0]?.resident).toBeGreaterThan(0);
    const { stdout } = await carray(['evict', path, '--backend', backend]);
    expect(stdout).toMatch(/ stay {2}.*\n.*\n.*\nwhat stays is mapped or locked by a process/);
    munmap(array);
    expect((await changed('evict', path)).files[0]?.resident).toBe(0);
  });

  test('every second one is missing: all come in', async () => {
    const path = fileOfPages(file(`gaps-${backend}`), 200);
    await carray(['evict', path]);
    const array = mapFile(path, { advice: 'random' });
    for (let page = 0; page < 200; page += 40) array.get(page * pageSize);
    munmap(array);
    const before = residentIn(path);
    expect(before).toBeLessThan(200);
    const touched = await changed('touch', path, '--backend', backend);
    expect(touched.files).toMatchObject([{ pages: 200, resident: 200 }]);
  });

  test('a last page that is not whole, and empty files', async () => {
    const path = fileOfPages(file(`part-${backend}`), 1);
    appendFileSync(path, 'x');
    writeFileSync(file('empty'), '');
    expect((await changed('evict', path, file('empty'), '--backend', backend)).total).toMatchObject({
      files: 2,
      pages: 2,
      resident: 0,
    });
    expect((await changed('touch', path, file('empty'), '--backend', backend)).total.resident).toBe(2);
  });

  test('pages at the end of 5 GiB of a hole', async () => {
    const path = sparseFile(file('sparse'), 5 * 2 ** 30);
    const touched = await changed('touch', path, '-r', '-3p..', '--backend', backend);
    expect(touched.files).toMatchObject([{ firstPage: (5 * 2 ** 30) / pageSize - 3, pages: 3, resident: 3 }]);
    expect((await changed('evict', path, '--backend', backend)).files[0]?.resident).toBe(0);
  });
});

describe('touch and evict', () => {
  test('say it in lines', { retry: 2 }, async () => {
    mkdirSync(file('tree'), { recursive: true });
    fileOfPages(file('tree/a'), 1);
    fileOfPages(file('tree/b'), 2);
    const touched = await carray(['touch', file('tree')]);
    expect(touched).toMatchObject({ status: 0, stderr: '' });
    const [first, second, sum, all, ...rest] = touched.stdout.split('\n');
    expect(first).toMatch(/^\d read in, all of 1 page in memory {2}.*\/tree\/a$/);
    expect(second).toMatch(/^\d read in, all of 2 pages in memory {2}.*\/tree\/b$/);
    expect(sum).toMatch(/^\d pages? read in$/);
    const size = `${(3 * pageSize) / 1024} KiB`;
    expect([all, ...rest]).toEqual([`2 files: 3 of 3 pages in memory, ${size} of ${size}, 100%`, '']);
    const evicted = await carray(['evict', '-s', file('tree')]);
    expect(evicted.stdout).toMatch(/^\d pages? evicted\n2 files: \d of 3 pages in memory, .*\n/);
  });

  test.each(['touch', 'evict'])('%s goes on after what is wrong', async (command) => {
    const args = ['/nowhere', '/dev/null', fileOfPages(file('right'), 1)];
    const { status, stdout, stderr } = await carray([command, ...args]);
    expect(status).toBe(1);
    expect(stderr.split('\n').length).toBe(3);
    expect(stdout).toMatch(/right\n.*\n1 file: .*\nfailed: 2\n/);
  });

  test.each(['touch', 'evict'])('%s without a path is wrong usage', async (command) => {
    const { status, stderr } = await carray([command]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^carray: no path: .*\n$/);
  });

  test.skipIf(!canBeNobody)('tell of what the system does not tell', async () => {
    const path = fileOfPages(file('foreign'), 3);
    chmodSync(file(''), 0o755);
    for (const command of ['touch', 'evict']) {
      const { stdout } = await asNobody([command, '--json', path]);
      expect(documentOf(command, stdout)).toMatchObject({ files: [{ before: null, resident: null }] });
    }
  });

  test.each(backends)('a file that is cut all the time ends them well: %s', async (backend) => {
    const path = sparseFile(file('cut'), 0);
    const program = `const { ftruncateSync, openSync } = require('node:fs');
      const fd = openSync(${JSON.stringify(path)}, 'r+');
      console.log('cutting');
      for (;;) { ftruncateSync(fd, 2 ** 27); ftruncateSync(fd, 0); }`;
    const cutter: ChildProcess = spawn(process.execPath, ['-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => cutter.stdout?.once('data', resolve));
    for (const command of ['touch', 'evict', 'residency']) {
      const { status, stderr } = await carray([command, '-s', path, '--backend', backend]);
      expect(status === 0 || status === 1).toBe(true); // null after a signal
      expect(stderr).toMatch(status === 0 ? /^$/ : /^carray: [^\n]*\n$/);
    }
    cutter.kill('SIGKILL');
  });
});
