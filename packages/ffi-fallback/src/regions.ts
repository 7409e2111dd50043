import { constants } from 'node:os';
import {
  MAP_ANONYMOUS,
  MAP_FIXED,
  MAP_NORESERVE,
  MAP_PRIVATE,
  PROT_READ,
  PROT_WRITE,
} from '@carray/constants';
import type { Libc } from './libc.js';

/** One mapped range, and who needs it. */
export interface Region {
  readonly id: number;
  readonly address: number;
  readonly byteLength: number;
  /** Who keeps the pages: the holder, and each buffer over them. */
  owners: number;
  /** Ended buffers that could not be emptied: their addresses must stay taken until they are collected. */
  ghosts: number;
}

/**
 * Who owns the pages of this thread. The last owner gives them back, exactly once; nobody else does, so nobody
 * can unmap by an address that went stale.
 */
export class Regions {
  readonly #libc: Libc;
  readonly #held = new Map<number, Region>();
  #lastId = 0;
  #liveCount = 0;

  constructor(libc: Libc) {
    this.#libc = libc;
  }

  get liveCount(): number {
    return this.#liveCount;
  }

  /** Takes over pages just mapped, with their holder as the one owner. */
  adopt(address: number, byteLength: number): Region {
    const region = { id: ++this.#lastId, address, byteLength, owners: 1, ghosts: 0 };
    this.#held.set(region.id, region);
    this.#liveCount++;
    return region;
  }

  find(id: number): Region | undefined {
    return this.#held.get(id);
  }

  /** The holder lets go: 0, or -errno with the region still held. */
  giveUp(id: number): number {
    const region = this.#held.get(id);
    if (region === undefined) return -constants.errno.EINVAL;
    const status = this.dropOwner(region);
    if (status === 0) this.#held.delete(id);
    return status;
  }

  /** One owner less; with the last one the pages go: 0, or -errno with that owner still counted. */
  dropOwner(region: Region): number {
    if (region.owners === 1) {
      const status =
        region.ghosts === 0
          ? this.#libc.munmap(region.address, region.byteLength)
          : this.#blank(region.address, region.byteLength);
      if (status !== 0) return status;
      this.#liveCount--;
    }
    region.owners--;
    return 0;
  }

  /** An owner becomes a ghost: its bytes read as private zeros from now on. 0 or -errno. */
  makeGhost(region: Region, address: number, byteLength: number): number {
    const status = this.#blank(address, byteLength);
    if (status !== 0) return status;
    region.ghosts++;
    return this.dropOwner(region);
  }

  /** A ghost was collected; behind the last one nobody needs the addresses any more. */
  dropGhost(region: Region): void {
    region.ghosts--;
    if (region.ghosts === 0 && region.owners === 0) this.#libc.munmap(region.address, region.byteLength);
  }

  // Pages can only be replaced whole: the range is rounded outward.
  #blank(address: number, byteLength: number): number {
    const { pageSize } = this.#libc;
    const start = address - (address % pageSize);
    const size = Math.ceil((address + byteLength - start) / pageSize) * pageSize;
    const flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE;
    return Math.min(this.#libc.mmap(start, size, PROT_READ | PROT_WRITE, flags, -1, 0), 0);
  }
}

/** Where bytes of the region start, or undefined where the range leaves the region. */
export function locate(region: Region, byteOffset: number, byteLength: number): number | undefined {
  const inside =
    byteOffset >= 0 &&
    byteLength >= 0 &&
    byteOffset <= region.byteLength &&
    byteLength <= region.byteLength - byteOffset;
  return inside ? region.address + byteOffset : undefined;
}
