import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    pool: 'forks',
    // The long form runs these with more of everything, and in each runtime: src/sizes.ts, src/runtimes.ts.
    include: process.env.CARRAY_LONG
      ? ['test/lifetimes-*.test.ts', 'test/soak.test.ts']
      : ['test/**/*.test.ts'],
    globalSetup: ['src/install-packed.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
