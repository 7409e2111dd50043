import { expect, it } from 'vitest';
import { onBothBackends } from '../src/packed.js';
import { exchange } from '../src/rings/exchange.js';
import { killInTurns } from '../src/rings/kills.js';

const MESSAGES = 1_000_000;
const ROUNDS = 500;
const HOUR = 3_600_000;

onBothBackends('rings, for long', (api, backend) => {
  it.each([
    ['async', 'async', 65_536],
    ['sync', 'in place', 4_096],
    ['async', 'sync', 1_000],
  ])(
    `a million messages, written %s, read %s, in %i bytes`,
    async (writes, reads, capacity) => {
      expect(await exchange(api, backend, { writes, reads, capacity, count: MESSAGES })).toBe('all');
    },
    HOUR,
  );

  it.each(['in place', 'copy'])(
    `lose no message when their sides are killed, ${ROUNDS} times, read %s`,
    (way) => killInTurns(api, backend, ROUNDS, way),
    HOUR,
  );
});
