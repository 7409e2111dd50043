import { expect, it } from 'vitest';
import { fileOf } from '../src/files.js';
import { onBothBackends } from '../src/packed.js';
import { answerOfSync } from '../src/sync/run.js';

const ROUNDS = 100;

// A thousand kills on each backend, in parts that each end within the time of one program.
onBothBackends('a lock whose owners are killed', ({ pageSize }, backend) => {
  it.each(Array.from({ length: 10 }, (_, part) => part + 1))('100 kills, part %i', (_part) => {
    const answer = answerOfSync(backend, 'lock.cjs', ['killed', ROUNDS, fileOf(Buffer.alloc(2 * pageSize))]);
    const { ends, violations, told, done } = answer as Record<string, unknown>;
    expect({ ends, violations }).toEqual({ ends: [0, 0, 0], violations: 0 });
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThanOrEqual(ROUNDS);
    expect(done).toBeGreaterThan(20 * ROUNDS);
  });
});
