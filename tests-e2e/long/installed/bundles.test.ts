import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import webpack, { type Configuration } from 'webpack';
import { esbuildCommands, shippedPackages, webpackLines } from '../../src/installed/bundling.js';
import { npm } from '../../src/installed/managers.js';
import { Project, printed } from '../../src/installed/project.js';
import { backends } from '../../src/installed/stories.js';
import { workspace } from '../../src/paths.js';

/** A program that runs the one that it is given in a worker. */
const workerOf = `const { Worker } = require('node:worker_threads');
  const worker = new Worker(require('node:path').resolve(process.argv[2]));
  worker.once('exit', (status) => console.log('the worker ended with', status));`;

/** What docs/installing.md says, word for word. */
const parts = shippedPackages;
const esbuild = join(workspace, 'tests-e2e/node_modules/esbuild/bin/esbuild');

const project = new Project(npm);
/** Where a bundle is shipped to: with what it needs installed, and without carray. */
const shipped = new Project(npm);

beforeAll(() => {
  project.install(['carray']);
  shipped.install(parts);
}, 240_000);

it('the page has what is tried here', () => {
  expect(parts).toEqual(['@carray/native', '@carray/ffi-fallback']);
  expect(esbuildCommands.map(([file]) => file)).toEqual(['out.cjs', 'out.mjs']);
});

/** Bundles the program from the folder where carray is to another one, as the page says. */
function bundle(to: Project, file: string, args: readonly string[]) {
  return project.run(esbuild, 'use.mjs', '--log-level=warning', `--outfile=${to.path(file)}`, ...args);
}

describe.each(esbuildCommands)('bundled by esbuild to %s', (file, args) => {
  it.each([
    ['as it is', []],
    ['minified', ['--minify']],
  ])('runs on both backends, %s, in a worker too', (_, more) => {
    expect(printed(bundle(shipped, file, [...args, ...more]))).toBe('');
    shipped.write('worker-of.cjs', workerOf);
    for (const backend of backends) {
      const env = { CARRAY_BACKEND: backend };
      const use = `3 function ${backend}\n`;
      expect(printed(shipped.nodeIn(env, file))).toBe(use);
      expect(printed(shipped.nodeIn(env, 'worker-of.cjs', file))).toBe(`${use}the worker ended with 0\n`);
    }
    expect(printed(shipped.node(file))).toBe(`3 function ${backends[0]}\n`);
  });
});

/** @returns the errors and warnings of webpack. */
function pack(configuration: Configuration): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    webpack(configuration, (error, stats) => {
      const { errors = [], warnings = [] } = stats?.toJson({ errors: true, warnings: true }) ?? {};
      if (error) reject(error);
      else resolve([...errors, ...warnings].map(({ message }) => message));
    });
  });
}

it.each(['development', 'production'] as const)(
  'bundled by webpack for %s, it runs on both backends',
  async (mode) => {
    const problems = await pack({
      ...{ mode, entry: project.path('use.mjs'), devtool: false },
      output: { path: shipped.path(), filename: 'webpack.cjs' },
      ...webpackLines(),
    });
    expect(problems).toEqual([]);
    for (const backend of backends) {
      expect(printed(shipped.nodeIn({ CARRAY_BACKEND: backend }, 'webpack.cjs'))).toBe(
        `3 function ${backend}\n`,
      );
    }
  },
);

it('a bundle in a folder without the native parts says which are missing', () => {
  const folder = new Project(npm);
  const [[file, args] = ['', []]] = esbuildCommands;
  expect(printed(bundle(folder, file, args))).toBe('');
  const { status, stderr } = folder.node(file);
  expect(status).toBe(1);
  for (const name of parts) expect(stderr).toContain(`${name} is not installed`);
});
