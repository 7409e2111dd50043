import { expect, it } from 'vitest';
import { fileOf } from '../src/files.js';
import { runLifetime } from '../src/lifetimes/run.js';
import { answerIn } from '../src/program.js';
import { onEachRuntime, type Runtime } from '../src/runtimes.js';
import { sizeOf } from '../src/sizes.js';

// Of two mappings each; a tenth of it, or so, is dropped in place of unmapped. The other runtimes are slower, and their engines alike.
const cyclesOf = ({ isHere }: Runtime) => sizeOf('CARRAY_CYCLES', 50_000, isHere ? 500_000 : 100_000);
/** Milliseconds that a cycle takes at most, tenfold for busy machines. */
const CYCLE_TIME = 2;

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
  const cycles = cyclesOf(runtime);
  // Half as many come first: the heap of Node 24 has its size after 12,000, that of Node 20 after 2,500.
  const dropped = runtime.isHere && process.versions.node.startsWith('20.') ? cycles / 10 : 30_000;
  const timeout = Math.max(cycles * CYCLE_TIME, 50_000);
  // One in a hundred that stayed would be more than the slack below: 500 pairs of 64 pages, 50 of 256.
  const [small, large] = [64 * pageSize, 256 * pageSize];

  function expectFlat(answer: unknown, left: number): void {
    const { before, after, ofFile, wrong } = answer as Answer;
    expect({ wrong, fds: after.fds }).toEqual({ wrong: 0, fds: before.fds });
    expect(ofFile).toBeLessThanOrEqual(left);
    // The engine's heap comes and goes by some dozens of areas, and by the size of its young generation.
    expect(after.lines - before.lines).toBeLessThan(300);
    expect(after.bytes - before.bytes).toBeLessThan(64 * 2 ** 20);
  }

  const answer = (...args: unknown[]) => answerIn(runLifetime(runtime, backend, 'cycles.cjs', args, timeout));

  it(
    `${cycles} times mapped and unmapped`,
    () => expectFlat(answer('unmapped', fileOf(Buffer.alloc(small)), small, cycles), 0),
    timeout,
  );

  // A stray reference on the stack may keep the last one.
  it(
    `${dropped} times dropped`,
    () => expectFlat(answer('dropped', fileOf(Buffer.alloc(large)), large, dropped), 1),
    timeout,
  );
});
