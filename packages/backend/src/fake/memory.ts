import { constants } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { MADV_DONTNEED, MAP_SHARED, PROT_READ, PROT_WRITE } from '@carray/constants';
import type { ShareToken } from '../backend.js';
import { findGap, isFree } from './address-space.js';
import { errnoOf, FileSource, type Mapped } from './file-source.js';
import { Owners } from './owners.js';
import {
  adviceRefusal,
  insideRefusal,
  mapRefusal,
  numbersRefusal,
  protectionRefusal,
  rangeRefusal,
  syncRefusal,
} from './refusals.js';
import { Region } from './region.js';
import { resizeRegion } from './resize.js';
import { Shares } from './shares.js';
import { writeBack } from './write-back.js';

const { EBUSY, EINVAL, ENOENT, ENOMEM } = constants.errno;

// Shared by all fakes: the interface promises that an id is never used twice in a process.
let lastRegionId = 0;

/** What decides the answers of a simulated memory. */
export interface MemoryFacts {
  readonly pageSize: number;
  readonly maxBufferBytes: number;
  readonly canDetach: boolean;
}

/** A mapping whose place is decided. */
interface Placed extends Mapped {
  readonly address: number;
  readonly byteLength: number;
  readonly reservation?: Region;
}

/** The address space of one simulated process. Its methods are those of `Backend`. */
export class Memory {
  readonly #facts: MemoryFacts;
  /** The regions whose pages exist. */
  readonly #live = new Map<number, Region>();
  /** The regions by the ids that they are held under. */
  readonly #held = new Map<number, Region>();
  readonly #shares = new Shares();
  readonly #owners = new Owners((region) => this.#settle(region));

  constructor(facts: MemoryFacts) {
    this.#facts = facts;
  }

  get liveRegions(): number {
    return this.#live.size;
  }

  /** The region with an id, undefined for one that is not held. */
  held(id: number): Region | undefined {
    return this.#held.get(id);
  }

  map(
    address: number,
    byteLength: number,
    protection: number,
    flags: number,
    fd: number,
    fileOffset: number,
  ): number {
    const refusal = mapRefusal(
      { address, byteLength, flags, fileOffset },
      this.#facts.pageSize,
      this.#live.values(),
    );
    if (refusal !== 0) return refusal;
    const place = this.#place(address, byteLength);
    if (place === undefined) return -ENOMEM;
    return this.#adopt({ address: place, byteLength, protection, flags, fd, fileOffset });
  }

  mapInside(
    id: number,
    byteOffset: number,
    byteLength: number,
    protection: number,
    flags: number,
    fd: number,
    fileOffset: number,
  ): number {
    const reservation = this.held(id);
    if (reservation === undefined) return -EINVAL;
    const address = reservation.address + byteOffset;
    const refusal = insideRefusal(
      { address, byteLength, flags, fileOffset },
      this.#facts.pageSize,
      reservation,
    );
    if (refusal !== 0) return refusal;
    if (reservation.marks !== undefined) return -EBUSY;
    return this.#adopt({ address, byteLength, protection, flags, fd, fileOffset, reservation });
  }

  remap(
    id: number,
    byteOffset: number,
    byteLength: number,
    protection: number,
    flags: number,
    fd: number,
    fileOffset: number,
  ): number {
    const region = this.held(id);
    if (region === undefined) return -EINVAL;
    const { pageSize } = this.#facts;
    const refusal =
      rangeRefusal(region, byteOffset, byteLength, pageSize) ||
      numbersRefusal({ byteLength, flags, fileOffset }, pageSize);
    if (refusal !== 0) return refusal;
    try {
      region.content(); // throws where there is no memory, before a descriptor is open
      const source = FileSource.open({ protection, flags, fd, fileOffset });
      if (typeof source === 'number') return source;
      region.remap(byteOffset, byteLength, { source, shared: (flags & MAP_SHARED) !== 0 });
    } catch (error) {
      return error instanceof RangeError ? -ENOMEM : errnoOf(error);
    }
    region.allow(byteLength, protection);
    return 0;
  }

