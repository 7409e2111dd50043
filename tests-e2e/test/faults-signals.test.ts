import { expect, it } from 'vitest';
import { onNative, rowsOf, run } from '../src/faults/run.js';
import { carray } from '../src/packed.js';

const PAGE = carray.pageSize;
const LOST = `truncated ${2 * PAGE} ${2 * PAGE}`;
const signals = ['SIGBUS', 'SIGSEGV'] as const;

onNative('signals', (way) => {
  const each = signals.flatMap((signal) =>
    ['before', 'after', 'earlier', 'removed', 'once', 'never'].map((when) => ({ signal, when })),
  );
  it.each(each)(
    'a listener for $signal, $when: faults are survived, and it does not hear of them',
    (given) => {
      expect(rowsOf(way, 'deaths.cjs', 'listeners', given)).toEqual({
        'in front': true,
        get: LOST,
        view: 0,
        next: `truncated ${3 * PAGE} -`,
        'read-only': 'read-only 0 0',
        heard: [],
      });
    },
  );

  it.each(signals.flatMap((signal) => [true, false].map((listener) => ({ signal, listener }))))(
    '$signal from outside ends the process (a listener was there: $listener)',
    (given) => {
      const { rows, status, signal } = run(way, 'deaths.cjs', 'killed', given);
      expect({ rows, status, signal }).toEqual({
        rows: { 'in front': true, survived: LOST },
        status: null,
        signal: given.signal,
      });
    },
  );

  it.each(signals)('%s from outside reaches a listener', (signal) => {
    expect(rowsOf(way, 'deaths.cjs', 'heard', { signal })).toEqual({
      'in front': true,
      survived: LOST,
      heard: signal,
      survives: `truncated ${3 * PAGE} ${3 * PAGE}`,
    });
  });
});
