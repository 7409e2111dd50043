import { constants } from 'node:os';
import type { Supports } from '../backend.js';
import type { AsyncWait } from '../wait-calls.js';
import { rangeRefusal } from './refusals.js';
import type { Region } from './region.js';

const { EAGAIN, ECANCELED, EFAULT, EINTR, EINVAL, ENOSYS, ENOTSUP, ETIMEDOUT } = constants.errno;

const WORD_BYTES = Int32Array.BYTES_PER_ELEMENT;

/** What of a simulated memory is waited in. */
interface Memory {
  held(id: number): Region | undefined;
  /** Keeps a region's pages until the answer is called. */
  keep(region: Region): () => void;
}

/** A wait that can be woken. */
interface Parked {
  readonly region: Region;
  readonly byteOffset: number;
  end(status: number): void;
}

/** Waits of one thread, which nobody else can wake: the other mappings of a fake show other bytes. Its methods are those of `Backend`. */
export class Waits {
  readonly #memory: Memory;
  readonly #supports: Pick<Supports, 'waits' | 'asyncWaits'>;
  /** In the order that they are woken in. */
  readonly #parked = new Set<Parked>();

  constructor(memory: Memory, supports: Pick<Supports, 'waits' | 'asyncWaits'>) {
    this.#memory = memory;
    this.#supports = supports;
  }

  /** Nobody can wake it while it blocks: without an end, it answers as if a signal had come. */
  waitAt(id: number, byteOffset: number, expected: number, timeout: number): number {
    const region = this.#regionOf(id, byteOffset);
    if (typeof region === 'number') return region;
    if (numberAt(region, byteOffset) !== expected) return -EAGAIN;
    if (timeout < 0) return -EINTR;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(WORD_BYTES)), 0, 0, timeout);
    return -ETIMEDOUT;
  }

  wakeAt(id: number, byteOffset: number, count: number): number {
    const region = this.#regionOf(id, byteOffset);
    if (typeof region === 'number') return region;
    let woken = 0;
    for (const parked of this.#parked) {
      if (woken >= count) break;
      if (parked.region !== region || parked.byteOffset !== byteOffset) continue;
      parked.end(0);
      woken++;
    }
    return woken;
  }

  waitAsync(id: number, byteOffset: number, expected: number, timeout: number): AsyncWait | number {
    if (!this.#supports.asyncWaits) return -ENOTSUP;
    const region = this.#regionOf(id, byteOffset);
    if (typeof region === 'number') return region;
    const wait = this.#park(region, byteOffset, timeout);
    if (numberAt(region, byteOffset) !== expected) wait.parked.end(-EAGAIN);
    return { status: wait.status, cancel: () => wait.parked.end(-ECANCELED) };
  }

  #park(
    region: Region,
    byteOffset: number,
    timeout: number,
  ): { readonly parked: Parked; readonly status: Promise<number> } {
    let settle = (_status: number): void => {};
    const status = new Promise<number>((resolve) => {
      settle = resolve;
    });
    const done = this.#memory.keep(region);
    const end = (answer: number): void => {
      if (!this.#parked.delete(parked)) return;
      clearTimeout(timer);
      done();
      settle(answer);
    };
    const parked: Parked = { region, byteOffset, end };
    const timer = timeout < 0 ? undefined : setTimeout(() => end(-ETIMEDOUT), timeout);
    this.#parked.add(parked);
    return { parked, status };
  }

  #regionOf(id: number, byteOffset: number): Region | number {
    const region = this.#memory.held(id);
    if (region === undefined) return -EINVAL;
    const refusal = rangeRefusal(region, byteOffset, WORD_BYTES, WORD_BYTES);
    if (refusal !== 0) return refusal;
    if (!this.#supports.waits) return -ENOSYS;
    return region.readable && region.bytesThere(byteOffset, WORD_BYTES) > 0 ? region : -EFAULT;
  }
}

const numberAt = (region: Region, byteOffset: number): number | undefined =>
  new Int32Array(region.content(), byteOffset, 1)[0];
