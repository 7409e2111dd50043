import { expect, it } from 'vitest';
import { fileOf } from '../src/files.js';
import { onBothBackends } from '../src/packed.js';
import { workspace } from '../src/paths.js';
import { runScript } from '../src/program.js';
import { answerOfSync } from '../src/sync/run.js';

const fresh = { previousOwnerDied: false };
const inherited = { previousOwnerDied: true };
const TIMEOUT = 'ERR_LOCK_TIMEOUT';

onBothBackends('locks and counters of processes', ({ pageSize }, backend) => {
  const file = () => fileOf(Buffer.alloc(2 * pageSize));
  const answer = (...args: unknown[]) => answerOfSync(backend, 'lock.cjs', args);

  it('50 kills: never two inside, nobody waits for ever, the next one is told', () => {
    const { ends, violations, told, done } = answer('killed', 50, file()) as Record<string, unknown>;
    expect({ ends, violations }).toEqual({ ends: [0, 0, 0], violations: 0 });
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThanOrEqual(50);
    expect(done).toBeGreaterThan(50 * 20);
  });

  it('four processes lose no addition, of a counter and under a lock', () => {
    expect(answer('counts', 20_000, file())).toEqual([[0, 0, 0, 0], 80_000, 1600, 0]);
  });

  it('four workers lose no addition under a lock', () => {
    expect(answer('workers', 500)).toEqual([[0, 0, 0, 0], 2000, 0]);
  });

  it('an owner that was killed and is a zombie has ended', () => {
    expect(answer('zombie', file())).toEqual([['held', 'ERR_LOCK_NOT_HELD'], inherited, fresh]);
  });

  it('tryAcquire, too, gets the lock of one that was killed', () => {
    expect(answer('tryAfterDeath', file())).toEqual(inherited);
  });

  it('a worker that ends with the lock has ended, though its process has not', () => {
    expect(answer('deadWorkers')).toEqual([inherited, TIMEOUT, inherited]);
  });

  it('an owner that is stopped has not ended', () => {
    expect(answer('stopped', file())).toEqual([TIMEOUT, 'held', 'TimeoutError', inherited]);
  });

  it('a file made shorter is a fault, and the lock works when it is back', () => {
    const fault = 'ERR_MAPPING_FAULT';
    // ffi survives it with a guard for all accesses alone.
    const env = { CARRAY_FAULT_GUARD: backend === 'ffi' ? 'all' : 'on' };
    const outcome = answerOfSync(backend, 'lock.cjs', ['truncated', file()], env);
    expect(outcome).toEqual([fault, fault, fault, fresh]);
  });

  it('is refused where /proc may not be read', () => {
    const flag = process.allowedNodeEnvironmentFlags.has('--permission')
      ? '--permission'
      : '--experimental-permission';
    const program = `${workspace}/tests-e2e/src/sync/lock.cjs`;
    const { stdout, status } = runScript(program, {
      backend,
      flags: [
        flag,
        '--allow-addons',
        '--allow-fs-read=/tmp/*',
        `--allow-fs-read=${workspace}*`,
        '--no-warnings',
      ],
      args: ['forbidden'],
    });
    expect([status, JSON.parse(stdout)]).toEqual([0, ['ERR_UNSUPPORTED', 'ERR_ACCESS_DENIED']]);
  });
});
