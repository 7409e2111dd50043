import { constants as os } from 'node:os';
import type { Backend, RegionId } from '@carray/backend';
import {
  MADV_GUARD_INSTALL,
  MADV_GUARD_REMOVE,
  MADV_NORMAL,
  MAP_ANONYMOUS,
  PROT_EXEC,
  PROT_GROWSDOWN,
  PROT_GROWSUP,
  PROT_READ,
  PROT_WRITE,
} from '@carray/constants';
import type { FaultGuard } from '../backend/configuration.js';
import { plainError, typeError } from '../errors/coded.js';
import type { BackingFile } from './backing-file.js';
import { Dependents } from './dependents.js';
import { Exposure } from './exposure.js';
import { type Dependent, Memory, type Window } from './memory.js';
import { Permissions } from './permissions.js';
import { pageCeil } from './range.js';
import { type InsideRequest, Region } from './region.js';
import type { SharedMapping } from './shared-mapping.js';
import { mayHoldWeakly } from './weak-list.js';
import { Windows } from './windows.js';

/** How a mapping's bytes may be used, in one word. */
export type Access = 'none' | 'read' | 'read-write' | 'copy-on-write';

/** What a mapping is made from, by the calls in `map/`. Lengths and offsets are in bytes. */
export interface MappingFacts {
  readonly backend: Backend;
  /** Undefined for the mapping of an empty file: nothing was mapped. */
  readonly region: RegionId | undefined;
  readonly byteLength: number;
  readonly fileOffset: number;
  readonly path: string | undefined;
  readonly protection: number;
  readonly flags: number;
  readonly access: Access;
  /** How many bytes lie in front of the end of the file, its last page whole; Infinity where there is no end. */
  readonly reach: number;
  /** Undefined for anonymous memory. */
  readonly file: BackingFile | undefined;
  readonly faultGuard: FaultGuard;
  /** The pages are private and untouched, so raw views may get them writable: stray stores stay in this process. */
  readonly exposeWritable: boolean;
}

// The net under a forgotten unmap: what holds the pages besides is each buffer over them.
const forgotten = new FinalizationRegistry<{ backend: Backend; region: RegionId }>(({ backend, region }) => {
  backend.unmap(region);
});

/** The pages of one mapping: where they are, who may do what with them, and their end. It knows no elements, and no faults. */
export abstract class MappedMemory extends Memory {
  /** Bytes mapped, as asked for; the rest of the last page is mapped too, but not addressable. */
  readonly byteLength: number;
  /** Byte of the file that the mapping starts at, a multiple of the page size; 0 for anonymous memory. */
  readonly fileOffset: number;
  /** The path that was mapped; undefined for anonymous memory and for descriptors. */
  readonly path?: string;
  /** Bytes of a page of this mapping. */
  readonly pageSize: number;
  /** MAP_* bits that the mapping was made with. */
  readonly flags: number;
  /** What stores do: 'read' refuses them, 'copy-on-write' keeps them in this process. */
  readonly access: Access;
  /** The name of the backend that made it. */
  readonly backend: string;
  /** @internal Undefined where nothing was mapped, of an empty file. */
  readonly region: Region | undefined;
  /** @internal */
  protected readonly permissions: Permissions;
  /** @internal */
  protected readonly exposure: Exposure;
  readonly #windows: Windows | undefined;
  readonly #dependents = new Dependents();
  #unmapped = false;
  #holds = 0;
  #isShared = false;

  /** @internal */
  constructor(facts: MappingFacts) {
    super();
    this.byteLength = facts.byteLength;
    this.fileOffset = facts.fileOffset;
    if (facts.path !== undefined) this.path = facts.path;
    this.pageSize = facts.backend.pageSize;
    this.flags = facts.flags;
    this.access = facts.access;
    this.backend = facts.backend.name;
    this.exposure = new Exposure(facts.byteLength, facts.exposeWritable);
    this.permissions = new Permissions(facts.byteLength, facts.protection);
    if (facts.region === undefined) return;
    this.region = new Region(facts.backend, facts.region, facts.path);
    this.#windows = new Windows(facts.backend, facts.region, facts.byteLength);
    forgotten.register(this, { backend: facts.backend, region: facts.region }, this);
  }

