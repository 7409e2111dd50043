import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { bold, entry, escaped } from '../scripts/man/roff.js';
import { run } from './support/cli.js';

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const page = path('man/carray.1');
const hasGroff = spawnSync('groff', ['--version']).status === 0;

describe('the manual page', () => {
  test('is what the declarations say: npm run man', async () => {
    const { status, stderr } = await run(process.execPath, [path('scripts/write-man.mjs'), '--check']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test.runIf(hasGroff)('is formatted without a warning', () => {
    const { status, stdout, stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww', page], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('constants');
  });

  test('names each command once, and every option of the program', () => {
    const text = readFileSync(page, 'utf8');
    const headings = Array.from(text.matchAll(/^\.SS "carray (.*)"$/gm), ([, name]) => name);
    expect(headings).toEqual([...new Set(headings)]);
    expect(headings).toEqual(expect.arrayContaining(['dump', 'doctor', 'shm create', 'completion']));
    for (const name of ['backend', 'debug', 'no\\-color', 'version', 'help']) {
      expect(text).toContain(`\\fB\\-\\-${name}\\fR`);
    }
  });

  test('is in the package', () => {
    const manifest: unknown = JSON.parse(readFileSync(path('package.json'), 'utf8'));
    expect(manifest).toMatchObject({ man: './man/carray.1', files: expect.arrayContaining(['man']) });
  });
});

test.each([
  ['a-b\\n', 'a\\-b\\en'],
  ['.TH', '\\&.TH'],
  ["x\n'y", "x\n\\&'y"],
  ['a.b', 'a.b'],
])('%j is %j in roff', (text, expected) => {
  expect(escaped(text)).toBe(expected);
});

test('tags are bold, and on lines of their own', () => {
  expect(entry(bold('-x'), '.y')).toBe('.TP\n\\fB\\-x\\fR\n\\&.y');
});
