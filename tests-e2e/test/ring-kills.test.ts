import { it } from 'vitest';
import { onBothBackends } from '../src/packed.js';
import { killInTurns } from '../src/rings/kills.js';

const ROUNDS = 25;

onBothBackends('rings whose sides are killed', (api, backend) => {
  it.each(['in place', 'copy'])(
    `lose no message, ${ROUNDS} times, read %s`,
    (way) => killInTurns(api, backend, ROUNDS, way),
    300_000,
  );
});
