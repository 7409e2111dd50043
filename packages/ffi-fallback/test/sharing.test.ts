import { constants } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Backend, ShareToken } from '@carray/backend';
import { MAP_ANONYMOUS, MAP_PRIVATE, PROT_READ, PROT_WRITE } from '@carray/constants';
import { describe, expect, it } from 'vitest';
import { Buffers } from '../src/buffers.js';
import { backendOver } from '../src/ffi.js';
import { type Libc, loadLibc } from '../src/libc.js';

const { EIO, ENOENT } = constants.errno;
const real = loadLibc();
const { pageSize } = real;

/** Two backends know as little of each other as those of two threads do. */
function threads(overrides: Partial<Libc> = {}) {
  const unmapped: number[] = [];
  const munmap: Libc['munmap'] = (address, length) => {
    unmapped.push(address);
    return (overrides.munmap ?? real.munmap)(address, length);
  };
  const [mine, theirs] = [backendOver({ ...real, munmap }), backendOver({ ...real, munmap })];
  const region = mine.map(0, pageSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  const token = mine.share(region);
  if (typeof token === 'number') throw new Error(`Cannot share: errno is ${-token}`);
  /** How often the pages were unmapped. */
  const ends = (): number => unmapped.filter((address) => address === address0).length;
  const address0 = mine.addressOf(region);
  return { mine, theirs, region, token: structuredClone(token), ends };
}

function bytesOf(backend: Backend, region: number): Uint8Array<ArrayBuffer> {
  const buffer = backend.buffer(region, 0, pageSize);
  if (typeof buffer === 'number') throw new Error(`Cannot make a buffer: errno is ${-buffer}`);
  return new Uint8Array(buffer);
}

function attach(backend: Backend, token: ShareToken): number {
  const region = backend.attach(token);
  expect(region).toBeGreaterThan(0);
  return region;
}

describe('a region of two threads', () => {
  it.each([
    ['who shared it', 0],
    ['who attached it', 1],
  ])('is unmapped once, by the last one, when %s leaves first', (_, first) => {
    const { mine, theirs, region, token, ends } = threads();
    const attached = attach(theirs, token);
    const leave = [() => mine.unmap(region), () => theirs.unmap(attached)];
    expect([leave[first]?.(), ends()]).toEqual([0, 0]);
    expect([leave[1 - first]?.(), ends()]).toEqual([0, 1]);
    expect([mine.attach(token), theirs.attach(token), ends()]).toEqual([-ENOENT, -ENOENT, 1]);
  });

  it('has one part per thread, however often a thread attaches it', () => {
    const { mine, theirs, region, token, ends } = threads();
    const ids = [attach(theirs, token), attach(theirs, token), attach(theirs, token)];
    expect([mine.liveRegions(), theirs.liveRegions()]).toEqual([1, 1]);
    expect(mine.unmap(region)).toBe(0);
    expect(ids.map((id) => [theirs.unmap(id), ends()])).toEqual([
      [0, 0],
      [0, 0],
      [0, 1],
    ]);
    expect([mine.liveRegions(), theirs.liveRegions()]).toEqual([0, 0]);
  });

  it('shows the same bytes, also after one of them has ended its buffer', () => {
    const { mine, theirs, region, token } = threads();
    const attached = attach(theirs, token);
    const [here, there] = [bytesOf(mine, region), bytesOf(theirs, attached)];
    here[0] = 7;
    expect(there[0]).toBe(7);
    expect([mine.detach(here.buffer), mine.unmap(region)]).toEqual([0, 0]);
    expect(there[0]).toBe(7);
    expect([theirs.detach(there.buffer), theirs.unmap(attached)]).toEqual([0, 0]);
  });

  it('stays with a thread that has a buffer alone, and can be attached there', () => {
    const { mine, theirs, region, token, ends } = threads();
    const attached = attach(theirs, token);
    const there = bytesOf(theirs, attached).fill(5);
    expect([mine.unmap(region), theirs.unmap(attached), ends()]).toEqual([0, 0, 0]);
    const again = attach(mine, token);
    expect(bytesOf(mine, again)[pageSize - 1]).toBe(5);
    expect(theirs.detach(there.buffer)).toBe(0);
    expect(mine.unmap(again)).toBe(0);
  });

  it('has marks in each thread', () => {
    const { mine, theirs, region, token } = threads();
    const attached = attach(theirs, token);
    mine.guard(region, false);
    theirs.guard(attached, false);
    expect(mine.markFault(region, 0, 1)).toBe(0);
    expect([mine.faultMark(region, 0), theirs.faultMark(attached, 0)]).toEqual([1, 0]);
    expect([mine.unmap(region), theirs.unmap(attached)]).toEqual([0, 0]);
  });

  it('is held where it cannot be unmapped, and attached from there', () => {
    let isFailing = true;
    const munmap: Libc['munmap'] = (...range) => (isFailing ? -EIO : real.munmap(...range));
    const { mine, theirs, region, token } = threads({ munmap });
    expect([mine.unmap(region), mine.liveRegions()]).toEqual([-EIO, 1]);
    const attached = attach(theirs, token);
    expect([mine.unmap(region), theirs.unmap(attached)]).toEqual([0, -EIO]);
    isFailing = false;
    expect(theirs.unmap(attached)).toBe(0);
  });

  it('is unknown in another process', () => {
    const { mine, region, token } = threads();
    expect(mine.attach({ ...token, process: token.process + 1 })).toBe(-ENOENT);
    expect(mine.unmap(region)).toBe(0);
  });
});

describe.skipIf(Buffers.canDetach)('a buffer that cannot be emptied', () => {
  setFlagsFromString('--expose-gc');
  const gc: () => void = runInNewContext('gc');

  it('shows the pages as long as another thread has them, and zeros from then on', async () => {
    const { mine, theirs, region, token, ends } = threads();
    const attached = attach(theirs, token);
    const shown = (() => {
      const bytes = bytesOf(mine, region).fill(9);
      expect([mine.detach(bytes.buffer), mine.unmap(region), bytes[0]]).toEqual([0, 0, 9]);
      expect([theirs.unmap(attached), ends(), bytes[0]]).toEqual([0, 0, 0]);
      return [mine.attach(token), theirs.attach(token)];
    })();
    expect(shown).toEqual([-ENOENT, -ENOENT]);
    // Nobody needs the addresses once it was collected.
    while (ends() === 0) {
      gc();
      await nextTurn();
    }
    expect(ends()).toBe(1);
  });

  it('that was collected before the last thread is done leaves the end to that one', async () => {
    const { mine, theirs, region, token, ends } = threads();
    const attached = attach(theirs, token);
    const ended = (() => {
      const { buffer } = bytesOf(mine, region);
      expect([mine.detach(buffer), mine.unmap(region)]).toEqual([0, 0]);
      return new WeakRef(buffer);
    })();
    while (ended.deref() !== undefined) {
      await nextTurn();
      gc();
    }
    await nextTurn();
    expect([ends(), theirs.unmap(attached), ends()]).toEqual([0, 0, 1]);
  });

  it('is none where the pages cannot be taken away', () => {
    let isFailing = true;
    const mmap: Libc['mmap'] = (...range) => (isFailing ? -EIO : real.mmap(...range));
    const { mine, region, token, ends } = threads({ munmap: real.munmap });
    const failing = backendOver({ ...real, mmap });
    const attached = attach(failing, token);
    const bytes = bytesOf(failing, attached);
    expect([mine.unmap(region), failing.unmap(attached), ends()]).toEqual([0, 0, 0]);
    expect([failing.detach(bytes.buffer), failing.liveRegions()]).toEqual([-EIO, 1]);
    isFailing = false;
    expect([failing.detach(bytes.buffer), failing.liveRegions()]).toEqual([0, 0]);
  });

  it('reads zeros from the end of its region on, where nobody else has the pages', () => {
    const { mine, region, token } = threads();
    const bytes = bytesOf(mine, region).fill(9);
    expect([mine.detach(bytes.buffer), bytes[0]]).toEqual([0, 9]);
    expect([mine.unmap(region), bytes[0], mine.attach(token)]).toEqual([0, 0, -ENOENT]);
  });
});
