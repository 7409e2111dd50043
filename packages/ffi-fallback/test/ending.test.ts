import { constants } from 'node:os';
import type { Backend } from '@carray/backend';
import { MAP_ANONYMOUS, MAP_PRIVATE, PROT_NONE, PROT_READ, PROT_WRITE } from '@carray/constants';
import { expect, it } from 'vitest';
import { Buffers } from '../src/buffers.js';
import { backendOver } from '../src/ffi.js';
import { type Libc, loadLibc } from '../src/libc.js';

const { EINVAL, ENOENT, EIO } = constants.errno;
const real = loadLibc();
const { pageSize } = real;
const ANONYMOUS = MAP_PRIVATE | MAP_ANONYMOUS;

/** A backend with the end of its thread, and what it unmaps. */
function thread(overrides: Partial<Libc> = {}) {
  const unmapped: number[] = [];
  const munmap: Libc['munmap'] = (address, length) => {
    unmapped.push(address);
    return real.munmap(address, length);
  };
  let end = (): void => expect.unreachable('nothing is to be called at the end');
  const backend = backendOver({ ...real, munmap, ...overrides }, (leave) => {
    end = leave;
  });
  return { backend, end: () => end(), unmapped };
}

function map(backend: Backend): number {
  const region = backend.map(0, pageSize, PROT_READ | PROT_WRITE, ANONYMOUS, -1, 0);
  expect(region).toBeGreaterThan(0);
  return region;
}

function bytesOf(backend: Backend, region: number): Uint8Array<ArrayBuffer> {
  const buffer = backend.buffer(region, 0, pageSize);
  if (typeof buffer === 'number') throw new Error(`Cannot make a buffer: errno is ${-buffer}`);
  return new Uint8Array(buffer);
}

function share(backend: Backend, region: number) {
  const token = backend.share(region);
  if (typeof token === 'number') throw new Error(`Cannot share: errno is ${-token}`);
  return token;
}

it('takes what the thread has, and leaves zeros at the addresses, which nobody unmaps', () => {
  const { backend, end, unmapped } = thread();
  const [held, ended] = [map(backend), map(backend)];
  const [one, two] = [bytesOf(backend, held).fill(1), bytesOf(backend, ended).fill(2)];
  backend.unmap(ended);
  expect([one[0], two[0], backend.liveRegions()]).toEqual([1, 2, 2]);
  end();
  expect([one[pageSize - 1], two[0], backend.liveRegions()]).toEqual([0, 0, 0]);
  expect([backend.unmap(held), backend.addressOf(held)]).toEqual([-EINVAL, -EINVAL]);
  expect([backend.detach(one.buffer), backend.detach(two.buffer), unmapped]).toEqual([0, 0, []]);
});

it('takes a reservation with what is inside', () => {
  const { backend, end, unmapped } = thread();
  const reservation = backend.map(0, 4 * pageSize, PROT_NONE, ANONYMOUS, -1, 0);
  const inside = backend.mapInside(reservation, pageSize, pageSize, PROT_READ | PROT_WRITE, ANONYMOUS, -1, 0);
  const bytes = bytesOf(backend, inside).fill(3);
  end();
  expect([bytes[0], backend.liveRegions(), unmapped]).toEqual([0, 0, []]);
});

it('gives up the part in shared pages alone, and the last one takes them', () => {
  const [main, worker] = [thread(), thread()];
  const region = map(main.backend);
  const token = share(main.backend, region);
  const attached = worker.backend.attach(token);
  const [here, there] = [bytesOf(main.backend, region).fill(5), bytesOf(worker.backend, attached)];
  worker.end();
  expect([there[0], here[0], main.backend.liveRegions()]).toEqual([5, 5, 1]);
  expect(main.backend.detach(here.buffer)).toBe(0);
  expect([main.backend.unmap(region), main.backend.attach(token)]).toEqual([0, -ENOENT]);
  // The addresses stay taken for the views of the thread that ended.
  expect([there[0], main.unmapped, worker.unmapped]).toEqual([0, [], []]);
});

it('takes shared pages that nobody else has any more', () => {
  const [main, worker] = [thread(), thread()];
  const region = map(main.backend);
  const token = share(main.backend, region);
  const there = bytesOf(worker.backend, worker.backend.attach(token)).fill(5);
  expect([main.backend.unmap(region), there[0]]).toEqual([0, 5]);
  worker.end();
  expect([there[0], main.backend.attach(token), worker.backend.attach(token)]).toEqual([0, -ENOENT, -ENOENT]);
});

it('leaves what it cannot take', () => {
  const { backend, end } = thread({ mmap: (...args) => (args[0] === 0 ? real.mmap(...args) : -EIO) });
  const bytes = bytesOf(backend, map(backend)).fill(4);
  end();
  expect([bytes[0], backend.liveRegions()]).toEqual([4, 0]);
});

it.skipIf(!Buffers.canDetach)('leaves what was moved away', () => {
  const { backend, end } = thread();
  const [region, other] = [map(backend), map(backend)];
  const moved = new Uint8Array(transferred(bytesOf(backend, region).fill(6).buffer));
  const { buffer } = bytesOf(backend, other).fill(7);
  const unnoticed = new Uint8Array(Reflect.apply(transferOf(ArrayBuffer.prototype), buffer, []));
  expect([buffer.byteLength, backend.detach(buffer), backend.unmap(other)]).toEqual([0, 0, 0]);
  end();
  expect([moved[0], unnoticed[0]]).toEqual([6, 7]);
});

type Transfer = (this: ArrayBuffer) => ArrayBuffer;

function transferOf(holder: ArrayBuffer & { transfer?: Transfer }): Transfer {
  if (holder.transfer === undefined) throw new Error('no transfer()');
  return holder.transfer;
}

const transferred = (buffer: ArrayBuffer): ArrayBuffer => transferOf(buffer).call(buffer);
