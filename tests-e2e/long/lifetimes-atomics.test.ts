import { expect, it } from 'vitest';
import { fileOf } from '../src/files.js';
import { answerOfLifetime } from '../src/lifetimes/run.js';
import { onBothBackends } from '../src/packed.js';

const FOUR = 4;

onBothBackends('Atomics on views of memory that others add to', ({ pageSize }, backend) => {
  it.each([
    ['processes', 'int32', 1_000_000],
    ['processes', 'int64', 500_000],
    ['workers', 'int32', 1_000_000],
    ['workers', 'int64', 500_000],
  ])('four %s lose none of their adds, %s', (who, type, times) => {
    const answer = answerOfLifetime(backend, 'atomics.cjs', [
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
