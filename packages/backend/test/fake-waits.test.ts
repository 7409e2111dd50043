import { constants } from 'node:os';
import { MAP_ANONYMOUS, MAP_SHARED, PROT_READ, PROT_WRITE } from '@carray/constants';
import { describe, expect, it } from 'vitest';
import { createFakeBackend, type FakeBackend } from '../src/fake.js';

const { EAGAIN, ECANCELED, EFAULT, EINTR, ENOMEM, ETIMEDOUT } = constants.errno;

function mapPage(backend: FakeBackend): number {
  const { pageSize } = backend;
  return backend.map(0, pageSize, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

describe('waits of a fake', () => {
  it('are on record with their numbers', () => {
    const backend = createFakeBackend();
    const region = mapPage(backend);
    backend.waitAt(region, 4, 0, 0.5);
    backend.waitAt(region, 4, 1, -1);
    backend.waitAsync(region, 8, 0, -1);
    backend.wakeAt(region, 8, 9);
    expect(backend.calls.slice(1).map((call) => [call.operation, call.arguments, call.result])).toEqual([
      ['waitAt', [region, 4, 0, 0.5], -ETIMEDOUT],
      ['waitAt', [region, 4, 1, -1], -EAGAIN],
      ['waitAsync', [region, 8, 0, -1], 0],
      ['wakeAt', [region, 8, 9], 1],
    ]);
  });

  it('fail when they are told to, and are not begun', () => {
    const backend = createFakeBackend();
    const region = mapPage(backend);
    backend.failNext('waitAsync', ENOMEM);
    backend.failNext('waitAt', EINTR);
    backend.failNext('wakeAt', EFAULT);
    expect(backend.waitAsync(region, 0, 0, -1)).toBe(-ENOMEM);
    expect(backend.waitAt(region, 0, 1, -1)).toBe(-EINTR);
    expect([backend.wakeAt(region, 0, 1), backend.wakeAt(region, 0, 1)]).toEqual([-EFAULT, 0]);
  });

  it('do not block without an end: nobody could wake them', () => {
    const backend = createFakeBackend();
    expect(backend.waitAt(mapPage(backend), 0, 0, -1)).toBe(-EINTR);
  });

  it('begin at once, and are woken in their order', async () => {
    const backend = createFakeBackend();
    const region = mapPage(backend);
    const waits = [1, 2, 3].map(() => backend.waitAsync(region, 0, 0, -1));
    expect(backend.wakeAt(region, 0, 2)).toBe(2);
    for (const wait of waits) if (typeof wait !== 'number') wait.cancel();
    const status = waits.map((wait) => (typeof wait === 'number' ? wait : wait.status));
    expect(await Promise.all(status)).toEqual([0, 0, -ECANCELED]);
  });

  it('see the number of a shared region by each of its ids', async () => {
    const backend = createFakeBackend();
    const region = mapPage(backend);
    const token = backend.share(region);
    const attached = typeof token === 'number' ? token : backend.attach(token);
    const wait = backend.waitAsync(region, 0, 0, -1);
    expect(backend.wakeAt(attached, 0, 1)).toBe(1);
    expect(typeof wait === 'number' ? wait : await wait.status).toBe(0);
  });
});
