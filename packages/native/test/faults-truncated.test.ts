import { it } from 'vitest';
import { describeFaults, expectSurvival } from './children.js';

describeFaults('a file that became shorter', () => {
  const survives = (name: string) => expectSurvival('truncated', name);

  it('reads as zeros from there on, element by element', () => survives('interpreted'));
  it('ends in the middle of a page: no fault before the next one', () => survives('insideOfPage'));
  it('reads as zeros in a compiled loop', () => survives('compiledLoads'));
  it('takes stores in a compiled loop, for this process alone', () => survives('compiledStores'));
  it('is read and stored into by the methods of Buffer', () => survives('bufferMethods'));
  it('is hashed and filled, here and in the thread pool', () => survives('hashes'));
  it('is EFAULT to a system call, which marks nothing; it can be marked by hand', () =>
    survives('systemCalls'));
  it('is itself again once it was mapped anew', () => survives('mappedAgain'));
  it('is not at fault if it grew again before it was touched', () => survives('cameBack'));
});
