import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { pageSize } from 'carray';
import { beforeAll, describe, expect, test } from 'vitest';
import { backends, bin, carray, expectRefusal, run, temporaryDirectory } from './support/cli.js';
import { fileOfPages, sparseFile } from './support/files.js';
import { asNobody, canBeNobody } from './support/nobody.js';
import { fincore, flagsOf, mincore } from './support/page-cache.js';
import { documentOf } from './support/schema.js';
import { has } from './support/tools.js';

interface Look {
  readonly files: readonly {
    readonly path: string;
    readonly bytes: number;
    readonly firstPage: number;
    readonly pages: number;
    readonly resident: number;
    readonly heatMap: readonly number[];
    readonly runs: readonly [number, number][];
  }[];
  readonly total: Record<string, number>;
  readonly skipped: Record<string, number>;
  readonly failed: number;
}

const PAGES = 2048;
const file = temporaryDirectory();
let half = '';
/** Half of its pages are holes: of a file system in memory those are in memory that were written. */
let alternating = '';

async function looked(...args: string[]): Promise<Look> {
  const { stdout } = await carray(['residency', '--json', '--runs', ...args]);
  return documentOf('residency', stdout) as Look;
}

beforeAll(async () => {
  half = fileOfPages(file('half'), PAGES);
  if (has.eviction) await carray(['evict', half, '-r', `${PAGES / 2}p..`]);
  alternating = fileOfPages(file('alternating'), 64);
});

describe.each(backends)('residency with %s', (backend) => {
  test.skipIf(!has.python)('is what mincore(2) tells another process, page for page', async () => {
    for (let tries = 0; ; tries++) {
      const [before, other, after] = [
        await looked(half, '--backend', backend),
        await mincore(half),
        await looked(half, '--backend', backend),
      ];
      // The system may evict what it likes between two looks.
      if (tries < 5 && before.total.resident !== after.total.resident) continue;
      expect(flagsOf(before.files[0]?.runs ?? [], PAGES)).toBe(other);
      expect(after.files).toEqual(before.files);
      if (has.eviction) expect(other.slice(PAGES / 2)).not.toContain('1');
      return;
    }
  });

  test('sums agree with runs, and with the cells', async () => {
    const { files, total } = await looked(half, '--cells', '7', '--backend', backend);
    const [{ pages, resident, runs, heatMap } = { pages: 0, resident: 0, runs: [], heatMap: [] }] = files;
    expect(pages).toBe(PAGES);
    expect(runs.reduce((sum, [, count]) => sum + count, 0)).toBe(resident);
    expect(heatMap.length).toBe(7);
    expect(heatMap.reduce((sum, count) => sum + count, 0)).toBe(resident);
    expect(total).toMatchObject({ files: 1, bytes: PAGES * pageSize, pages: PAGES, resident });
  });

  test('works on 5 GiB of a hole, at any place', async () => {
    const big = sparseFile(file('sparse'), 5 * 2 ** 30);
    const pages = (5 * 2 ** 30) / pageSize;
    const { files } = await looked(big, '--backend', backend);
    expect(files).toMatchObject([{ pages, resident: 0, runs: [] }]);
    const end = await looked(big, '-r', '-1..', '--backend', backend);
    expect(end.files).toMatchObject([{ firstPage: pages - 1, pages: 1, resident: 0 }]);
  });
});

test.skipIf(!has.fincore)('residency is what fincore counts', async () => {
  for (let tries = 0; ; tries++) {
    const [before, other, after] = [await looked(half), await fincore(half), await looked(half)];
    if (tries < 5 && before.total.resident !== after.total.resident) continue;
    expect(before.total.resident).toBe(other);
    return;
  }
});

test.skipIf(!has.vmtouch)('residency is what vmtouch counts', async () => {
  for (let tries = 0; ; tries++) {
    const [before, other, after] = [await looked(half), await run('vmtouch', [half]), await looked(half)];
    if (tries < 5 && before.total.resident !== after.total.resident) continue;
    expect(other.stdout).toContain(`${before.total.resident}/${PAGES}`);
    return;
  }
});

test('looking is no access: the time of the last one stays', async () => {
  const old = new Date(2001, 1, 1);
  utimesSync(alternating, old, new Date());
  await looked(alternating);
  expect(statSync(alternating).atime).toEqual(old);
});

