import { it } from 'vitest';
import { describeFaults, expectDeath, expectSurvival } from './children.js';
import { rawAddon } from './raw-addon.js';

// CARRAY_ROUNDS: how often the races are run; 100 unless told.
describeFaults(`faults in threads ${rawAddon.reason}`, () => {
  const raw = it.skipIf(rawAddon.path === '');

  it('in a worker', () => expectSurvival('threads', 'worker'));
  it('after the only worker with the addon has ended', () => expectSurvival('threads', 'endedWorker'));
  raw('outside, after the only worker with the addon has ended', () =>
    expectDeath('SIGBUS', 'threads', 'endedWorkerThenOutside'),
  );
  raw('of two at one lost page: no store is lost', () => expectSurvival('threads', 'raceLost'));
  raw('of two at one read-only page: no store is lost', () => expectSurvival('threads', 'raceReadOnly'));
  it('while other regions come and go', () => expectSurvival('threads', 'besideOthers'));
  raw('while the holder maps the pages anew', () => expectSurvival('threads', 'mappedAgainMeanwhile'));
});
