import { constants } from 'node:os';
import type { Region } from './region.js';

const { EINVAL } = constants.errno;

/** An ArrayBuffer of a runtime that has `transfer`. */
interface Movable {
  transfer(byteLength?: number): ArrayBuffer;
}

/** Knows which buffers own which region, until they are ended or collected. */
export class Owners {
  /** The buffers that were handed out and not ended. */
  readonly #regions = new WeakMap<ArrayBuffer, Region>();
  /** The buffers with a share in the pages: handed out, or moved away from one that was. */
  readonly #owning = new WeakSet<ArrayBuffer>();
  readonly #collected: FinalizationRegistry<Region>;
  readonly #onRelease: (region: Region) => void;

  /** @param onRelease told of each region that lost an owner */
  constructor(onRelease: (region: Region) => void) {
    this.#onRelease = onRelease;
    this.#collected = new FinalizationRegistry((region) => this.#release(region));
  }

  /** Makes `buffer` an owner of the region, unless it is one. */
  add(buffer: ArrayBuffer, region: Region): void {
    this.#regions.set(buffer, region);
    if (!this.#owning.has(buffer)) this.#own(buffer, region);
  }

  regionOf(buffer: ArrayBuffer): Region | undefined {
    return this.#regions.get(buffer);
  }

  /** @returns 0, or -EINVAL for a buffer that is no owner. One that was moved away is left alone. */
  end(buffer: ArrayBuffer, empty: (buffer: ArrayBuffer, region: Region) => void): number {
    const region = this.#regions.get(buffer);
    if (region === undefined) return -EINVAL;
    this.#regions.delete(buffer);
    if (buffer.byteLength === 0) return 0;
    empty(buffer, region);
    this.#disown(buffer, region);
    return 0;
  }

  #own(buffer: ArrayBuffer, region: Region): void {
    region.buffers += 1;
    this.#owning.add(buffer);
    this.#collected.register(buffer, region, buffer);
    for (const method of ['transfer', 'transferToFixedLength']) this.#watchMove(buffer, method, region);
  }

  #disown(buffer: ArrayBuffer, region: Region): void {
    this.#owning.delete(buffer);
    this.#collected.unregister(buffer);
    this.#release(region);
  }

  #release(region: Region): void {
    region.buffers -= 1;
    this.#onRelease(region);
  }

  /** A moved buffer goes on owning the region, a copy of another length does not. No event tells of a move, so the method itself is covered. */
  #watchMove(buffer: ArrayBuffer, method: string, region: Region): void {
    const move = moveMethod(buffer, method);
    if (move === undefined) return;
    Object.defineProperty(buffer, method, {
      configurable: true,
      writable: true,
      value: (byteLength?: number): ArrayBuffer => {
        const isCopy = byteLength !== undefined && byteLength !== buffer.byteLength;
        const kept = isCopy ? buffer.slice(0) : undefined;
        const moved = move.call(buffer, byteLength);
        if (!isCopy) this.#own(moved, region);
        region.moveContent(kept ?? moved);
        this.#disown(buffer, region);
        return moved;
      },
    });
  }
}

function moveMethod(buffer: ArrayBuffer, method: string): Movable['transfer'] | undefined {
  const found: unknown = Reflect.get(buffer, method);
  if (typeof found !== 'function') return undefined;
  return function move(this: ArrayBuffer, ...given): ArrayBuffer {
    return Reflect.apply(found, this, given);
  };
}
