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

/** One mapped range and how many owners keep it: its holder, and each buffer over it. */
export interface Region {
  readonly id: number;
  readonly address: number;
  readonly byteLength: number;
  owners: number;
}

/**
 * Who owns which pages of this thread. The last owner unmaps, exactly once; nobody else does, so nobody can
 * unmap by an address that went stale.
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
    const region = { id: ++this.#lastId, address, byteLength, owners: 1 };
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

  /** One owner less; the last one unmaps. */
  dropOwner(region: Region): number {
    if (region.owners > 1) {
      region.owners--;
      return 0;
    }
    const status = this.#libc.munmap(region.address, region.byteLength);
    if (status !== 0) return status;
    region.owners = 0;
    this.#liveCount--;
    return 0;
  }

  /** Puts private zeros in the place of some pages, for views that cannot be detached. 0 or -errno. */
  blank(address: number, byteLength: number): number {
    const flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE;
    const mapped = this.#libc.mmap(address, byteLength, PROT_READ | PROT_WRITE, flags, -1, 0);
    return Math.min(mapped, 0);
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
