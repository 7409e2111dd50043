import { packageTests } from '../../vitest.shared.mjs';

// The long form has the machine for itself: its compilers and sanitizers take both cores, and gigabytes.
export default packageTests(
  process.env.CARRAY_LONG
    ? { include: ['long/**/*.test.ts'], fileParallelism: false, testTimeout: 120_000, hookTimeout: 600_000 }
    : {},
);
