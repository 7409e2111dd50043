import { expect, it } from 'vitest';
import { answerOf, runShared } from './run.js';

const UNMAPPED = 'ERR_MAPPING_UNMAPPED';
const FAULT = 'ERR_MAPPING_FAULT';
/** What the engine or libc says on the way to an abort, whatever the status is then. */
const ABORT =
  /fatal error|abort|assert|check failed|terminate called|core dumped|corrupt|double free|segmentation/i;

/** What a Node that makes SharedArrayBuffers over mapped memory does with them; `rounds` of it. */
export function sharedBufferStories(node: string, rounds: number): void {
  const stories: [story: string, name: string, result: unknown, ...args: unknown[]][] = [
    ['two threads wait for each other', 'waits', [0, null, false, rounds, rounds], rounds],
    ['a worker waits on what it has attached', 'attached', [0, null, false, rounds, rounds], rounds],
    [
      'a worker goes on where this thread unmaps',
      'unmapHere',
      // Word 0 counts on in the file: each round adds 10 to what it finds.
      [[[true, false], [UNMAPPED, UNMAPPED, UNMAPPED], true, 10, 0], 0],
      rounds,
    ],
    ['all goes in the end, however it was dropped', 'dropped', [0, 0, 0], rounds],
    ['stores are those of the file', 'stores', [true, [99, 99, 7, 0], [0, 7, 7, 7, 7, 7, 7, 0], true]],
    [
      'what is read-only stays as it is',
      'readOnly',
      [
        [1, 0, 1, []],
        [1, 0, 1, []],
        [1, 0, FAULT, ['read-only']],
      ],
    ],
    ['the protection is fixed', 'protection', [8, Array(3).fill('ERR_UNSUPPORTED'), true]],
    ['pages that a buffer keeps are counted', 'limits', [1, true, 'ENOMEM', 1]],
    [
      'its place in a reservation stays taken',
      'reservation',
      ['ERR_MAPPING_NO_ACCESS', ['EEXIST', true, 5], true],
    ],
    ['a hold is one holder more', 'held', [true, UNMAPPED, 1, 1, 0, 1, 0]],
    ['it is as long as the file', 'long', [true, [1, 2, 3, 4], [0, 0, 0, 0, 1, 2, 3, 4], 4]],
  ];
  it.each(stories)('%s', (_story, name, result, ...args) => {
    expect(answerOf(node, 'stories.cjs', name, ...args)).toEqual(result);
  });

  it.each(['ends', 'exits', 'terminated'])('a worker that %s leaves what it has given away', (how) => {
    expect(answerOf(node, 'stories.cjs', 'workerEnds', rounds, how)).toEqual([rounds, [rounds], rounds, 0]);
  });

  it('a file made shorter is survived in each thread, told at the next call, and healed', () => {
    const [before, after] = [Array(4).fill(3), [3, 0, 0, 0]];
    expect(answerOf(node, 'faults.cjs', 'truncated')).toEqual([
      ...[before, after, FAULT, 3, FAULT, 1, FAULT],
      ...[Array(4).fill(8), 8, 0],
    ]);
  });

  it('a file made shorter is survived after unmap, and after the end of the thread that mapped it', () => {
    expect(answerOf(node, 'faults.cjs', 'afterUnmap')).toEqual([[3, 0, 0, 9], 0, UNMAPPED, 1]);
    expect(answerOf(node, 'faults.cjs', 'afterWorker', rounds)).toEqual([[1, 0, -1]]);
  });

  it('two threads store while the file is made shorter and healed', () => {
    expect(answerOf(node, 'faults.cjs', 'race', rounds)).toEqual([true, true, 0]);
  });

  it.each([
    ['normal', 0, ''],
    ['exit', 7, ''],
    ['throws', 1, ''],
    ['unref', 0, ''],
    ['exitMeanwhile', 8, ''],
    ['terminated', 0, '1\n1\n'],
    ['workers', 0, '0\n7\n1\n'],
  ])('the process ends as it wants to: %s', (end, status, stdout) => {
    const ended = runShared(node, 'exits.cjs', [end]);
    expect({ ...ended, stderr: '' }).toEqual({ status, signal: null, stdout, stderr: '' });
    expect(ended.stderr).not.toMatch(ABORT);
    expect(ended.stderr.includes('on purpose')).toBe(end === 'throws');
  });
}
