import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import type { Backend } from '@carray/backend';
import { MAP_ANONYMOUS, MAP_PRIVATE, PROT_READ, PROT_WRITE } from '@carray/constants';
import { describe, expect, it } from 'vitest';
import { backendOver } from '../src/ffi.js';
import { type Libc, loadLibc, type VectorCall } from '../src/libc.js';

const { EFAULT, ENODEV, ENOMEM, ENOSYS, EPERM } = constants.errno;
const real = loadLibc();
const { pageSize } = real;
const readWrite = PROT_READ | PROT_WRITE;
const anonymous = MAP_PRIVATE | MAP_ANONYMOUS;

/** Calls `use` with a page of memory of a backend whose C library has other functions. */
function withPage(overrides: Partial<Libc>, use: (backend: Backend, region: number) => void): void {
  const backend = backendOver({ ...real, ...overrides });
  const region = backend.map(0, pageSize, readWrite, anonymous, -1, 0);
  expect(region).toBeGreaterThan(0);
  use(backend, region);
  expect(backend.unmap(region)).toBe(0);
}

/** A kernel that copies `limit` bytes at most and refuses when it was called so many times. */
function inPieces(call: VectorCall, limit: number, calls: number, errno: number): VectorCall {
  let left = calls;
  return (pid, local, _, remote) => {
    if (left-- === 0) return -errno;
    for (const vector of [local, remote]) {
      const length = new Uint32Array(real.view(vector + real.pointerSize, real.pointerSize));
      length[0] = Math.min(length[0] ?? 0, limit);
    }
    return call(pid, local, 1, remote, 1, 0);
  };
}

describe.each([
  ['copyOut', 'processVmRead'],
  ['copyIn', 'processVmWrite'],
] as const)('%s()', (method, name) => {
  it.each([
    ['ENOSYS', ENOSYS],
    ['EPERM', EPERM],
    ['ENOMEM', ENOMEM],
  ])('answers %s where the kernel does', (_, errno) => {
    withPage({ [name]: () => -errno }, (backend, region) => {
      expect(backend[method](region, 0, new Uint8Array(8))).toBe(-errno);
    });
  });

  it('copies no bytes without the kernel', () => {
    withPage({ [name]: () => -ENOSYS }, (backend, region) => {
      expect(backend[method](region, 8, new Uint8Array(0))).toBe(0);
    });
  });

  it('goes on where the kernel copies in pieces', () => {
    withPage({ [name]: inPieces(real[name], 30, 100, EPERM) }, (backend, region) => {
      const bytes = new Uint8Array(real.view(backend.addressOf(region), pageSize));
      const mine = Uint8Array.from({ length: 100 }, (_, index) => index + 1);
      if (method === 'copyOut') bytes.set(mine, 5);
      const copy = method === 'copyOut' ? new Uint8Array(100) : mine.slice();
      expect(backend[method](region, 5, copy)).toBe(100);
      expect([copy, bytes.slice(5, 105)]).toEqual([mine, mine]);
    });
  });

  it.each([
    ['EFAULT', EFAULT],
    ['another errno', ENOMEM],
  ])('answers what was copied before the kernel answers %s', (_, errno) => {
    withPage({ [name]: inPieces(real[name], 30, 2, errno) }, (backend, region) => {
      expect(backend[method](region, 5, new Uint8Array(100))).toBe(60);
    });
  });

  it('ends where the kernel copies nothing', () => {
    withPage({ [name]: () => 0 }, (backend, region) => {
      expect(backend[method](region, 0, new Uint8Array(8))).toBe(0);
    });
  });
});

describe('the page for the arguments of copies', () => {
  /** Counts pages, and has no memory for the second one at first. */
  function scarce(): { mmap: Libc['mmap']; count: () => number; allow: () => void } {
    let [count, isScarce] = [0, true];
    const mmap: Libc['mmap'] = (...args) => {
      count++;
      return isScarce && count > 1 ? -ENOMEM : real.mmap(...args);
    };
    return {
      mmap,
      count: () => count,
      allow() {
        isScarce = false;
      },
    };
  }

  it('is mapped once, by the first copy that finds memory', () => {
    const { mmap, count, allow } = scarce();
    withPage({ mmap }, (backend, region) => {
      expect(count()).toBe(1);
      expect(backend.copyOut(region, 0, new Uint8Array(8))).toBe(-ENOMEM);
      allow();
      for (let round = 0; round < 3; round++) {
        expect(backend.copyOut(region, 0, new Uint8Array(8))).not.toBe(-ENOMEM);
        expect(backend.copyIn(region, 0, new Uint8Array(8))).not.toBe(-ENOMEM);
      }
      expect(count()).toBe(3);
    });
  });
});

describe('remap()', () => {
  const accessAt = (address: number): string | undefined =>
    new RegExp(`^0*${address.toString(16)}-\\S+ (\\S+)`, 'm').exec(
      readFileSync('/proc/self/maps', 'latin1'),
    )?.[1];

  it.runIf(process.platform === 'linux')(
    'leaves no hole where the kernel had unmapped before it failed',
    () => {
      let [isFailing, address] = [false, 0];
      const mmap: Libc['mmap'] = (start, length, ...rest) => {
        if (!isFailing) return real.mmap(start, length, ...rest);
        isFailing = false;
        real.munmap(start, length);
        return -ENODEV;
      };
      withPage({ mmap }, (backend, region) => {
        address = backend.addressOf(region);
        isFailing = true;
        expect(backend.remap(region, 0, pageSize, readWrite, anonymous, -1, 0)).toBe(-ENODEV);
        expect(accessAt(address)).toBe('---p');
      });
      expect(accessAt(address)).toBe(undefined);
    },
  );

  it('leaves the pages where the kernel has not touched them', () => {
    let isFailing = false;
    const mmap: Libc['mmap'] = (...args) => (isFailing ? -ENODEV : real.mmap(...args));
    withPage({ mmap }, (backend, region) => {
      const bytes = new Uint8Array(real.view(backend.addressOf(region), pageSize)).fill(9);
      isFailing = true;
      expect(backend.remap(region, 0, pageSize, readWrite, anonymous, -1, 0)).toBe(-ENODEV);
      isFailing = false;
      bytes[0] = 1;
      expect([bytes[0], bytes[pageSize - 1]]).toEqual([1, 9]);
    });
  });
});
