import { expect, it } from 'vitest';
import { describeFaults, expectDeath, expectSurvival, run } from './children.js';
import { rawAddon } from './raw-addon.js';

describeFaults('a fault that no guard is for', () => {
  it('of a region without a guard', () => expectDeath('SIGBUS', 'outside', 'unguarded'));
  it.each(['killedByItself', 'killedByAnother'])('is none, but a signal: %s', (name) => {
    for (const signal of ['SIGBUS', 'SIGSEGV'] as const) {
      expect(run('outside', name, signal)).toEqual({ status: null, signal, stdout: 'reached\n', stderr: '' });
    }
  });
});

describeFaults(`a fault outside ${rawAddon.reason}`, () => {
  const raw = it.skipIf(rawAddon.path === '');

  raw('of a file that became shorter', () => expectDeath('SIGBUS', 'outside', 'lost'));
  raw('of a store into a read-only page', () => expectDeath('SIGSEGV', 'outside', 'readOnly'));
  raw('where nothing is mapped', () => expectDeath('SIGSEGV', 'outside', 'nothingMapped'));
  raw('where a guarded region was', () => expectDeath('SIGBUS', 'outside', 'afterUnmap'));
  raw('where a guarded region in a reservation was', () =>
    expectDeath('SIGSEGV', 'outside', 'afterEndInReservation'),
  );
  raw('of the hardware', () => expectDeath('SIGBUS', 'outside', 'poisoned'));
  raw('in the child of a fork', () => expectSurvival('outside', 'forks'));
});
