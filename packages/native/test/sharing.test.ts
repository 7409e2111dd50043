import { it } from 'vitest';
import { describeFaults, describePrograms, expectSurvival } from './children.js';

const isLinux = process.platform === 'linux';

// CARRAY_ROUNDS: how often the races are run; 100 unless told.
describePrograms(
  'regions that several threads hold',
  () => {
    it('show the same bytes on both sides', () => expectSurvival('sharing', 'bothWays'));
    it('stay when a worker ends without unmapping', () => expectSurvival('sharing', 'workerLeaves'));
    it('stay for a worker when the main thread unmaps first', () =>
      expectSurvival('sharing', 'mainLeavesFirst'));
    it('leave nothing of 50 workers that are terminated', () => expectSurvival('sharing', 'terminated'));
    it('are attached, or gone, where two workers attach and release at random', () =>
      expectSurvival('sharing', 'race'));
    it('are unknown in another process', () => expectSurvival('sharing', 'otherProcess'));
  },
  () => (isLinux ? undefined : 'there is no /proc/self/maps'),
);

describeFaults('guarded regions that several threads hold', () => {
  it('have one counter', () => expectSurvival('sharing', 'guarded'));
  it('are paused by each, and count while others forget', () => expectSurvival('sharing', 'guardedCalls'));
});