describe('what residency prints', () => {
  test('figures, a row of cells, sums, and what the signs mean', async () => {
    const { status, stdout, stderr } = await carray(['residency', alternating, '--ascii', '--cells', '16']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(
      /^ +\d[\d.]*% {2}\d+ of 64 pages {2}.*alternating\n\|[ .:+#]{16}\|\n1 file: \d+ of 64 pages in memory, .*\na cell's pages .*\n$/,
    );
  });

  test('as wide as 80 columns where there is no terminal, and not coloured', async () => {
    const { stdout } = await carray(['residency', half]);
    expect(stdout.split('\n')[1]).toMatch(/^\|[ ░▒▓█]{78}\|$/u);
  });

  test('the sums alone', async () => {
    const { stdout } = await carray(['residency', '-s', half, alternating]);
    expect(stdout).toMatch(/^2 files: [\d,]+ of 2,112 pages in memory, .*\n$/);
    const summary = await carray(['residency', '-s', '--json', half, alternating]);
    expect(documentOf('residency', summary.stdout)).toMatchObject({ files: [], total: { pages: 2112 } });
  });

  test('of empty files, and those that only seem so, no pages', async () => {
    writeFileSync(file('empty'), '');
    const { status, stdout } = await carray(['residency', file('empty'), '/proc/self/status']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ +- {2}no pages {2}.*empty\n +- {2}no pages {2}.*status\n2 files: 0 of 0 pages/);
    expect((await looked(file('empty'))).files).toMatchObject([{ pages: 0, resident: 0, heatMap: [] }]);
  });

  test.skipIf(!existsSync('/sys/kernel/mm/ksm/run'))(
    'of what seems a file and has no pages, nothing',
    async () => {
      const found = await looked('/sys/kernel/mm/ksm');
      expect(found).toMatchObject({ total: { pages: 0 }, failed: 0 });
      expect(found.skipped.otherKinds).toBeGreaterThan(0);
      const named = await carray(['residency', '/sys/kernel/mm/ksm/run']);
      expect(named.status).toBe(1);
      expect(named.stderr).toMatch(/^carray: .*ksm\/run: ENODEV: .*\n$/);
    },
  );

  test('of a range, its pages; both its ends may lie inside of one', async () => {
    const { files } = await looked(half, '-r', `${3 * pageSize + 1}+${pageSize}`);
    expect(files).toMatchObject([{ firstPage: 3, pages: 2 }]);
    const last = await looked(half, '-r', '-1p..', '--cells', '1');
    expect(last.files).toMatchObject([{ firstPage: PAGES - 1, pages: 1 }]);
    expect((await looked(half, '-r', '0+0')).files).toMatchObject([{ pages: 0, resident: 0 }]);
  });
});

describe('residency of a directory', () => {
  beforeAll(() => {
    mkdirSync(file('tree/deep'), { recursive: true });
    fileOfPages(file('tree/a'), 2);
    fileOfPages(file('tree/deep/b'), 30);
    linkSync(file('tree/a'), file('tree/hard'));
    symlinkSync('..', file('tree/deep/loop'));
    execFileSync('mkfifo', [file('tree/fifo')]);
  });

  test('counts each file once, and what it passes over', async () => {
    const { files, total, skipped, failed } = await looked(file('tree'));
    expect(files.map(({ path, pages }) => [path, pages])).toEqual([
      [file('tree/a'), 2],
      [file('tree/deep/b'), 30],
    ]);
    expect(total).toMatchObject({ files: 2, pages: 32 });
    expect(skipped).toMatchObject({ otherNames: 1, symbolicLinks: 1, otherKinds: 1 });
    expect(failed).toBe(0);
    const { stdout } = await carray(['residency', '-L', file('tree')]);
    expect(stdout).toContain('\nskipped: 1 of another kind, 1 second name of a file\n');
  });

  test('passes over what is too large, and what has not the range', async () => {
    const small = await looked(file('tree'), '-m', '2p');
    expect(small).toMatchObject({ total: { files: 1, pages: 2 }, skipped: { tooLarge: 1 } });
    const long = await looked(file('tree'), '-r', '4p..6p');
    expect(long).toMatchObject({ total: { files: 1, pages: 2 }, skipped: { tooShort: 1 }, failed: 0 });
  });

  test('takes lists of paths, of newlines and of NULs, from a file and from standard input', async () => {
    const names = [file('tree/a'), file('tree/deep')];
    writeFileSync(file('lines'), names.join('\n'));
    writeFileSync(file('nuls'), `${names.join('\0')}\0`);
    expect((await looked('--files-from', file('lines'))).total).toMatchObject({ files: 2, pages: 32 });
    expect((await looked('-0', '--files-from', file('nuls'), half)).total).toMatchObject({ files: 3 });
    const command = `"$0" "$1" residency -s --json -0 --files-from - < '${file('nuls')}'`;
    const { stdout } = await run('sh', ['-c', command, process.execPath, bin]);
    expect(documentOf('residency', stdout)).toMatchObject({ total: { files: 2, pages: 32 } });
  });

  test('of ten thousand files leaves none open, and takes no memory for them', async () => {
    mkdirSync(file('many'));
    for (let index = 0; index < 10_000; index++) sparseFile(file(`many/${index}`), 500 * pageSize);
    const command = 'ulimit -n 64; exec "$@" residency --json --cells 500 "$0"'; // 40 MB of cells
    const args = ['-c', command, file('many'), process.execPath, '--max-old-space-size=24', bin];
    const { status, stdout, stderr } = await run('sh', args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { files, total } = documentOf('residency', stdout) as Look;
    expect(files.length).toBe(10_000);
    expect(total).toMatchObject({ files: 10_000, pages: 5_000_000, resident: 0 });
  });

  test('ends quietly where nobody reads on', async () => {
    const command = `"$0" "$1" residency '${file('tree')}' '${file('many')}' | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await run('bash', ['-c', command, process.execPath, bin]);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/tree\/a\n0\n$/);
  });
});

describe('what goes wrong', () => {
  test('is a line each, and the others are done', async () => {
    const args = ['/nowhere', '/dev/null', file('tree/fifo'), alternating];
    const { status, stdout, stderr } = await carray(['residency', '--json', ...args]);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^carray: ENOENT.*'\/nowhere'\ncarray: '\/dev\/null' is a device: .*\ncarray: '.*fifo' is a FIFO: files and directories have pages .*\n$/,
    );
    expect(documentOf('residency', stdout)).toMatchObject({ total: { files: 1 }, failed: 3 });
  });

  test('a range that a named file has not', async () => {
    const { status, stderr } = await carray(['residency', alternating, '-r', '1p..65p']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^carray: .*alternating: .*past the end.* is allowed\n$/);
  });

  test.each([
    [[], /no path: /],
    [['-0', 'x'], /-0 is about the list/],
    [['--cells', '0', 'x'], /from 1 to 100000/],
    [['-r', '1-2', 'x'], /It must be FROM\.\.TO/],
    [['-m', '-1', 'x'], /minus|argument missing/],
    [['--watch', 'x'], /It must be seconds/],
    [['--watch=0', 'x'], /0.1 to 86400/],
    [['--watch=86401', 'x'], /0.1 to 86400/],
  ])('usage: %j', async (args, message) => {
    expectRefusal(await carray(['residency', ...args]), 2, message);
  });

  test('a name that would command the terminal does not', async () => {
    const { stderr } = await carray(['residency', '/nowhere\x1b[31m\nx']);
    expect(stderr).toMatch(/^carray: [^\n]*\\x1b\[31m[^\n]*\n$/);
    expect(stderr).not.toContain('\x1b');
  });

  describe.skipIf(!canBeNobody)('as a user without rights', () => {
    beforeAll(() => {
      chmodSync(file(''), 0o755);
      fileOfPages(file('secret'), 3);
      chmodSync(file('secret'), 0o600);
      fileOfPages(file('foreign'), 3);
    });

    test('what may not be read is told, a file and a directory', async () => {
      mkdirSync(file('closed'), { mode: 0o700 });
      const args = ['residency', file('secret'), file('closed'), file('foreign')];
      const { status, stdout, stderr } = await asNobody(args);
      expect(status).toBe(1);
      expect(stderr).toMatch(/^carray: EACCES: .*secret'\ncarray: EACCES: .*closed'\n$/);
      expect(stdout).toContain('failed: 2\n');
    });

    test('what the system does not tell is not made up', async () => {
      const text = await asNobody(['residency', file('foreign')]);
      expect(text.stdout).toMatch(
        /^ +\? {2}of 3 pages: the system tells it to those only .*\n1 file: 0 of 0/,
      );
      const { status, stdout } = await asNobody(['residency', '--json', '--runs', file('foreign')]);
      expect(status).toBe(0);
      expect(documentOf('residency', stdout)).toMatchObject({
        files: [{ pages: 3, resident: null, heatMap: null, runs: null }],
        total: { untoldFiles: 1, resident: 0 },
      });
    });
  });
});
