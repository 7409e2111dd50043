import { defineConfig, type Options } from 'tsup';

/**
 * Installed sizes matter, and so do stack traces without source maps: comments, white space and the names of local variables go,
 * the names of functions and classes stay, lines stay short enough for a position to mean something, and no code is
 * rewritten, the list of exports that Node reads out of CommonJS included.
 */
const small: Options = {
  minify: 'terser',
  sourcemap: false,
  terserOptions: {
    ecma: 2020,
    compress: false,
    mangle: { keep_fnames: true, keep_classnames: true },
    toplevel: false,
    format: { comments: false, max_line_len: 160 },
  },
};

/**
 * Rollup makes the CommonJS out of what esbuild has bundled: exports are plain properties, where esbuild's are chains of getters, which
 * cost time at each use of a constant and a quarter of the time of an import. esbuild takes a `require` in an ES module for one that
 * may be missing; this one is there, and bundlers must see it.
 */
const plainExports: Options = {
  treeshake: 'recommended',
  plugins: [
    {
      name: 'plain-require',
      renderChunk: (code) => ({ code: code.replaceAll('__require(', 'require(') }),
    },
  ],
};

/**
 * One build for every package: CommonJS holds the code, `scripts/write-module-entries.mjs` adds the ES module
 * entries. So a class is the same class through `require` and `import`, and process-wide state exists once.
 */
export function packageBuild(entry: string[], options: Options = {}): ReturnType<typeof defineConfig> {
  return defineConfig({
    entry,
    format: ['cjs'],
    target: 'node20',
    splitting: false,
    dts: true,
    clean: true,
    silent: true,
    ...plainExports,
    ...small,
    external: [/^@carray\//, 'koffi'],
    ...options,
  });
}
