import { constants } from 'node:os';
import {
  MAP_ANONYMOUS,
  MAP_FIXED,
  MAP_NORESERVE,
  MAP_PRIVATE,
  PROT_NONE,
  PROT_READ,
  PROT_WRITE,
} from '@carray/constants';
import type { Libc } from './libc.js';
import { Parts } from './parts.js';
import { createRegion, type Region } from './region.js';

/**
 * Who owns the pages of this thread. The last owner gives them back, exactly once; nobody else does, so nobody
 * can unmap by an address that went stale.
 */
export class Regions {
  readonly #libc: Libc;
  readonly #held = new Map<number, Region>();
  /** The shared regions in whose pages this thread has a part, by the name of the pages. */
  readonly #shared = new Map<number, Region>();
  /** Those with owners. */
  readonly #live = new Set<Region>();
  #lastId = 0;

  constructor(libc: Libc) {
    this.#libc = libc;
  }

  get liveCount(): number {
    return this.#live.size;
  }

  /** Takes over pages just mapped, with their holder as the one owner. */
  adopt(address: number, byteLength: number): Region {
    return this.#hold(createRegion(++this.#lastId, address, byteLength));
  }

  /** Takes over pages just mapped over a reservation, whose addresses stay taken as long as they are there. */
  adoptInside(reservation: Region, address: number, byteLength: number): Region {
    const region = this.#hold({ ...createRegion(++this.#lastId, address, byteLength), reservation });
    reservation.owners++;
    reservation.inside.add(region);
    return region;
  }

