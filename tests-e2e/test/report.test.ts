import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../src/files.js';
import { workspace } from '../src/paths.js';

const report = join(workspace, 'benchmarks', 'report.mjs');

function run(...args: string[]) {
  const { status, stderr } = spawnSync(process.execPath, [report, ...args], { encoding: 'utf8' });
  return { status, stderr };
}

it('docs/performance.md and docs/images are what benchmarks/results gives', () => {
  expect(run('--check')).toEqual({ status: 0, stderr: '' });
});

it('a figure changed by hand is found, and put right', () => {
  const page = join(temporaryDirectory(), 'page.md');
  copyFileSync(join(workspace, 'docs', 'performance.md'), page);
  run('--page', page, '--images', join(page, '..', 'images'));
  const text = readFileSync(page, 'utf8');
  const changed = text.replace(/(?<=<!-- results:access loads -->.*?\| )1\.\d\d(?= \|)/s, '0.01');
  expect(changed).not.toBe(text);
  writeFileSync(page, changed);
  const { status, stderr } = run('--check', '--page', page, '--images', join(page, '..', 'images'));
  expect(status).toBe(1);
  expect(stderr).toContain('page.md is not what benchmarks/results gives');
  expect(readFileSync(page, 'utf8')).toBe(changed);
  expect(run('--page', page, '--images', join(page, '..', 'images')).status).toBe(0);
  expect(readFileSync(page, 'utf8')).toBe(text);
});

const machine = {
  cpu: 'a processor',
  cores: 2,
  kernel: '6',
  versions: { node: 'v20' },
  date: 'a day',
  loadBefore: 1,
  loadAfter: 2,
};
const row = (variant: string, median: number, rest = {}) => ({
  variant,
  median,
  min: median,
  max: median,
  ...rest,
});

/** The page, and the names of the images, that results give. */
function made(text: string, results: Record<string, unknown>) {
  const folder = temporaryDirectory();
  const page = join(folder, 'page.md');
  writeFileSync(page, text);
  for (const [name, value] of Object.entries(results)) {
    writeFileSync(join(folder, `${name}.json`), JSON.stringify({ machine, results: [value] }));
  }
  const images = join(folder, 'images');
  mkdirSync(images);
  const ended = run('--page', page, '--results', folder, '--images', images);
  return { ...ended, page: readFileSync(page, 'utf8'), images: readdirSync(images), folder };
}

const peers = '<!-- results:peers -->\n<!-- /results -->\n';
const mapCase = (rows: unknown[]) => ({
  id: 'map-64KiB',
  group: 'map',
  name: '64 KiB',
  unit: 'ns',
  trials: 5,
  rows,
});

it('a peer that is ahead is said to be, C is not one, and what was not run says why', () => {
  const rows = [
    row('C', 1000),
    row('carray, native', 4000, { own: true }),
    row('carray, raw view', 1000, { own: true }),
    row('mmap-io', 2000),
    { variant: 'shm', refused: 'maps no files' },
  ];
  const { page, images, status } = made(peers, { peers: mapCase(rows) });
  expect(status).toBe(0);
  expect(page).toContain(
    '64 KiB: ahead is **mmap-io** with 2 µs, 2.00 times less than carray, native (the raw view: 1 µs).',
  );
  expect(page).toContain('| shm | not run: 1 |');
  expect(page).toContain('Not run: 1: maps no files.');
  expect(page).toContain('load average 1.0 before and 2.0 after');
  expect(images).toEqual(['map-64KiB.svg']);
});

it('a case that was measured by itself says when, and how busy the machine was then', () => {
  const again = { ...machine, date: 'another day', loadBefore: 3 };
  const rows = [row('C', 1), row('carray, native', 2, { own: true }), row('mmap-io', 3)];
  const { page } = made(peers, { peers: { ...mapCase(rows), machine: again } });
  expect(page).toContain('Measured on a day: 2 cores');
  expect(page).toContain('By itself on another day, load average 3.0 before and 2.0 after: 64 KiB.');
});

it.each([
  [2100, 'level are carray, native and mmap-io'],
  [1000, 'ahead is carray, native with 1 µs, 2.00 times less than mmap-io'],
])('carray at %i against 2000 is %s', (median, words) => {
  const rows = [row('C', 1000), row('carray, native', median, { own: true }), row('mmap-io', 2000)];
  expect(made(peers, { peers: mapCase(rows) }).page).toContain(`64 KiB: ${words}.`);
});

it('what only another runtime does better is told apart', () => {
  const rows = [
    row('C', 1),
    row('carray, native', 10, { own: true }),
    row('Bun.mmap', 1, { runtime: 'bun' }),
    row('koffi', 20),
  ];
  const { page } = made(peers, { peers: mapCase(rows) });
  expect(page).toContain('ahead is **Bun.mmap**');
  expect(page).toContain(
    'on this Node alone ahead is carray, native with 10 ns, 2.00 times less than koffi.',
  );
});

it('a curve that ends says where and why', () => {
  const points = [
    { x: 4096, rows: [row('C', 10), row('mmap-io', 20)] },
    { x: 2 ** 36, rows: [row('C', 30), { variant: 'mmap-io', refused: 'got less' }] },
  ];
  const curve = { id: 'growth-map', group: 'growth', name: 'map', unit: 'ns', x: 'bytes', trials: 3, points };
  const { page, folder } = made(`${peers}\nbetween\n\n<!-- results:growth -->\n<!-- /results -->\n`, {
    growth: curve,
  });
  expect(page).toContain('- mmap-io, from 64 GiB: got less');
  expect(page).toContain('<!-- /results -->\n\nbetween\n\n<!-- results:growth -->');
  const chart = readFileSync(join(folder, 'images', 'growth-map.svg'), 'utf8');
  for (const label of [
    '4 KiB',
    '64 GiB',
    '10 ns',
    '100 ns',
    'size of the file',
    'prefers-color-scheme:dark',
  ]) {
    expect(chart).toContain(label);
  }
});

it('without results the regions say how to get them, and an unknown region is an error', () => {
  expect(made(peers, {}).page).toContain('Not measured yet');
  const { status, stderr } = made('<!-- results:nothing -->\n<!-- /results -->\n', {});
  expect(status).toBe(1);
  expect(stderr).toContain('results:nothing');
});
