import { expect, it } from 'vitest';
import { fileOf } from '../src/files.js';
import { answerOfLifetime } from '../src/lifetimes/run.js';
import { onBothBackends } from '../src/packed.js';

const ROUNDS = 200;
const dead = Array(3).fill('ERR_MAPPING_UNMAPPED');

onBothBackends('a buffer that is moved away', ({ pageSize }, backend) => {
  const run = (...args: unknown[]) =>
    answerOfLifetime(backend, 'transfer.cjs', [
      args[0],
      fileOf(Buffer.alloc(4 * pageSize, 5)),
      ...args.slice(1),
    ]);
  const moves = ['transfer', 'transferToFixedLength', 'structuredClone', 'postMessage'];

  it.each(moves)('%s: the bytes stay with the new one, the array works on, unmap ends the array', (how) => {
    const answer = run('here', how, ROUNDS);
    if (answer === 'not here') return; // Node 20 has no transfer()
    const { left, ...rest } = answer as { left: number };
    expect(rest).toEqual({
      answers: [{ before: [true, 5, 5, 5], ended: [true, false, ...dead], after: true }],
      held: true,
    });
    // README of @carray/ffi-fallback: a buffer that was moved away keeps its pages for good.
    if (backend === 'native') expect(left).toBe(0);
    else expect(left).toBeLessThanOrEqual(ROUNDS);
  });

  it('to a worker that ends by itself, and to one that is terminated', () => {
    const { answers, left } = run('toWorker') as { answers: unknown[]; left: number };
    const alive = [5, 5, 5];
    const read = expect.arrayContaining([true]);
    expect(answers).toEqual([alive, [true, ...dead], read, alive, [true, ...dead], [true]]);
    expect(JSON.stringify(answers[2])).toMatch(/^\[true(,true,0)?\]$/);
    if (backend === 'native') expect(left).toBe(0);
    else expect(left).toBeLessThanOrEqual(2); // as above
  });
});
