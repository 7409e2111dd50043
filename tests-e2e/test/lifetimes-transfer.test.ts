import { expect, it } from 'vitest';
import { fileOf } from '../src/files.js';
import { answerOfLifetime } from '../src/lifetimes/run.js';
import { canTransfer, onEachRuntime } from '../src/runtimes.js';
import { sizeOf } from '../src/sizes.js';

const ROUNDS = sizeOf('CARRAY_MOVES', 40, 200);
const dead = Array(3).fill('ERR_MAPPING_UNMAPPED');

onEachRuntime('a buffer that is moved away', (runtime, backend, pageSize) => {
  const run = (...[name, ...args]: unknown[]) =>
    answerOfLifetime(runtime, backend, 'transfer.cjs', [
      name,
      fileOf(Buffer.alloc(4 * pageSize, 5)),
      ...args,
    ]);
  const isDeno = runtime.name === 'deno';

  // docs/safety.md: with ffi nobody would know of a move in Deno, so there is none.
  const byTransfer = isDeno && backend === 'ffi' ? 'refused' : 'moved';
  // Node 20 copies what it cannot move.
  const byClone = isDeno ? byTransfer : canTransfer(runtime) ? 'refused' : 'copied';
  // README of @carray/ffi-fallback: a buffer that was moved away keeps its pages for good.
  const left = (way: string, rounds: number) => (backend === 'ffi' && way === 'moved' ? rounds : 0);

  it.each(['transfer', 'transferToFixedLength', 'structuredClone', 'postMessage'])(
    '%s: the bytes stay with the new one, the array works on, unmap ends the array',
    (how) => {
      // In Node 20 it is no function, which is no refusal of ours, and the buffer is as it was too.
      const isMissing = how.startsWith('transfer') && !canTransfer(runtime);
      const way = isMissing ? 'refused' : how.startsWith('transfer') ? byTransfer : byClone;
      const { left: found, ...answer } = run('here', how, ROUNDS) as { left: number };
      expect(answer).toEqual({
        answers: [{ way, before: [true, 5, 5, 5], ended: [true, false, ...dead], after: true }],
        held: true,
      });
      // A stray word on Bun's stack may keep the last one.
      if (runtime.name === 'bun' && found === 1) return;
      expect(found).toBe(left(way, ROUNDS));
    },
  );

  it('to a worker that ends by itself, and to one that is terminated', () => {
    const [ended, terminated] = byClone === 'refused' ? [[], []] : [[true, true, 0], [true]];
    const answer = { way: byClone, before: [5, 5, 5], ended: [true, ...dead] };
    expect(run('toWorker')).toEqual({
      answers: [
        { ...answer, there: ended },
        { ...answer, there: terminated },
      ],
      left: 0,
    });
  });
});
