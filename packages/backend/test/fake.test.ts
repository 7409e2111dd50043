import { constants } from 'node:os';
import {
  MAP_ANONYMOUS,
  MAP_FIXED,
  MAP_PRIVATE,
  MS_ASYNC,
  MS_SYNC,
  PROT_NONE,
  PROT_READ,
  PROT_WRITE,
} from '@carray/constants';
import { describe, expect, it } from 'vitest';
import { backendContract } from '../src/contract.js';
import { createFakeBackend, type FakeBackend } from '../src/fake.js';

backendContract('fake', () => createFakeBackend());
backendContract('fake with pages of 16 KiB, which waits on the thread alone', () =>
  createFakeBackend({ pageSize: 16_384, asyncWaits: false }),
);
backendContract('fake with pages of 64 KiB', () => createFakeBackend({ pageSize: 65_536 }));
backendContract('fake without detach and waits', () => createFakeBackend({ detach: false, waits: false }));

const { EBADF, EINVAL, EIO, ENOENT, ENOMEM, ENOSPC, ENOTSUP, EPERM } = constants.errno;
const anonymous = MAP_PRIVATE | MAP_ANONYMOUS;

function mapPage(backend: FakeBackend, address = 0, flags = anonymous): number {
  return backend.map(address, backend.pageSize, PROT_READ | PROT_WRITE, flags, -1, 0);
}

describe('calls', () => {
  it('has every call with its numbers and its answer, in order', () => {
    const backend = createFakeBackend();
    const region = mapPage(backend);
    const address = backend.addressOf(region);
    const buffer = backend.buffer(region, 0, backend.pageSize);
    if (typeof buffer !== 'number') backend.detach(buffer);
    backend.unmap(region);
    backend.unmap(region);
    backend.liveRegions();
    const { pageSize } = backend;
    expect(backend.calls).toEqual([
      {
        operation: 'map',
        arguments: [0, pageSize, PROT_READ | PROT_WRITE, anonymous, -1, 0],
        result: region,
      },
      { operation: 'addressOf', arguments: [region], result: address },
      { operation: 'buffer', arguments: [region, 0, pageSize], result: 0 },
      { operation: 'detach', arguments: [region], result: 0 },
      { operation: 'unmap', arguments: [region], result: 0 },
      { operation: 'unmap', arguments: [region], result: -EINVAL },
    ]);
  });

  it('has the calls on reservations, files and other threads, in the order they were made', async () => {
    const backend = createFakeBackend();
    const { pageSize } = backend;
    const reservation = backend.map(0, 2 * pageSize, PROT_NONE, anonymous, -1, 0);
    const inside = backend.mapInside(reservation, pageSize, pageSize, PROT_READ, anonymous, -1, 0);
    const answers = [
      backend.syncAsync(inside, 0, pageSize, MS_SYNC),
      backend.syncAsync(inside, 0, pageSize, MS_SYNC | MS_ASYNC),
    ];
    backend.allocate(-1, 0, pageSize);
    expect(await Promise.all(answers)).toEqual([0, -EINVAL]);
    expect(backend.calls.slice(1)).toEqual([
      {
        operation: 'mapInside',
        arguments: [reservation, pageSize, pageSize, PROT_READ, anonymous, -1, 0],
        result: inside,
      },
      { operation: 'syncAsync', arguments: [inside, 0, pageSize, MS_SYNC], result: 0 },
      { operation: 'syncAsync', arguments: [inside, 0, pageSize, MS_SYNC | MS_ASYNC], result: -EINVAL },
      { operation: 'allocate', arguments: [-1, 0, pageSize], result: -EBADF },
    ]);
  });

  it('names no region for a foreign buffer', () => {
    const backend = createFakeBackend();
    backend.detach(new ArrayBuffer(8));
    expect(backend.calls).toEqual([{ operation: 'detach', arguments: [0], result: -EINVAL }]);
  });
});

