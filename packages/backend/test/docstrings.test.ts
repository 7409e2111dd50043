import { constants as fs, ftruncateSync, readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import * as named from '@carray/constants';
import { describe, expect, it } from 'vitest';
import { createFakeBackend } from '../src/fake.js';

const folder = join(import.meta.dirname, '../src');

interface Example {
  readonly title: string;
  readonly code: string;
}

/** The examples of a file, each titled by the call that stands behind its comment. */
function examplesIn(file: string): readonly Example[] {
  const text = readFileSync(join(folder, file), 'utf8');
  return [...text.matchAll(/@example\n([\s\S]*?)\n {3}\*\/\n {2}(\w+)/g)].map(
    ([, code = '', title = '']) => ({
      title,
      code: code.replace(/^ {3}\* ?/gm, ''),
    }),
  );
}

/** Runs an example, in which `expression; // value` says what a line answers. */
async function run(code: string): Promise<void> {
  const { pageSize } = createFakeBackend();
  const scope = { ...constants.errno, ...named, fs, ftruncateSync, pageSize, expect };
  const checked = code.replace(/^(.+); \/\/ (.+)$/gm, 'expect($1, String.raw`$1`).toEqual($2);');
  const body = `return async (backend) => { ${checked}\n }`;
  const example = new Function(...Object.keys(scope), body)(...Object.values(scope));
  const backend = createFakeBackend();
  await example(backend);
  expect(backend.liveRegions(), 'regions left').toBe(0);
}

const files = readdirSync(folder).filter((file) => file.endsWith('-calls.ts'));

describe.each(files)('%s', (file) => {
  const examples = examplesIn(file);

  it('has examples', () => {
    expect(examples).not.toEqual([]);
    expect(examples).toHaveLength(readFileSync(join(folder, file), 'utf8').split('@example').length - 1);
  });

  it.each(examples)('$title', ({ code }) => run(code));
});
