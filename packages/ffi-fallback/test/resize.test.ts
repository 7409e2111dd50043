import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Backend } from '@carray/backend';
import {
  MAP_ANONYMOUS,
  MAP_PRIVATE,
  MREMAP_DONTUNMAP,
  MREMAP_FIXED,
  MREMAP_MAYMOVE,
  PROT_READ,
  PROT_WRITE,
} from '@carray/constants';
import { describe, expect, it } from 'vitest';
import { Buffers } from '../src/buffers.js';
import { backendOver } from '../src/ffi.js';
import { type Libc, loadLibc } from '../src/libc.js';

const { EAGAIN, EFAULT, EINVAL, ENOMEM, ENOSYS, ENOTSUP } = constants.errno;
const real = loadLibc();
const { pageSize } = real;
const anonymous = MAP_PRIVATE | MAP_ANONYMOUS;

/** What a kernel refuses: the errno of each call of mremap in turn, 0 where it is done; and whether it has memory for zeros. */
interface Kernel {
  refusals: number[];
  hasZeros: boolean;
}

/** A backend with a page of memory, over a kernel that a test makes refuse. */
function world(refusals: number[] = []) {
  const kernel: Kernel = { refusals, hasZeros: true };
  const flagsGiven: number[] = [];
  const unmapped: [number, number][] = [];
  const libc: Libc = {
    ...real,
    mremap(address, length, newLength, flags, place) {
      flagsGiven.push(flags);
      const errno = kernel.refusals.shift() ?? 0;
      return errno === 0 ? real.mremap(address, length, newLength, flags, place) : -errno;
    },
    mmap: (...args) => (kernel.hasZeros ? real.mmap(...args) : -ENOMEM),
    munmap(address, length) {
      unmapped.push([address, length]);
      return real.munmap(address, length);
    },
  };
  const backend = backendOver(libc);
  const region = backend.map(0, pageSize, PROT_READ | PROT_WRITE, anonymous, -1, 0);
  expect(region).toBeGreaterThan(0);
  return { backend, region, kernel, flagsGiven, unmapped, address: backend.addressOf(region) };
}

function bytesOf(backend: Backend, region: number, byteLength = pageSize): Uint8Array<ArrayBuffer> {
  const buffer = backend.buffer(region, 0, byteLength);
  if (typeof buffer === 'number') throw new Error(`Cannot make a buffer: errno is ${-buffer}`);
  return new Uint8Array(buffer);
}

/** What the memory at an address is, whoever has it. */
const memoryAt = (address: number): Uint8Array => new Uint8Array(real.view(address, pageSize)).slice();
const filled = (byte: number): Uint8Array => new Uint8Array(pageSize).fill(byte);

const isMapped = (address: number): boolean =>
  readFileSync('/proc/self/maps', 'latin1')
    .split('\n')
    .some((line) => {
      const [, start = '', end = ''] = /^([\da-f]+)-([\da-f]+)/.exec(line) ?? [];
      return Number.parseInt(start, 16) <= address && address < Number.parseInt(end, 16);
    });

async function collectUntil(condition: () => boolean, turns = 200): Promise<boolean> {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  for (let turn = 0; turn < turns && !condition(); turn++) {
    if (typeof gc === 'function') gc();
    await nextTurn();
  }
  return condition();
}

