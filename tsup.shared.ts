import { defineConfig, type Options } from 'tsup';

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
    sourcemap: true,
    silent: true,
    external: [/^@carray\//, 'koffi'],
    ...options,
  });
}