  /** Where the mapping starts, as the system placed it; 0n for the mapping of an empty file. */
  get address(): bigint {
    return BigInt(this.region?.address ?? 0);
  }

  /** PROT_* bits that all bytes have now. */
  get protection(): number {
    return this.permissions.protections.common;
  }

  /** Whether `unmap` has been called. */
  get unmapped(): boolean {
    return this.#unmapped;
  }

  /** See `Mapping.unmap`. */
  protected end(): boolean {
    if (this.#unmapped) return false;
    if (this.#holds === 0) this.#release();
    this.#unmapped = true;
    this.notify(0, this.byteLength);
    return true;
  }

  /** Gives the pages back, as far as they are this mapping's. */
  #release(): void {
    const { region } = this;
    if (region === undefined) return;
    void region.address; // for those who ask afterwards
    this.#windows?.detachAll();
    try {
      region.unmap();
    } catch (error) {
      this.notify(0, this.byteLength); // their buffers are gone, the pages are not
      throw error;
    }
    forgotten.unregister(this);
  }

  /** See `Mapping.hold`. */
  protected keep(): () => void {
    this.#checkAlive();
    this.#holds++;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#holds--;
      if (this.#holds === 0 && this.#unmapped) this.#release();
    };
  }

  /** @internal mprotect(2) on bytes of the mapping. */
  applyProtection(byteOffset: number, byteLength: number, protection: number): void {
    const region = this.regionInUse();
    if (region === undefined) return;
    this.#refuseIfShared('protection');
    region.protect(byteOffset, byteLength, protection);
    const end = this.#pageEnd(byteOffset + byteLength);
    const { protections } = this.permissions;
    this.exposure.end(byteOffset, end); // from here on these pages are what the user says
    const bits = protection & ~(PROT_GROWSDOWN | PROT_GROWSUP);
    if (protections.set(byteOffset, end, bits)) this.notify(byteOffset, end - byteOffset);
    // Those two reach up to the end of the kernel's area around the range, which is not known here.
    if ((protection & PROT_GROWSDOWN) !== 0 && protections.restrict(0, byteOffset, bits)) {
      this.notify(0, byteOffset);
    }
    if ((protection & PROT_GROWSUP) !== 0 && protections.restrict(end, this.byteLength, bits)) {
      this.notify(end, this.byteLength - end);
    }
  }

  /** @internal madvise(2) on bytes of the mapping. */
  applyAdvice(byteOffset: number, byteLength: number, advice: number): void {
    const region = this.regionInUse();
    if (region === undefined) return;
    // MADV_NORMAL is 0, as are the names that the platform lacks.
    const guards = advice !== MADV_NORMAL && (advice === MADV_GUARD_INSTALL || advice === MADV_GUARD_REMOVE);
    if (guards) this.#refuseIfShared('guard pages');
    region.advise(byteOffset, byteLength, advice);
    if (!guards) return;
    const end = this.#pageEnd(byteOffset + byteLength);
    this.permissions.guard(byteOffset, end, advice === MADV_GUARD_INSTALL);
    this.notify(byteOffset, end - byteOffset);
  }

  /** @internal msync(2) on bytes of the mapping. */
  applySync(byteOffset: number, byteLength: number, flags: number): void {
    this.regionInUse()?.sync(byteOffset, byteLength, flags);
  }

  /** msync(2) off the main thread. */
  protected async applySyncAsync(byteOffset: number, byteLength: number, flags: number): Promise<void> {
    await this.regionInUse()?.syncAsync(byteOffset, byteLength, flags);
  }

  /** @internal The region of a mapping that is alive. @throws ERR_MAPPING_UNMAPPED */
  protected regionInUse(): Region | undefined {
    this.#checkAlive();
    return this.region;
  }

  // The system works on whole pages.
  #pageEnd(byteOffset: number): number {
    return Math.min(pageCeil(byteOffset, this.pageSize), this.byteLength);
  }

