import { constants } from 'node:os';
import { MAP_SHARED, PROT_NONE, PROT_READ } from '@carray/constants';
import { describe, expect, it } from 'vitest';
import type { Backend, RegionId } from '../backend.js';
import { type Fixture, readWrite } from './fixture.js';

const { EBUSY, EFAULT, EINVAL, ENOSYS, ENOTSUP, ETIMEDOUT } = constants.errno;

type WordCall = (region: RegionId, byteOffset: number) => number | Promise<number>;

/** The calls on a number in memory, as those that wait for an instant at most. Those alone that the backend has. */
function callsOf(backend: Backend): Readonly<Record<string, WordCall>> {
  const calls: Record<string, WordCall> = {
    'waitAt()': (region, byteOffset) => backend.waitAt(region, byteOffset, 0, 0),
    'wakeAt()': (region, byteOffset) => backend.wakeAt(region, byteOffset, 1),
  };
  if (!backend.supports.asyncWaits) return calls;
  return {
    ...calls,
    'waitAsync()': (region, byteOffset) => {
      const wait = backend.waitAsync(region, byteOffset, 0, 0);
      return typeof wait === 'number' ? wait : wait.status;
    },
  };
}

/** What each of them refuses at once: a wait is not begun. */
function placeCases(fixture: Fixture, call: WordCall): void {
  const { pageSize } = fixture;

  it('refuses a number that is not in the region: EINVAL', () => {
    const region = fixture.anonymous({ byteLength: 2 * pageSize - 2 });
    const outside = [-4, 2 * pageSize - 4, 2 * pageSize, -pageSize, 2 ** 40, Number.MAX_SAFE_INTEGER - 3];
    for (const byteOffset of outside) expect(call(region, byteOffset), `at ${byteOffset}`).toBe(-EINVAL);
  });

  it('refuses a place that is not a multiple of 4: EINVAL', () => {
    const region = fixture.anonymous();
    for (const byteOffset of [1, 2, 3, 5, pageSize - 5]) {
      expect(call(region, byteOffset), `at ${byteOffset}`).toBe(-EINVAL);
    }
  });

  it('refuses a region that is not held: EINVAL', () => {
    const region = fixture.anonymous();
    fixture.bytes(region);
    fixture.unmap(region);
    for (const stale of [region, Number.MAX_SAFE_INTEGER, 0, -1]) expect(call(stale, 0)).toBe(-EINVAL);
  });

  it('refuses a place where another region is inside, and takes those beside it: EBUSY', async () => {
    const region = fixture.anonymous({ byteLength: 3 * pageSize, flags: MAP_SHARED });
    const inside = fixture.inside(region, pageSize, { flags: MAP_SHARED });
    for (const byteOffset of [pageSize, 2 * pageSize - 4]) expect(call(region, byteOffset)).toBe(-EBUSY);
    const answers = await Promise.all([
      call(region, pageSize - 4),
      call(region, 2 * pageSize),
      call(inside, 0),
    ]);
    for (const answer of answers) expect([0, -ETIMEDOUT]).toContain(answer);
  });
}

function faultCases(fixture: Fixture, call: WordCall): void {
  const { backend, pageSize, files } = fixture;

  it('answers for a page that its file has lost, and goes on where it is back: EFAULT', async () => {
    const path = files.create(2 * pageSize);
    const region = fixture.file(path, { byteLength: 2 * pageSize });
    files.truncate(path, pageSize);
    expect(await call(region, pageSize)).toBe(-EFAULT);
    expect(await call(region, pageSize - 4)).not.toBe(-EFAULT);
    files.truncate(path, 2 * pageSize);
    expect(await call(region, pageSize)).not.toBe(-EFAULT);
  });

  it('answers for a page without access: EFAULT', async () => {
    const region = fixture.anonymous({ flags: MAP_SHARED });
    expect(backend.protect(region, 0, pageSize, PROT_NONE)).toBe(0);
    expect(await call(region, 0)).toBe(-EFAULT);
    expect(backend.protect(region, 0, pageSize, readWrite)).toBe(0);
    expect(await call(region, 0)).not.toBe(-EFAULT);
  });

  it('takes a shared page that is only read', async () => {
    const path = files.create(pageSize);
    const region = fixture.file(path, { protection: PROT_READ, open: 'r' });
    expect([0, -ETIMEDOUT]).toContain(await call(region, 0));
  });
}

export function waitRefusalCases(fixture: Fixture): void {
  const { backend } = fixture;
  const { waits, asyncWaits } = backend.supports;

  for (const [name, call] of Object.entries(waits ? callsOf(backend) : {})) {
    describe(name, () => {
      placeCases(fixture, call);
      faultCases(fixture, call);
    });
  }

  it.runIf(!waits)('has none of them: ENOSYS', () => {
    const region = fixture.anonymous({ flags: MAP_SHARED });
    expect(backend.waitAt(region, 0, 1, 0)).toBe(-ENOSYS);
    expect(backend.wakeAt(region, 0, 1)).toBe(-ENOSYS);
    expect(asyncWaits, 'those of other threads neither').toBe(false);
  });

  it.runIf(!asyncWaits)('has no waits off the thread: ENOTSUP', () => {
    const region = fixture.anonymous({ flags: MAP_SHARED });
    expect(backend.waitAsync(region, 0, 1, 0)).toBe(-ENOTSUP);
  });
}
