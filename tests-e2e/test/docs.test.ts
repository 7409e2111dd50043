import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { carray, noNative } from '../src/packed.js';
import { workspace } from '../src/paths.js';
import { runProgram } from '../src/program.js';

function pages(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (['node_modules', 'dist'].includes(entry.name) || entry.name.startsWith('.')) return [];
    if (entry.isDirectory()) return pages(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

const allPages = pages(workspace);

describe.each(allPages.map((path) => [relative(workspace, path), path]))('%s', (name, path) => {
  const text = readFileSync(path, 'utf8');
  const blocks = Array.from(text.matchAll(/^```js\n(.*?)^```/gms), ([, code = '']) => code);
  // A test file of a backend's author runs inside vitest, and the native backend is not there without a compiler.
  const runnable = blocks.filter(
    (code) =>
      !code.includes('backendContract(') && (noNative === undefined || !code.includes('@carray/native')),
  );

  it.each(runnable.map((code, index) => [index + 1, code] as const))('code block %i runs', (_, code) => {
    const { status, stderr } = runProgram(code, { module: /^import /m.test(code) });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('links to files that exist', () => {
    const links = Array.from(text.matchAll(/\]\((?!https?:)([^)#]+)/g), ([, target = '']) => target);
    const missing = links.filter((target) => !existsSync(join(dirname(path), target)));
    expect(missing, name).toEqual([]);
  });
});

it('docs/errors.md has a heading for each code, and no other', () => {
  const text = readFileSync(join(workspace, 'docs/errors.md'), 'utf8');
  const headings = Array.from(text.matchAll(/^## (.+)$/gm), ([, heading]) => heading);
  expect(headings).toEqual([...carray.errorCodes]);
});
