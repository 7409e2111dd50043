import { type BuildOptions, build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import webpack, { type Configuration } from 'webpack';
import { npm } from '../../src/installed/managers.js';
import { Project, printed } from '../../src/installed/project.js';
import { backends } from '../../src/installed/stories.js';

/** What docs/installing.md says to write: the packages with native parts stay outside. */
const parts = ['@carray/native', '@carray/ffi-fallback'];
const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

const project = new Project(npm);
/** Where a bundle is shipped to: with what it needs installed, and without carray. */
const shipped = new Project(npm);

beforeAll(() => {
  project.install(['carray']);
  shipped.install(parts);
}, 240_000);

const kinds: [kind: string, file: string, options: BuildOptions][] = [
  ['CommonJS', 'out.cjs', { format: 'cjs' }],
  ['an ES module', 'out.mjs', { format: 'esm', banner: { js: banner } }],
];

describe.each(kinds)('bundled by esbuild to %s', (_, file, options) => {
  const bundle = (minify: boolean) =>
    build({
      ...{ entryPoints: [project.path('use.mjs')], outfile: shipped.path(file), logLevel: 'silent' },
      ...{ bundle: true, platform: 'node', external: parts, minify, ...options },
    });

  it.each([false, true])('runs on both backends, minified: %s', async (minify) => {
    const { warnings } = await bundle(minify);
    expect(warnings).toEqual([]);
    for (const backend of backends) {
      expect(printed(shipped.nodeIn({ CARRAY_BACKEND: backend }, file))).toBe(`3 function ${backend}\n`);
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
      ...{ mode, target: 'node20', entry: project.path('use.mjs'), devtool: false },
      output: { path: shipped.path(), filename: 'webpack.cjs' },
      externals: Object.fromEntries(parts.map((name) => [name, `commonjs ${name}`])),
    });
    expect(problems).toEqual([]);
    for (const backend of backends) {
      expect(printed(shipped.nodeIn({ CARRAY_BACKEND: backend }, 'webpack.cjs'))).toBe(
        `3 function ${backend}\n`,
      );
    }
  },
);

it('a bundle in a folder without the native parts says which are missing', async () => {
  const folder = new Project(npm);
  await build({
    ...{ entryPoints: [project.path('use.mjs')], outfile: folder.path('out.cjs'), logLevel: 'silent' },
    ...{ bundle: true, platform: 'node', external: parts, format: 'cjs' },
  });
  const { status, stderr } = folder.node('out.cjs');
  expect(status).toBe(1);
  for (const name of parts) expect(stderr).toContain(`${name} is not installed`);
});
