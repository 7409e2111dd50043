import { expect, it } from 'vitest';
import { fileOf } from '../src/files.js';
import { runLifetime } from '../src/lifetimes/run.js';
import { onEachRuntime } from '../src/runtimes.js';

const STATES = ['live', 'shared', 'held', 'raw', 'flush', 'fault'];
const ALL = STATES.join(',');
/** What the engine or libc says on the way to an abort, whatever the status is then. */
const ABORT =
  /fatal error|abort|assert|check failed|terminate called|core dumped|corrupt|double free|segmentation/i;

// The faults of toArray are survived on both backends, so no state is exempt on either.
onEachRuntime('the end of a process with mappings in every state', (runtime, backend, pageSize) => {
  const run = (end: string, states: string) => {
    const args = [end, states, fileOf(Buffer.alloc(4 * pageSize, 3))];
    const ended = runLifetime(runtime, backend, 'exits.cjs', args);
    expect(ended.stderr).not.toMatch(ABORT);
    return ended;
  };

  it.each([
    ['main.normal', 0, ''],
    ['main.exit', 7, ''],
    ['main.late', 8, ''],
    ['worker.normal', 0, '0 undefined 3\n'],
    ['worker.exit', 0, '7 undefined 3\n'],
    ['worker.late', 0, '8 undefined 3\n'],
    ['worker.works', 9, ''],
  ])('%s', (end, status, stdout) => {
    expect(run(end, ALL)).toEqual({ status, signal: null, stdout, stderr: '' });
  });

  it.each(['throws', 'rejects'])('main.%s', (how) => {
    const { stderr, ...ended } = run(`main.${how}`, ALL);
    expect(ended).toEqual({ status: 1, signal: null, stdout: '' });
    expect(stderr).toMatch(/error: on purpose/i);
  });

  it.each(['throws', 'rejects'])('worker.%s', (how) => {
    const { stderr, ...ended } = run(`worker.${how}`, ALL);
    // Deno tells of it on stderr, too, and ends a worker with 0 that rejects.
    const isDeno = runtime.name === 'deno';
    const status = isDeno && how === 'rejects' ? 0 : 1;
    expect(ended).toEqual({ status: 0, signal: null, stdout: `${status} on purpose 3\n` });
    expect(stderr).toMatch(isDeno ? /Error: on purpose/ : /^$/);
  });

  // Each by itself: what one leaves could hide what another does.
  it.each(STATES)('with nothing but %s, of the process and of a worker', (state) => {
    expect(run('worker.exit', state)).toEqual({
      ...{ status: 0, signal: null, stderr: '' },
      stdout: '7 undefined 3\n',
    });
  });
});
