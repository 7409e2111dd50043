import { constants } from 'node:os';
import { errnoOf } from './file-source.js';
import { rangeRefusal } from './refusals.js';
import type { Region } from './region.js';

const { EINVAL, ENOMEM } = constants.errno;

/** How the kernel copies: as many bytes as can be had, without a fault. Its methods are those of `Backend`. */
export class Copies {
  readonly #held: (id: number) => Region | undefined;

  constructor(held: (id: number) => Region | undefined) {
    this.#held = held;
  }

  copyOut(id: number, byteOffset: number, target: Uint8Array): number {
    const copy = (bytes: Uint8Array) => target.set(bytes);
    return this.#copy(id, byteOffset, target.byteLength, (region) => region.readable, copy);
  }

  copyIn(id: number, byteOffset: number, source: Uint8Array): number {
    const copy = (bytes: Uint8Array) => bytes.set(source.subarray(0, bytes.byteLength));
    return this.#copy(id, byteOffset, source.byteLength, (region) => region.writable, copy);
  }

  #copy(
    id: number,
    byteOffset: number,
    byteLength: number,
    hasAccess: (region: Region) => boolean,
    copy: (bytes: Uint8Array) => void,
  ): number {
    const region = this.#held(id);
    if (region === undefined) return -EINVAL;
    const refusal = rangeRefusal(region, byteOffset, byteLength, 1);
    if (refusal !== 0 || !hasAccess(region)) return refusal;
    try {
      const count = region.bytesThere(byteOffset, byteLength);
      if (count > 0) copy(new Uint8Array(region.content(), byteOffset, count));
      return count;
    } catch (error) {
      return error instanceof RangeError ? -ENOMEM : errnoOf(error);
    }
  }
}
