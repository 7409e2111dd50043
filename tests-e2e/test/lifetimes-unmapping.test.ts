import { expect, it } from 'vitest';
import { fileOf } from '../src/files.js';
import { answerOfLifetime } from '../src/lifetimes/run.js';
import { onEachRuntime } from '../src/runtimes.js';
import { sizeOf } from '../src/sizes.js';

const UNMAPPED = 'ERR_MAPPING_UNMAPPED';
const MANY = sizeOf('CARRAY_MANY', 4_000, 20_000);

onEachRuntime('unmap in the middle of something', (runtime, backend, pageSize) => {
  const run = (name: string, file: string, ...args: unknown[]) =>
    answerOfLifetime(runtime, backend, 'unmapping.cjs', [name, file, ...args]);

  it('a worker that reads goes on', () => {
    const length = 8 * pageSize;
    const file = fileOf(Buffer.alloc(4 * length));
    expect(run('reader', file)).toEqual({
      before: 7,
      ends: [true, false],
      there: 1,
      answer: { wrong: 0, sum: (length * (length - 1)) / 2, ended: true },
      status: 0,
      left: 0,
      code: UNMAPPED,
    });
  });

  it('of a method that calls back, or reads what it is given', () => {
    // Ended by the third call: the next element is refused.
    const ended = [UNMAPPED, 3, UNMAPPED, false];
    expect(run('inside', '')).toEqual({
      forEach: ended,
      reduce: ended,
      values: ended,
      entries: ended,
      getter: ended,
      // No object is a number or an index here, so nobody asks for its value.
      valueOf: ['ERR_INVALID_ARG_TYPE', 0, 1, true],
    });
  });

  it('of a flush: it resolves', () => {
    const answer = run('flush', fileOf(Buffer.alloc(64 * pageSize)));
    expect(answer).toEqual({ answers: [true, false, UNMAPPED], left: 0 });
  });

  it(`${MANY} live mappings, and none`, () => {
    const third = Math.ceil(MANY / 3);
    const answer = run('many', fileOf(Buffer.from(new Uint32Array([76, 77]).buffer)), MANY);
    expect(answer).toEqual({
      live: MANY / 2,
      ...{ right: 0, ended: third, changed: 0, codes: [UNMAPPED], fresh: 77 },
      ...{ rest: MANY - third, left: expect.any(Number) },
    });
    // The array for `fresh` was dropped; a stray reference may keep it.
    expect((answer as { left: number }).left).toBeLessThanOrEqual(1);
  });
});