  /** @internal The protections that it has already. */
  adoptProtections(runs: SharedMapping['protections']): void {
    const { protections } = this.permissions;
    for (const { byteOffset, byteLength, protection } of runs) {
      protections.set(byteOffset, byteOffset + byteLength, protection);
    }
  }

  /** @internal Other threads have it, or can have it, from now on. */
  markShared(): void {
    this.#isShared = true;
  }

  #refuseIfShared(what: string): void {
    if (!this.#isShared) return;
    throw plainError(
      'ERR_UNSUPPORTED',
      `The ${what} of a mapping that is shared with other threads cannot be changed: they could not be told. Change it before share() and sharedBuffer`,
    );
  }

  /** @internal Tells the arrays over the mapping of a change. */
  protected notify(byteOffset: number, byteLength: number): void {
    this.#dependents.notify(byteOffset, byteLength);
  }

  #checkAlive(): void {
    if (!this.#unmapped) return;
    const what = this.path === undefined ? 'The mapping' : `The mapping of '${this.path}'`;
    throw typeError('ERR_MAPPING_UNMAPPED', `${what} was unmapped: its memory cannot be used any more`);
  }

  /** @internal */
  get maxWindowBytes(): number {
    return this.#windows?.maxBytes ?? 0;
  }

  /** @internal */
  window(byteOffset: number, byteLength: number): Window | undefined {
    return this.#unmapped ? undefined : this.#windows?.window(byteOffset, byteLength);
  }

  /** @internal */
  check(byteOffset: number, byteLength: number, access: 'read' | 'write'): void {
    this.#checkAlive();
    this.permissions.check(byteOffset, byteLength, access);
  }

  /** @internal */
  isWritable(byteOffset: number, byteLength: number): boolean {
    if (this.#unmapped) return false;
    // Of no bytes nothing can be said but what holds for the mapping.
    if (byteLength === 0) return this.access !== 'read';
    return this.permissions.uniform(byteOffset, byteLength) === 'read-write';
  }

  /** @internal */
  steady(byteOffset: number, byteLength: number): 'read' | 'read-write' | undefined {
    if (this.#unmapped) return undefined;
    if (byteLength === 0) return this.isWritable(byteOffset, 0) ? 'read-write' : 'read';
    return this.permissions.uniform(byteOffset, byteLength);
  }

  /** @internal Whether it holds addresses of this backend and nothing else: MAP_FIXED may map there. */
  isReservationOf(backend: Backend): boolean {
    if (this.#unmapped || this.region?.backend !== backend || (this.flags & MAP_ANONYMOUS) === 0)
      return false;
    return this.permissions.protections.forbids(0, this.byteLength, PROT_READ | PROT_WRITE | PROT_EXEC);
  }

  /** @internal mmap(2) over bytes of this reservation: the new region, or -errno. */
  mapInside(byteOffset: number, request: InsideRequest): number {
    return this.region?.mapInside(byteOffset, request) ?? -os.errno.EINVAL;
  }

  /** @internal */
  exposeRaw(_byteOffset: number, _byteLength: number, _accepted: boolean): void {
    for (const { byteOffset, byteLength } of this.exposure.pending()) {
      this.region?.protect(byteOffset, byteLength, PROT_READ | PROT_WRITE);
      this.exposure.done(byteOffset, byteOffset + byteLength);
    }
  }

  /** @internal */
  get attachable(): boolean {
    return mayHoldWeakly();
  }

  /** @internal */
  attach(dependent: Dependent): void {
    this.#dependents.add(dependent);
  }
}
