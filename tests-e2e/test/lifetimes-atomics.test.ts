import { expect, it } from 'vitest';
import { fileOf } from '../src/files.js';
import { answerOfLifetime } from '../src/lifetimes/run.js';
import { onEachRuntime } from '../src/runtimes.js';
import { sizeOf } from '../src/sizes.js';

const FOUR = 4;
const ADDS = sizeOf('CARRAY_ADDS', 200_000, 1_000_000);

onEachRuntime('Atomics on views of memory that others add to', (runtime, backend, pageSize) => {
  it.each([
    ['processes', 'int32', ADDS],
    ['processes', 'int64', ADDS / 2],
    ['workers', 'int32', ADDS],
    ['workers', 'int64', ADDS / 2],
  ])('four %s lose none of their adds, %s', (who, type, times) => {
    const answer = answerOfLifetime(runtime, backend, 'atomics.cjs', [
      who,
      type,
      times,
      fileOf(Buffer.alloc(pageSize)),
    ]);
    const sums = [FOUR, FOUR * times, (FOUR * times) / 10];
    if (who === 'workers') expect(answer).toEqual({ ends: Array(FOUR).fill(0), sums });
    else {
      const { ends, sums: found } = answer as { ends: unknown; sums: number[] };
      expect({ ends, sums: found.slice(0, 3) }).toEqual({ ends: Array(FOUR).fill(0), sums });
    }
  });
});
