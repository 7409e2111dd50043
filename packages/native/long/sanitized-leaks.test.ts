import { beforeAll, describe, expect, it } from 'vitest';
import { type SanitizedPackage, sanitizedPackage } from './sanitized-package.js';
import { runSanitized } from './sanitized-programs.js';

/**
 * Programs that end of themselves, so that Node has torn everything down before leaks are looked for. Not those that end by a
 * signal; nor `hashes`, after which OpenSSL has not.
 */
const programs: Readonly<Record<string, readonly string[]>> = {
  'long/programs/calls.cjs': [
    ...[
      'unmapped',
      'detached',
      'collected',
      'moved',
      'refused',
      'synced',
      'inside',
      'lost',
      'named',
      'looked',
    ],
    'syncingWorkers',
  ],
  'test/programs/copying.cjs': [
    ...['out', 'in', 'fromRegionToRegion', 'refusals', 'remapRefusals', 'guardRefusals'],
  ],
  'test/programs/sharing.cjs': [
    ...['bothWays', 'workerLeaves', 'mainLeavesFirst', 'terminated', 'race', 'otherProcess'],
    ...['guarded', 'guardedCalls'],
  ],
  'test/programs/waits.cjs': ['threads', 'oneOfThree', 'processesAsync', 'newer', 'older'],
  'test/programs/waits-ends.cjs': ['threadsEnd', 'workersEnd', 'stays', 'endsByItself', 'dropped'],
  'test/programs/threads.cjs': [
    ...['worker', 'endedWorker', 'raceLost', 'raceReadOnly', 'besideOthers', 'mappedAgainMeanwhile'],
  ],
  'test/programs/chaining.cjs': ['atFirstGuard', 'webAssembly', 'listenerBefore', 'watchersRemoved'],
  'test/programs/truncated.cjs': ['interpreted', 'bufferMethods', 'systemCalls', 'mappedAgain', 'cameBack'],
  'test/programs/many.cjs': ['scattered', 'readOnly', 'unreadable', 'regions'],
};
describe('the addon leaves no memory behind', () => {
  let sanitized: SanitizedPackage;
  beforeAll(() => {
    sanitized = sanitizedPackage('sanitized');
  });

  describe.each(Object.keys(programs))('%s', (program) => {
    it.each(programs[program] ?? [])('%s', (name) => {
      const end = runSanitized(sanitized, program, name, { leaks: true });
      expect(end).toEqual({ status: 0, stdout: 'reached\n', stderr: '' });
    });
  });
});
