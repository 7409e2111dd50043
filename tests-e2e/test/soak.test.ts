import { expect, it } from 'vitest';
import { onBothBackends } from '../src/packed.js';
import { ENDING, seconds, seeds, soak } from '../src/soak/run.js';

/** Operations that must have run in each thread; fewer in so much time, and something waits for something. */
const STEPS_PER_SECOND = 10;

onBothBackends('random operations in four threads', (_api, backend) => {
  // CARRAY_TEST_SEED takes the seed of the name again.
  it.each([...seeds])(
    'seed %i',
    (seed) => {
      const { stdout, ...ended } = soak(backend, seed);
      expect(ended).toEqual({ seed, status: 0, signal: null, stderr: '' });
      const threads: { id: number; steps: number }[] = JSON.parse(stdout);
      expect(threads.map(({ id }) => id)).toEqual([0, 1, 2, 3]);
      for (const { steps } of threads) expect(steps).toBeGreaterThan(seconds * STEPS_PER_SECOND);
    },
    seconds * 1000 + 2 * ENDING,
  );
});
