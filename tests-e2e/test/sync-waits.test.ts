import { expect, it } from 'vitest';
import { fileOf } from '../src/files.js';
import { onBothBackends } from '../src/packed.js';
import { answerOfSync, runSync } from '../src/sync/run.js';

onBothBackends('waits of processes for one another', ({ pageSize }, backend) => {
  const file = () => fileOf(Buffer.alloc(4 * pageSize));
  const answer = (...args: unknown[]) => answerOfSync(backend, 'waits.cjs', args);
  const isNative = backend === 'native';

  it.each(['sync', 'async'])('two processes take turns, %s', (kind) => {
    expect(answer('processes', kind, 500, file())).toEqual([0, 500, 500]);
  });

  it.each(['sync', 'async'])('a worker and the main thread take turns, %s', (kind) => {
    expect(answer('workers', kind, 500)).toEqual([true, 0, 500]);
  });

  it('100 waits leave the thread pool to others, and another process ends them all', () => {
    expect(answer('many', file(), 100)).toEqual([true, true, 0, ['ok'], 0]);
  });

  it('notify counts those that it wakes, one by one', () => {
    expect(answer('counted', file())).toEqual([[3, 3, 3], 0]);
  });

  it('an abort, the end of the time and unmap end a wait, and no page is kept', () => {
    const unmapped = 'ERR_MAPPING_UNMAPPED';
    expect(answer('ends', file())).toEqual(['AbortError', 'timed-out', [unmapped, unmapped], unmapped]);
  });

  it('a wait goes on beside a resize that need not move, and refuses one that must', () => {
    const moved = isNative ? 'EBUSY' : 'resized';
    expect(answer('resized', file())).toEqual([moved, 'ERR_OUT_OF_RANGE', 'ok', 'ok']);
  });

  it('another file under the path ends a wait', () => {
    expect(answer('reopened', file())).toEqual(['ERR_MAPPING_UNMAPPED', 'ok']);
  });

  it('a number stored right behind the call ends a wait, one stored before prevents it', () => {
    expect(answer('storedAtOnce', file())).toEqual(['ok', 'not-equal']);
  });

  it('signals do not end a wait early', () => {
    expect(answer('signalled', file())).toEqual([0, ['timed-out', true]]);
  });

  it('a wait keeps its process until it is over', () => {
    const [first, end] = answer('keeps', file()) as unknown[];
    expect(first).toBe('alive');
    expect(end).toBe(3);
  });

  it('a worker that blocks is terminated, and one with parked waits', () => {
    expect(answer('terminated')).toBe(1);
    expect(answer('parkedTerminated')).toEqual([0, true]);
  });

  it('the process ends with waits of both kinds parked', () => {
    expect(runSync(backend, 'waits.cjs', ['exit'])).toMatchObject({ status: 7, signal: null, stderr: '' });
    const thrown = runSync(backend, 'waits.cjs', ['thrown']);
    expect(thrown).toMatchObject({ status: 1, signal: null });
    expect(thrown.stderr).toContain('on purpose');
  });

  it('a file made shorter is a fault', () => {
    const fault = 'ERR_MAPPING_FAULT';
    expect(answer('truncated', file())).toEqual([fault, fault, fault, 'timed-out']);
  });
});
