import { expect, it } from 'vitest';
import { fileOf } from '../src/files.js';
import { runLifetime } from '../src/lifetimes/run.js';
import { answerIn } from '../src/program.js';
import { canTransfer, onEachRuntime } from '../src/runtimes.js';

const FILLED = 5;
const STORED = 9;
const looked = { seen: [...Array(4).fill(FILLED), 1], stored: STORED };
const unseen = { seen: Array(5).fill(0), stored: FILLED };

onEachRuntime('a worker that ends with mappings', (runtime, backend, pageSize) => {
  const runThrough = (how: string) =>
    runLifetime(runtime, backend, 'ends.cjs', ['end', fileOf(Buffer.alloc(4 * pageSize, FILLED)), how]);
  const run = (how: string) => answerIn(runThrough(how));
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
    const error = runtime.name === 'node' ? { error: FILLED } : {};
    const isDeno = runtime.name === 'deno';
    const { stderr, ...rest } = runThrough('throws');
    const { left, ...answer } = answerIn({ ...rest, stderr: '' }) as { left: number };
    expect(answer).toEqual({ status: 1, array: FILLED, ...unseen, ...error });
    // Deno tells the worker of its end, or does not, but always on stderr.
    if (backend === 'native') expect(left).toBe(0);
    else expect([isDeno ? 0 : 2, 2]).toContain(left);
    expect(stderr).toMatch(isDeno ? /Error: on purpose/ : /^$/);
  });

  it('moved: what another thread has got goes on', () => {
    // Deno with ffi refuses: lifetimes-transfer.test.ts. With native it tells when nobody has the memory any more.
    const isDeno = runtime.name === 'deno';
    const isMoved = canTransfer(runtime) && !(isDeno && backend === 'ffi');
    const { left, ...answer } = run('moved') as { left: number };
    expect(answer).toEqual({ status: 0, array: FILLED, ...unseen, ...(isMoved ? { moved: FILLED } : {}) });
    // docs/threads.md: the others do not, and the pages stay for good.
    if (isDeno && isMoved) expect(left).toBeLessThanOrEqual(1);
    else expect(left).toBe(isMoved ? 1 : 0);
  });
});
