import { expect, it } from 'vitest';
import { fileOf } from '../src/files.js';
import { answerOfLifetime } from '../src/lifetimes/run.js';
import { onEachRuntime } from '../src/runtimes.js';
import { sizeOf } from '../src/sizes.js';

// A fifth of it is dropped in place of unmapped.
const CYCLES = sizeOf('CARRAY_CYCLES', 4_000, 100_000);
const DROPPED = CYCLES / 5;

interface State {
  readonly lines: number;
  readonly fds: number;
  readonly bytes: number;
}
interface Answer {
  readonly before: State;
  readonly after: State;
  readonly ofFile: number;
  readonly wrong: number;
}

onEachRuntime('mappings, descriptors and address space stay as they were', (runtime, backend, pageSize) => {
  // In the long form one in a hundred that stayed would be more than the slack below: 1,000 pairs of 64 pages, 200 of 256.
  const [small, large] = [64 * pageSize, 256 * pageSize];

  function expectFlat(answer: unknown, left: number): void {
    const { before, after, ofFile, wrong } = answer as Answer;
    expect({ wrong, fds: after.fds }).toEqual({ wrong: 0, fds: before.fds });
    expect(ofFile).toBeLessThanOrEqual(left);
    // The engine's heap comes and goes by some dozens of areas, and by the size of its young generation.
    expect(after.lines - before.lines).toBeLessThan(300);
    expect(after.bytes - before.bytes).toBeLessThan(64 * 2 ** 20);
  }

  it(`${CYCLES} times mapped and unmapped`, () => {
    const args = ['unmapped', fileOf(Buffer.alloc(small)), small, CYCLES];
    expectFlat(answerOfLifetime(runtime, backend, 'cycles.cjs', args), 0);
  });

  it(`${DROPPED} times dropped`, () => {
    const args = ['dropped', fileOf(Buffer.alloc(large)), large, DROPPED];
    // A stray reference on the stack may keep the last one.
    expectFlat(answerOfLifetime(runtime, backend, 'cycles.cjs', args), 1);
  });
});
