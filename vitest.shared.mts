import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(`./packages/${path}`, import.meta.url));

/**
 * Tests of one package run against the sources of the packages below it, so nothing has to be built first.
 * A crash takes one forked worker with it and shows as one red file.
 */
export function packageTests(overrides: ViteUserConfig['test'] = {}): ViteUserConfig {
  return defineConfig({
    resolve: {
      alias: [
        { find: /^@carray\/constants$/, replacement: source('constants/src/index.ts') },
        { find: /^@carray\/backend\/(\w+)$/, replacement: source('backend/src/$1.ts') },
        { find: /^@carray\/backend$/, replacement: source('backend/src/index.ts') },
      ],
    },
    test: {
      pool: 'forks',
      maxWorkers: '100%', // what one waits for a child process, another works
      include: ['test/**/*.test.ts'],
      testTimeout: 30_000,
      ...overrides,
    },
  });
}