  resize(id: number, byteLength: number, flags: number): number {
    const region = this.held(id);
    if (region === undefined) return -EINVAL;
    const taken = [...this.#live.values()];
    const isShared = this.#shares.has(region.id);
    return resizeRegion(region, byteLength, flags, { ...this.#facts, taken, isShared, owners: this.#owners });
  }

  addressOf(id: number): number {
    return this.held(id)?.address ?? -EINVAL;
  }

  unmap(id: number): number {
    const region = this.held(id);
    if (region === undefined) return -EINVAL;
    const written = writeBack(region, 0, region.byteLength);
    if (written !== 0) return written;
    this.#held.delete(id);
    region.letGo();
    this.#settle(region);
    return 0;
  }

  share(id: number): ShareToken | number {
    const region = this.held(id);
    return region === undefined ? -EINVAL : this.#shares.share(region.id);
  }

  attach(token: ShareToken): number {
    const shared = this.#shares.regionOf(token);
    if (shared < 0) return shared;
    const region = this.#live.get(shared);
    if (!region?.takeUp()) return -ENOENT;
    const id = ++lastRegionId;
    this.#held.set(id, region);
    return id;
  }

  protect(id: number, byteOffset: number, byteLength: number, protection: number): number {
    const region = this.held(id);
    if (region === undefined) return -EINVAL;
    const refusal =
      rangeRefusal(region, byteOffset, byteLength, this.#facts.pageSize) ||
      protectionRefusal(region, protection);
    if (refusal !== 0) return refusal;
    const written = writeBack(region, byteOffset, byteLength);
    if (written !== 0) return written;
    region.allow(byteLength, protection);
    return 0;
  }

  advise(id: number, byteOffset: number, byteLength: number, advice: number): number {
    const region = this.held(id);
    if (region === undefined) return -EINVAL;
    const refusal =
      rangeRefusal(region, byteOffset, byteLength, this.#facts.pageSize) || adviceRefusal(advice);
    if (refusal !== 0) return refusal;
    const isForgotten = advice === MADV_DONTNEED && !region.shared && region.source === undefined;
    if (isForgotten) region.clear(byteOffset, this.#roundUp(byteLength));
    return 0;
  }

  sync(id: number, byteOffset: number, byteLength: number, flags: number): number {
    const region = this.held(id);
    if (region === undefined) return -EINVAL;
    const refusal = rangeRefusal(region, byteOffset, byteLength, this.#facts.pageSize) || syncRefusal(flags);
    return refusal || writeBack(region, byteOffset, byteLength);
  }

  /** Keeps the region's pages for a turn of the event loop, as a call on another thread does. */
  async keepForTurn(id: number): Promise<void> {
    const region = this.held(id);
    if (region === undefined) return;
    const done = this.keep(region);
    await nextTurn();
    done();
  }

  /** Keeps a region's pages until the answer is called, which is to be once. */
  keep(region: Region): () => void {
    region.pendingCalls += 1;
    return () => {
      region.pendingCalls -= 1;
      this.#settle(region);
    };
  }

  buffer(id: number, byteOffset: number, byteLength: number): ArrayBuffer | number {
    const region = this.held(id);
    if (region === undefined) return -EINVAL;
    const refusal = rangeRefusal(region, byteOffset, byteLength, 1);
    if (refusal !== 0) return refusal;
    // Without shared pages, two windows could not show the same stores: a buffer is the whole region.
    if (byteLength !== region.byteLength) return -EINVAL;
    if (byteLength > this.#facts.maxBufferBytes) return -ENOMEM;
    try {
      const buffer = region.content();
      this.#owners.add(buffer, region);
      return buffer;
    } catch (error) {
      return error instanceof RangeError ? -ENOMEM : errnoOf(error);
    }
  }

  detach(buffer: ArrayBuffer): number {
    return this.#owners.end(buffer, (ended, region) => {
      if (this.#facts.canDetach) return region.moveContent(structuredClone(ended, { transfer: [ended] }));
      if (region.isContent(ended)) region.moveContent(ended.slice(0));
      new Uint8Array(ended).fill(0);
    });
  }

  /** The region of a buffer that was handed out and not ended, or 0. */
  regionOf(buffer: ArrayBuffer): number {
    return this.#owners.regionOf(buffer)?.id ?? 0;
  }

  /** The new region's id, or the -errno that its descriptor is refused with. */
  #adopt({ address, byteLength, protection, flags, fd, fileOffset, reservation }: Placed): number {
    const source = FileSource.open({ protection, flags, fd, fileOffset });
    if (typeof source === 'number') return source;
    const { pageSize } = this.#facts;
    const shared = (flags & MAP_SHARED) !== 0;
    const readable = (protection & PROT_READ) !== 0;
    const writable = (protection & PROT_WRITE) !== 0;
    const id = ++lastRegionId;
    const end = address + this.#roundUp(byteLength);
    const facts = { id, address, end, byteLength, pageSize, source, shared, readable, writable };
    const region = new Region(reservation === undefined ? facts : { ...facts, reservation });
    reservation?.inside.add(region);
    this.#live.set(id, region);
    this.#held.set(id, region);
    return id;
  }

  /** The hinted address where it is free, any other where it is not, as the kernel does. */
  #place(address: number, byteLength: number): number | undefined {
    const hint = this.#roundUp(address);
    const length = this.#roundUp(byteLength);
    if (hint > 0 && isFree(this.#live.values(), hint, length)) return hint;
    return findGap(this.#live.values(), length);
  }

  #roundUp(bytes: number): number {
    return Math.ceil(bytes / this.#facts.pageSize) * this.#facts.pageSize;
  }

  #settle(region: Region): void {
    if (!region.isOver || !this.#live.delete(region.id)) return;
    region.finish();
    const { reservation } = region;
    if (reservation === undefined) return;
    reservation.inside.delete(region);
    this.#settle(reservation);
  }
}
