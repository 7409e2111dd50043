import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleNames, runExample } from '../src/examples.js';
import { workspace } from '../src/paths.js';

/** Arguments that each example refuses, besides none at all. */
const wrong: Readonly<Record<string, readonly string[]>> = {
  'word-count': [],
  'bmp-edit': ['a get 1 x', 'a fill 1 2 3 4 red', 'a fill 1 2 3 -4 000000', 'a paint'],
  'column-scan': ['load a b c', 'sum a b by', 'sum a b where c 1', 'sum a b where c 1 x'],
  counters: ['count', 'count a 0', 'show a b'],
  'elf-browser': ['a pages', 'a symbols many'],
  'event-log': ['append', 'read a -1', 'follow a 1'],
  'geo-table': ['build a', 'find a', 'find a 1.2.3.4 x', 'serve a http'],
  'ring-chat': ['a b', '../a', 'x'.repeat(65)],
};

it('each example has arguments here that it refuses', () => {
  expect(Object.keys(wrong).sort()).toEqual([...exampleNames].sort());
});

// The library is not even asked: one backend will do.
it.each(exampleNames)('%s says how it is used, and its status is 2, when the arguments are wrong', (name) => {
  for (const text of wrong[name] ?? []) {
    const { status, signal, stdout, stderr } = runExample('ffi', name, text.split(' ').filter(Boolean));
    expect({ text, status, signal, stdout }).toEqual({ text, status: 2, signal: null, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^usage: node ${name}\\.mjs .+\\n$`));
  }
});

describe.each(exampleNames)('examples/%s', (name) => {
  const path = join(workspace, 'examples', `${name}.mjs`);

  it('runs in the repository', () => {
    const { status, stderr } = spawnSync(process.execPath, [path], { encoding: 'utf8', input: '' });
    expect([status, stderr]).toEqual([2, expect.stringContaining('usage: ')]);
  });

  it('is as long as one reads at once, and says what it shows and how to run it', () => {
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
    expect(lines.length).toBeGreaterThanOrEqual(40);
    expect(lines.length).toBeLessThanOrEqual(110);
    const comment = lines
      .slice(
        0,
        lines.findIndex((line) => !line.startsWith('//')),
      )
      .join('\n');
    expect(comment).toContain(`node ${name}.mjs`);
    expect(comment).toContain('What the mapping gives: ');
  });

  it('is in the table of examples/README.md', () => {
    const table = readFileSync(join(workspace, 'examples', 'README.md'), 'utf8');
    expect(table).toContain(`| [${name}.mjs](${name}.mjs) |`);
  });
});
