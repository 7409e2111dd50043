import { it } from 'vitest';
import { describeFaults, expectDeath, expectSurvival } from './children.js';

describeFaults('a guarded region that is resized', () => {
  const survives = (name: string) => expectSurvival('resize', name);

  it('survives faults at its new place once it is guarded again', () => survives('newPlace'));
  it('survives faults past the end of what it maps', () => survives('pastTheEnd'));
  it('survives none until it is guarded again', () => expectDeath('SIGBUS', 'resize', 'withoutGuard'));
  it('has nothing to do with faults at its former place', () => expectDeath('SIGBUS', 'resize', 'oldPlace'));
  it('has nothing to do with faults behind its shorter length', () =>
    expectDeath('SIGBUS', 'resize', 'behindShorter'));
  it('stays guarded where it could not be resized', () => survives('refused'));
  it('becomes shorter, not longer, with pages that were replaced', () => survives('replacedPages'));
  it('gives its guard back each time', () => survives('manyTimes'));
  it('does not disturb faults in another thread', () => survives('besideFaults'));
});