describe.runIf(MREMAP_MAYMOVE !== 0)('resize()', () => {
  it.each([
    ['ENOMEM', ENOMEM],
    ['EAGAIN', EAGAIN],
    ['EFAULT', EFAULT],
    ['EINVAL', EINVAL],
    ['ENOSYS', ENOSYS],
    ['ENOTSUP', ENOTSUP],
  ])('answers %s where the kernel does, with all as before', (_, errno) => {
    const { backend, region, address, flagsGiven } = world([errno, errno]);
    backend.guard(region, false);
    backend.markFault(region, 0, 1);
    for (const flags of [0, MREMAP_MAYMOVE]) {
      expect(backend.resize(region, 2 * pageSize, flags)).toBe(-errno);
      expect([backend.addressOf(region), backend.faultMark(region, 0)]).toEqual([address, 1]);
      expect(backend.buffer(region, 0, pageSize + 1)).toBe(-EINVAL);
    }
    expect(flagsGiven).toEqual([0, MREMAP_MAYMOVE]);
    expect([backend.unmap(region), backend.liveRegions()]).toEqual([0, 0]);
  });

  it('asks the kernel for one call where no buffer is left, and unmaps what it answered', () => {
    const { backend, region, flagsGiven, unmapped } = world();
    expect(backend.resize(region, 3 * pageSize + 1, MREMAP_MAYMOVE)).toBe(0);
    const address = backend.addressOf(region);
    expect(backend.unmap(region)).toBe(0);
    expect([flagsGiven, unmapped]).toEqual([[MREMAP_MAYMOVE], [[address, 3 * pageSize + 1]]]);
  });

  it('asks the kernel for nothing that it may not have', () => {
    const { backend, region, flagsGiven } = world();
    const lengths = [0, -1, -pageSize];
    for (const length of lengths) expect(backend.resize(region, length, MREMAP_MAYMOVE)).toBe(-EINVAL);
    for (const flags of [MREMAP_FIXED | MREMAP_MAYMOVE, MREMAP_DONTUNMAP | MREMAP_MAYMOVE, 8]) {
      expect(backend.resize(region, pageSize, flags)).toBe(-EINVAL);
    }
    backend.share(region);
    expect(backend.resize(region, pageSize, 0)).toBeLessThan(0);
    expect(flagsGiven).toEqual([]);
    backend.unmap(region);
  });

  describe.skipIf(Buffers.canDetach)('with a buffer that cannot be emptied', () => {
    const steps = [MREMAP_MAYMOVE | MREMAP_DONTUNMAP, MREMAP_MAYMOVE, MREMAP_MAYMOVE | MREMAP_FIXED];

    it.each([
      ['ENOTSUP where it is EINVAL, as in a kernel that cannot leave addresses mapped', EINVAL, ENOTSUP],
      ['ENOMEM', ENOMEM, ENOMEM],
      ['EFAULT', EFAULT, EFAULT],
    ])('answers the errno of the first step, with all as before: %s', (_, errno, answer) => {
      const { backend, region, address, flagsGiven } = world([errno]);
      const bytes = bytesOf(backend, region).fill(7);
      expect(backend.resize(region, 2 * pageSize, MREMAP_MAYMOVE)).toBe(-answer);
      expect([backend.addressOf(region), flagsGiven]).toEqual([address, steps.slice(0, 1)]);
      expect([bytes.slice(), backend.detach(bytes.buffer)]).toEqual([filled(7), 0]);
      backend.unmap(region);
    });

    it('moves the bytes back where there is no memory for zeros', () => {
      const { backend, region, kernel, address, flagsGiven } = world();
      const bytes = bytesOf(backend, region).fill(7);
      kernel.hasZeros = false;
      expect(backend.resize(region, 2 * pageSize, MREMAP_MAYMOVE)).toBe(-ENOMEM);
      kernel.hasZeros = true;
      expect([backend.addressOf(region), flagsGiven]).toEqual([address, [steps[0], steps[2]]]);
      expect(bytes.slice()).toEqual(filled(7));
      bytes.fill(8);
      expect(bytesOf(backend, region).slice()).toEqual(filled(8));
      expect(backend.detach(bytes.buffer)).toBe(0);
      backend.unmap(region);
    });

    it('moves the bytes back where the new place cannot have another length', () => {
      const { backend, region, address, flagsGiven, unmapped } = world([0, EAGAIN]);
      const bytes = bytesOf(backend, region).fill(7);
      expect(backend.resize(region, 2 * pageSize, MREMAP_MAYMOVE)).toBe(-EAGAIN);
      expect([backend.addressOf(region), flagsGiven]).toEqual([address, steps]);
      expect(bytes.slice()).toEqual(filled(7));
      expect(backend.detach(bytes.buffer)).toBe(0);
      expect([backend.unmap(region), backend.liveRegions()]).toEqual([0, 0]);
      expect(unmapped).toEqual([]); // the ended buffer has the addresses
      expect(bytes.slice()).toEqual(filled(0));
    });

    it('loses no byte, and shows none that is foreign, where the bytes cannot be moved back either', () => {
      const { backend, region, address, flagsGiven } = world([0, EAGAIN, ENOMEM]);
      const bytes = bytesOf(backend, region).fill(7);
      expect(backend.resize(region, 2 * pageSize, MREMAP_MAYMOVE)).toBe(-EAGAIN);
      expect(flagsGiven).toEqual(steps);
      const now = backend.addressOf(region);
      expect(now).not.toBe(address);
      expect([memoryAt(now), bytes.slice()]).toEqual([filled(7), filled(0)]);
      expect(backend.detach(bytes.buffer)).toBe(-EINVAL);
      expect(backend.resize(region, 2 * pageSize, MREMAP_MAYMOVE)).toBe(0);
      expect(memoryAt(backend.addressOf(region))).toEqual(filled(7));
      expect([backend.unmap(region), backend.liveRegions()]).toEqual([0, 0]);
    });

    it('gives each place back once, when the last buffer there is collected', async () => {
      const { backend, region, unmapped, address } = world();
      let bytes: Uint8Array | undefined = bytesOf(backend, region);
      bytesOf(backend, region);
      expect(backend.resize(region, 3 * pageSize, MREMAP_MAYMOVE)).toBe(0);
      const second = backend.addressOf(region);
      (() => bytesOf(backend, region, 3 * pageSize).fill(7))();
      expect(backend.resize(region, 2 * pageSize, MREMAP_MAYMOVE)).toBe(0);
      const third = backend.addressOf(region);
      expect(await collectUntil(() => unmapped.length > 0)).toBe(true);
      expect(unmapped).toEqual([[second, 3 * pageSize]]);
      expect([isMapped(address), bytes.slice()]).toEqual([true, filled(0)]);
      bytes = undefined;
      expect(await collectUntil(() => unmapped.length > 1)).toBe(true);
      expect([backend.unmap(region), backend.liveRegions()]).toEqual([0, 0]);
      await collectUntil(() => false, 10);
      expect(unmapped).toEqual([
        [second, 3 * pageSize],
        [address, pageSize],
        [third, 2 * pageSize],
      ]);
    });

    it('keeps a place that the bytes have not left until the region has ended too', async () => {
      const { backend, region, unmapped, address } = world();
      let bytes: Uint8Array | undefined = bytesOf(backend, region).fill(7);
      expect(backend.resize(region, pageSize, 0)).toBe(0);
      expect(backend.unmap(region)).toBe(0);
      expect([unmapped, bytes.slice()]).toEqual([[], filled(0)]);
      bytes = undefined;
      expect(await collectUntil(() => unmapped.length > 0)).toBe(true);
      expect(unmapped).toEqual([[address, pageSize]]);
    });

    it('leaves the region alone where such a buffer is collected', async () => {
      const { backend, region, unmapped, address } = world();
      (() => bytesOf(backend, region).fill(7))();
      expect(backend.resize(region, pageSize, 0)).toBe(0);
      await collectUntil(() => false, 10);
      expect([unmapped, memoryAt(address)]).toEqual([[], filled(7)]);
      expect(backend.resize(region, 1, 0)).toBe(0); // nothing shows the rest any more
      expect([backend.unmap(region), unmapped]).toEqual([0, [[address, 1]]]);
    });
  });
});
