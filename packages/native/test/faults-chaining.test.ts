import { it } from 'vitest';
import { describeFaults, expectDeath, expectSurvival } from './children.js';
import { rawAddon } from './raw-addon.js';

describeFaults('the handlers of Node', () => {
  it('are alone until the first guard', () => expectSurvival('chaining', 'atFirstGuard'));
  it('make exceptions of traps in WebAssembly, between faults', () =>
    expectSurvival('chaining', 'webAssembly'));
  it('the same after a listener was there', () => expectSurvival('chaining', 'webAssemblyAfterListener'));
  it('call listeners that were there before', () => expectSurvival('chaining', 'listenerBefore'));
  it('are seen again from the next guard on', () => expectSurvival('chaining', 'watchersRemoved'));
  it('call listeners that came later, and none that was removed', () =>
    expectDeath('SIGBUS', 'chaining', 'listenerAfter'));
});

describeFaults(`the handlers of others ${rawAddon.reason}`, () => {
  const raw = it.skipIf(rawAddon.path === '');
  const dies = expectDeath;

  raw('many listeners come and go', () => dies('SIGBUS', 'chaining', 'manyListeners'));
  raw('are called for SIGBUS outside', () => dies('SIGBUS', 'chaining', 'foreignBus', 'foreign\n'));
  raw('are called for SIGSEGV outside', () => dies('SIGSEGV', 'chaining', 'foreignSegv', 'foreign\n'));
  raw('are called once, though installed in turns', () =>
    dies('SIGBUS', 'chaining', 'foreignInTurns', 'foreign\n'),
  );
  raw('are called once where they were to be called once', () =>
    dies('SIGBUS', 'chaining', 'once', 'once\n'),
  );
  raw('ignore signals, but no faults', () => dies('SIGBUS', 'chaining', 'ignored'));
});
