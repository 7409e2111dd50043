import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { linesOf, runExample, startExample } from '../src/examples.js';
import { fileOf, sparseFile } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const MEBIBYTE = 2 ** 20;
const SIZE = 32 * MEBIBYTE; // two parts, for two threads

/** What wc says, as the example says it. */
function wc(paths: readonly string[]): string[] {
  const text = execFileSync('wc', ['-lwc', ...paths], { encoding: 'utf8', env: { LC_ALL: 'C' } });
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.trim().replace(/ +/g, ' '));
}

/** Files whose halves meet in a word, between words, and where one begins or ends. */
function longFiles(directory: string): string[] {
  const letters = Buffer.from(' \t\n\v\f\rabcdefghijklmnopqrstuvwxyz!');
  const text = randomBytes(SIZE).map((byte) => letters[byte & 31] ?? 0);
  return ['ab', 'a ', ' b', '\n\n'].map((middle) => {
    const path = join(directory, `${Buffer.from(middle).toString('hex')}.txt`);
    text.set(Buffer.from(middle), SIZE / 2 - 1);
    writeFileSync(path, text);
    return path;
  });
}

let long: { readonly paths: readonly string[]; readonly counts: readonly string[] };

beforeAll(() => {
  const directory = mkdtempSync(join(tmpdir(), 'carray-'));
  const paths = longFiles(directory);
  long = { paths, counts: wc(paths) };
  return () => rmSync(directory, { recursive: true });
});

onBothBackends('examples/word-count', (_, backend) => {
  it('counts what wc counts, wherever the parts of the threads meet', () => {
    expect(linesOf(backend, 'word-count', long.paths)).toEqual(long.counts);
  });

  it('counts what wc counts in short files, and in one', () => {
    const texts = ['', ' ', 'a', 'a\n', ' a  b', '\n\n', 'no newline at the end'];
    const paths = texts.map((text) => fileOf(Buffer.from(text)));
    expect(linesOf(backend, 'word-count', paths)).toEqual(wc(paths));
    expect(linesOf(backend, 'word-count', paths.slice(-1))).toEqual(wc(paths.slice(-1)));
  });

  it('tells of the files that it cannot count, and counts the others', () => {
    const path = fileOf(Buffer.from('one\n'));
    const { status, stdout, stderr } = runExample(backend, 'word-count', ['/nowhere', path, '/']);
    expect([status, stdout]).toEqual([1, `1 1 4 ${path}\n1 1 4 total\n`]);
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^word-count: \/nowhere: ENOENT/),
      expect.stringMatching(/^word-count: \/: ENODEV/),
      '',
    ]);
  });

  it('of a file that is made shorter meanwhile there is no count: an error, or SIGBUS with ffi', async () => {
    const path = sparseFile(512 * MEBIBYTE, Buffer.from('end'));
    const { child, ended } = startExample(backend, 'word-count', [path]);
    const isMapped = () => carray.mappings(child.pid).some((area) => area.path === path);
    while (!isMapped()) await new Promise((resolve) => setTimeout(resolve, 2));
    truncateSync(path, 0);
    const { status, signal, stdout, stderr } = await ended;
    if (backend === 'ffi') return expect([stdout, signal]).toEqual(['', 'SIGBUS']);
    expect([status, signal, stdout]).toEqual([1, null, '']);
    expect(stderr).toMatch(/^word-count: .*(fault|truncated|shorter).*\n$/);
  });
});
