import { it } from 'vitest';
import { describePrograms, expectSurvival } from './children.js';
import { rawAddon } from './raw-addon.js';

const onLinux = (): string | undefined =>
  process.platform === 'linux' ? undefined : `there is no futex on ${process.platform}`;

// CARRAY_ROUNDS: how often the races are run; 100 unless told, 40 of those with the ends of workers and processes.
describePrograms(
  `waits that others end ${rawAddon.reason}`,
  () => {
    const raw = it.skipIf(rawAddon.path === '');
    it('two threads take turns, blocked', () => expectSurvival('waits', 'threads'));
    it('of three threads that are blocked, one is woken', () => expectSurvival('waits', 'oneOfThree'));
    it('two processes take turns, blocked', () => expectSurvival('waits', 'processes'));
    it('two processes take turns, not blocked', () => expectSurvival('waits', 'processesAsync'));
    it('another process wakes 100 of 101', () => expectSurvival('waits', 'wokenByAnother'));
    raw('a signal ends what blocks, and no other', () => expectSurvival('waits', 'interrupted'));
    it('of each kind', () => expectSurvival('waits', 'newer'));
    raw('of each kind, without futex_waitv(2)', () => expectSurvival('waits', 'older'));
    raw('of each kind, where a sandbox forbids futex_waitv(2)', () => expectSurvival('waits', 'sandboxed'));
    raw('none, without futex(2)', () => expectSurvival('waits', 'without'));
    raw('those alone that find a thread', () => expectSurvival('waits', 'noThreads'));
  },
  onLinux,
);

describePrograms(
  'what lives as long as a wait',
  () => {
    it('a thread, and some time longer', () => expectSurvival('waits-ends', 'threadsEnd'));
    it('no longer than its worker', () => expectSurvival('waits-ends', 'workersEnd'));
    it('no longer than its process', () => expectSurvival('waits-ends', 'exitWaiting'));
    it('no longer than its process, just woken', () => expectSurvival('waits-ends', 'exitWoken'));
    it('no longer than its process, just cancelled', () => expectSurvival('waits-ends', 'exitCancelled'));
    it('no longer than its process, whose times end', () => expectSurvival('waits-ends', 'exitTimedOut'));
    it('no longer than its process, with workers', () => expectSurvival('waits-ends', 'exitWithWorkers'));
    it('no longer than its process, which is killed', () => expectSurvival('waits-ends', 'killed'));
    it('the process', () => expectSurvival('waits-ends', 'stays'));
    it('the process, which ends by itself then', () => expectSurvival('waits-ends', 'endsByItself'));
    it('the process, where nobody asks for the outcome', () => expectSurvival('waits-ends', 'dropped'));
  },
  onLinux,
);
