import { constants } from 'node:os';
import { MAP_ANONYMOUS, MAP_FIXED, MAP_PRIVATE, PROT_READ, PROT_WRITE } from '@carray/constants';
import { describe, expect, it } from 'vitest';
import { backendContract } from '../src/contract.js';
import { createFakeBackend, type FakeBackend } from '../src/fake.js';

backendContract('fake', () => createFakeBackend());
backendContract('fake with pages of 16 KiB', () => createFakeBackend({ pageSize: 16_384 }));
backendContract('fake with pages of 64 KiB', () => createFakeBackend({ pageSize: 65_536 }));
backendContract('fake without detach', () => createFakeBackend({ detach: false }));

const { EINVAL, ENOMEM, ENOTSUP, EPERM } = constants.errno;
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
