import { it } from 'vitest';
import { describeFaults, expectDeath, expectSurvival } from './children.js';

describeFaults('a store into a read-only page', () => {
  const survives = (name: string) => expectSurvival('read-only', name);

  it('goes to a copy', () => survives('one'));
  it('goes to copies in a compiled loop over 64 pages, and the file stays as it was', () =>
    survives('compiledLoop'));
  it('goes to a copy of anonymous memory', () => survives('anonymous'));
  it('leaves writable pages beside it to the file', () => survives('amongWritable'));
  it('finds nothing behind the page', () => survives('truncated'));
});

describeFaults('a page without access', () => {
  it('ends the process when it is read', () => expectDeath('SIGSEGV', 'unreadable', 'load'));
  it('ends the process when it is stored into', () => expectDeath('SIGSEGV', 'unreadable', 'store'));
  it('becomes a copy where that is asked for', () => expectSurvival('unreadable', 'survived'));
  it('is lost as well', () => expectSurvival('unreadable', 'truncatedToo'));
  it('ends the process again when it is asked for no longer', () =>
    expectDeath('SIGSEGV', 'unreadable', 'switchedOff', ''));
});