describe('failNext()', () => {
  it('fails the next call of the operation, and only that', () => {
    const backend = createFakeBackend();
    backend.failNext('map', ENOMEM);
    expect(mapPage(backend)).toBe(-ENOMEM);
    expect(backend.liveRegions()).toBe(0);
    expect(mapPage(backend)).toBeGreaterThan(0);
    expect(backend.calls.map((call) => call.result > 0)).toEqual([false, true]);
  });

  it('leaves the region held where unmap fails', () => {
    const backend = createFakeBackend();
    const region = mapPage(backend);
    backend.failNext('unmap', EPERM);
    expect(backend.unmap(region)).toBe(-EPERM);
    expect(backend.liveRegions()).toBe(1);
    expect(backend.unmap(region)).toBe(0);
  });

  it('leaves the buffer as it is where detach fails', () => {
    const backend = createFakeBackend();
    const buffer = backend.buffer(mapPage(backend), 0, backend.pageSize);
    if (typeof buffer === 'number') throw new Error('Cannot make a buffer');
    backend.failNext('detach', EINVAL);
    expect(backend.detach(buffer)).toBe(-EINVAL);
    expect(buffer.byteLength).toBe(backend.pageSize);
  });

  it('waits for other operations, and several fail in turn', () => {
    const backend = createFakeBackend();
    backend.failNext('protect', ENOMEM);
    backend.failNext('protect', EPERM);
    const region = mapPage(backend);
    const protect = (): number => backend.protect(region, 0, backend.pageSize, PROT_READ);
    expect([protect(), protect(), protect()]).toEqual([-ENOMEM, -EPERM, 0]);
  });
});

describe('failNext() of calls on reservations, files and other threads', () => {
  it('leaves the place free where mapInside fails', () => {
    const backend = createFakeBackend();
    const reservation = mapPage(backend);
    const mapInside = (): number =>
      backend.mapInside(reservation, 0, backend.pageSize, PROT_READ, anonymous, -1, 0);
    backend.failNext('mapInside', ENOMEM);
    expect(mapInside()).toBe(-ENOMEM);
    expect(backend.liveRegions()).toBe(1);
    expect(mapInside()).toBeGreaterThan(0);
  });

  it('answers a promise where syncAsync fails, once', async () => {
    const backend = createFakeBackend();
    const region = mapPage(backend);
    const syncAsync = (): Promise<number> => backend.syncAsync(region, 0, backend.pageSize, MS_SYNC);
    backend.failNext('syncAsync', EIO);
    expect(await Promise.all([syncAsync(), syncAsync()])).toEqual([-EIO, 0]);
    expect(backend.sync(region, 0, backend.pageSize, MS_SYNC)).toBe(0);
  });

  it('does not look at the file where allocate fails', () => {
    const backend = createFakeBackend();
    backend.failNext('allocate', ENOSPC);
    expect(backend.allocate(-1, 0, backend.pageSize)).toBe(-ENOSPC);
    expect(backend.allocate(-1, 0, backend.pageSize)).toBe(-EBADF);
  });
});

describe('syncAsync()', () => {
  it('keeps an unmapped region until it has answered', async () => {
    const backend = createFakeBackend();
    const region = mapPage(backend);
    const answer = backend.syncAsync(region, 0, backend.pageSize, MS_SYNC);
    backend.unmap(region);
    expect(backend.liveRegions()).toBe(1);
    expect(await answer).toBe(0);
    expect(backend.liveRegions()).toBe(0);
  });
});

describe('createFakeBackend()', () => {
  it('gives region ids that no other fake has given', () => {
    expect(mapPage(createFakeBackend())).not.toBe(mapPage(createFakeBackend()));
  });

  it('refuses buffers longer than it was told', () => {
    const backend = createFakeBackend({ maxBufferBytes: 100 });
    expect(backend.buffer(mapPage(backend), 0, backend.pageSize)).toBe(-ENOMEM);
  });

  it('maps at an exact free address, and says that it cannot replace', () => {
    const backend = createFakeBackend();
    const address = 2 ** 40;
    expect(backend.addressOf(mapPage(backend, address, anonymous | MAP_FIXED))).toBe(address);
    expect(mapPage(backend, address, anonymous | MAP_FIXED)).toBe(-ENOTSUP);
  });
});

describe('tokens', () => {
  it('are those of one fake: another one is another process', () => {
    const [one, other] = [createFakeBackend(), createFakeBackend()];
    const region = mapPage(one);
    const token = one.share(region);
    if (typeof token === 'number') throw new Error('not shared');
    expect(other.attach(token)).toBe(-ENOENT);
    const attached = one.attach(token);
    expect(one.calls.slice(1)).toEqual([
      { operation: 'share', arguments: [region], result: 0 },
      { operation: 'attach', arguments: [], result: attached },
    ]);
  });

  it('are refused when they are told to', () => {
    const backend = createFakeBackend();
    const region = mapPage(backend);
    const token = backend.share(region);
    if (typeof token === 'number') throw new Error('not shared');
    backend.failNext('share', ENOMEM);
    backend.failNext('attach', ENOENT);
    expect([backend.share(region), backend.attach(token), backend.liveRegions()]).toEqual([
      -ENOMEM,
      -ENOENT,
      1,
    ]);
  });
});
