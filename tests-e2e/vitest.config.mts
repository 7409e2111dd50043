import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    pool: 'forks',
    include: process.env.CARRAY_LONG ? ['long/**/*.test.ts'] : ['test/**/*.test.ts'],
    globalSetup: ['src/install-packed.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
