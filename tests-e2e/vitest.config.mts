import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: '100%', // most of the time a test waits for its child process
    // The long form runs some of the others with more of everything, and in each runtime: src/sizes.ts, src/runtimes.ts.
    include: process.env.CARRAY_LONG
      ? ['long/**/*.test.ts', 'test/lifetimes-*.test.ts', 'test/soak.test.ts']
      : ['test/**/*.test.ts'],
    setupFiles: ['src/skip-exceptions.ts'],
    globalSetup: ['src/install-packed.ts'],
    testTimeout: process.env.CARRAY_LONG ? 240_000 : 60_000,
    hookTimeout: 60_000,
  },
});
