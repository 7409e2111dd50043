import { expect, it } from 'vitest';
import { fileOf } from '../src/files.js';
import { answerOfLifetime } from '../src/lifetimes/run.js';
import { canTransfer, onEachRuntime } from '../src/runtimes.js';

const FILLED = 5;
const STORED = 9;
const looked = { seen: [...Array(4).fill(FILLED), 1], stored: STORED };
const unseen = { seen: Array(5).fill(0), stored: FILLED };

onEachRuntime('a worker that ends with mappings', (runtime, backend, pageSize) => {
  const run = (how: string) =>
    answerOfLifetime(runtime, backend, 'ends.cjs', ['end', fileOf(Buffer.alloc(4 * pageSize, FILLED)), how]);
  const ended = (how: object, left: number) => ({
    ...{ status: 0, array: FILLED, ...how },
    left: backend === 'native' ? 0 : left,
  });

  it.each([
    ['normal', { ...unseen }],
    ['exit', { ...unseen, status: 3 }],
    ['late', { ...looked, status: 3 }],
    ['listener', { ...looked }],
    ['caught', { ...looked }],
    ['emit', { ...looked }],
  ])('%s: everything is there to the last moment, and goes then', (how, answer) => {
    expect(run(how)).toEqual(ended(answer, 0));
  });

  // docs/threads.md: with ffi the pages stay where JavaScript may run that looks at them still.
  it.each(['listenerAndExit', 'patched'])('%s: everything is there to the last moment', (how) => {
    // Bun emits 'exit' past what was put in the place of `process.emit`.
    const isSeen = how !== 'patched' || runtime.name !== 'bun';
    expect(run(how)).toEqual(ended(isSeen ? looked : unseen, 2));
  });

  it('throws: what the error has is there', () => {
    // Node sends its own properties along, after the last listener of 'exit'. The others do not.
    const isSent = runtime.name === 'node';
    const answer = { ...unseen, status: 1, ...(isSent ? { error: FILLED } : {}) };
    expect(run('throws')).toEqual(ended(answer, isSent ? 2 : 0));
  });

  it('moved: what another thread has got goes on', () => {
    // Deno with ffi refuses: lifetimes-transfer.test.ts.
    const isMoved = canTransfer(runtime);
    expect(run('moved')).toEqual(
      ended({ ...unseen, ...(isMoved ? { moved: FILLED } : {}) }, isMoved ? 1 : 0),
    );
  });
});