  #hold(region: Region): Region {
    this.#held.set(region.id, region);
    this.#live.add(region);
    return region;
  }

  find(id: number): Region | undefined {
    return this.#held.get(id);
  }

  /** Lets other threads have parts of the region's pages. */
  share(region: Region): Parts {
    const { address, byteLength, ghosts } = region;
    return region.parts ?? this.#divide(region, Parts.create(address, byteLength, ghosts));
  }

  #divide(region: Region, parts: Parts): Parts {
    region.parts = parts;
    this.#shared.set(parts.name, region);
    return parts;
  }

  /** Holds a region of another thread, or one of this thread once more: an id, undefined where the pages are gone. */
  attach(parts: Parts): number | undefined {
    const known = this.#shared.get(parts.name);
    if (known === undefined) return this.#attachOther(parts);
    const id = ++this.#lastId;
    known.owners++;
    this.#held.set(id, known);
    return id;
  }

  #attachOther(parts: Parts): number | undefined {
    if (!parts.take()) return undefined;
    const region = this.adopt(parts.address, parts.byteLength);
    this.#divide(region, parts);
    return region.id;
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
      const status = this.#giveBack(region);
      if (status !== 0) return status;
      this.#live.delete(region);
    }
    region.owners--;
    return 0;
  }

  /** The same for an owner that is a buffer. */
  dropBuffer(region: Region): number {
    const status = this.dropOwner(region);
    if (status === 0) region.buffers--;
    return status;
  }

  #giveBack(region: Region): number {
    const { parts } = region;
    if (parts === undefined) return this.#takeAway(region);
    const status = parts.giveUp() ? this.#takeAwayShared(region, parts) : 0;
    // Where others have the pages, ghosts go on showing them, until the last one blanks them.
    if (status === 0) this.#shared.delete(parts.name);
    return status;
  }

  #takeAwayShared({ address, byteLength }: Region, parts: Parts): number {
    const { hasViews } = parts;
    const status = hasViews ? this.blank(address, byteLength) : this.#libc.munmap(address, byteLength);
    if (status !== 0) parts.restore();
    else if (parts.dropPlace() && hasViews) this.#libc.munmap(address, byteLength); // collected meanwhile
    return status;
  }

  #takeAway(region: Region): number {
    const { reservation } = region;
    if (region.ghosts > 0) {
      const status = this.blank(region.address, region.byteLength);
      if (status !== 0 || reservation === undefined) return status;
      // Not an owner any more, but the addresses of the reservation must stay taken.
      reservation.ghosts++;
      this.dropOwner(reservation);
      return 0;
    }
    if (reservation === undefined) return this.#libc.munmap(region.address, region.byteLength);
    const status = this.reserve(region.address, region.byteLength);
    if (status !== 0) return status;
    reservation.inside.delete(region);
    this.dropOwner(reservation); // what fails there is not this region's: its pages are gone
    return 0;
  }

  /** An owner becomes a ghost: its bytes read as private zeros from now on. 0 or -errno. */
  makeGhost(region: Region, address: number, byteLength: number): number {
    // Other threads may have the pages of a shared region: they go when the region does.
    const status = region.parts === undefined ? this.#blankPages(region, address, byteLength) : 0;
    if (status !== 0) return status;
    region.ghosts++;
    region.parts?.addPlace();
    const dropped = this.dropBuffer(region);
    if (dropped !== 0) {
      region.ghosts--;
      region.parts?.dropPlace(); // not the last one: the owner that is still counted has a part
    }
    return dropped;
  }

  /** The region has another length where it is. Buffers over it are ghosts, which show its bytes until it ends. */
  resizeInPlace(region: Region, byteLength: number): void {
    this.#endBuffers(region);
    region.byteLength = byteLength;
    delete region.marks;
  }

  /** The region is elsewhere. What was there before is left to the ghosts: buffers over it are among them. */
  resizeElsewhere(region: Region, address: number, byteLength: number): void {
    this.#endBuffers(region);
    region.owners--;
    this.#live.delete(region);
    this.#hold(createRegion(region.id, address, byteLength));
  }

  #endBuffers(region: Region): void {
    region.generation++;
    region.owners -= region.buffers;
    region.ghosts += region.buffers;
    region.buffers = 0;
  }

  /** Of a huge page no part can be replaced: then all of the region is, which is about to end. */
  #blankPages(region: Region, address: number, byteLength: number): number {
    const status = this.blank(address, byteLength);
    return status === -constants.errno.EINVAL ? this.blank(region.address, region.byteLength) : status;
  }

  /** A ghost was collected; behind the last one nobody needs the addresses any more. */
  dropGhost(region: Region): void {
    const { address, byteLength, reservation, parts } = region;
    region.ghosts--;
    if (parts !== undefined) {
      if (parts.dropPlace()) this.#libc.munmap(address, byteLength);
      return;
    }
    if (region.ghosts > 0 || region.owners > 0) return;
    if (reservation === undefined) {
      this.#libc.munmap(address, byteLength);
    } else if (this.reserve(address, byteLength) === 0) {
      reservation.inside.delete(region);
      this.dropGhost(reservation);
    }
  }

  /**
   * The thread ends: what it has goes, and reads as zeros. The addresses stay taken, since nobody will tell when the last view
   * has been looked at.
   */
  leave(): void {
    for (const region of this.#live) {
      if (!region.isKept && (region.parts === undefined || leaveViews(region.parts))) {
        this.blank(region.address, region.byteLength); // where it cannot be done the pages stay
      }
      region.owners = Number.POSITIVE_INFINITY; // what is ended in spite of all finds that it is not the last one
    }
    this.#held.clear();
    this.#live.clear();
    this.#shared.clear();
  }

  /** Puts a reservation, without pages or access, in the place of what is mapped there. 0 or -errno. */
  reserve(address: number, byteLength: number): number {
    return this.#replace(address, byteLength, PROT_NONE);
  }

  /** Puts private zeros there. 0 or -errno. */
  blank(address: number, byteLength: number): number {
    return this.#replace(address, byteLength, PROT_READ | PROT_WRITE);
  }

  // Pages can only be replaced whole: the range is rounded outward.
  #replace(address: number, byteLength: number, protection: number): number {
    const { pageSize } = this.#libc;
    const start = address - (address % pageSize);
    const size = Math.ceil((address + byteLength - start) / pageSize) * pageSize;
    const flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE;
    return Math.min(this.#libc.mmap(start, size, protection, flags, -1, 0), 0);
  }
}

/** Gives up a part, while views need the addresses. @returns whether it was the last one. */
function leaveViews(parts: Parts): boolean {
  parts.addPlace();
  return parts.giveUp();
}
