import { constants as os } from 'node:os';
import type { Backend, RegionId } from '@carray/backend';
import {
  MADV_GUARD_INSTALL,
  MADV_GUARD_REMOVE,
  MADV_NORMAL,
  MADV_POPULATE_READ,
  MAP_ANONYMOUS,
  PROT_EXEC,
  PROT_GROWSDOWN,
  PROT_GROWSUP,
  PROT_READ,
  PROT_WRITE,
} from '@carray/constants';
import { typeError } from '../errors/coded.js';
import { SystemError, type SystemErrorInfo } from '../errors/system-error.js';
import { explainRange, type RangeCall } from './explain.js';
import { type Dependent, Memory, type Window } from './memory.js';
import { Permissions } from './permissions.js';
import { Protections } from './protection.js';
import { pageCeil, pageFloor } from './range.js';
import { mayHoldWeakly, WeakList } from './weak-list.js';
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
  /** The pages are private and untouched, so raw views may get them writable: stray stores stay in this process. */
  readonly exposeWritable: boolean;
}

/** What is mapped inside of a reservation. Lengths and offsets are in bytes. */
export interface InsideRequest {
  readonly length: number;
  readonly protection: number;
  readonly flags: number;
  readonly fd: number;
  readonly offset: number;
}

// The net under a forgotten unmap: what holds the pages besides is each buffer over them.
const forgotten = new FinalizationRegistry<{ backend: Backend; region: RegionId }>(({ backend, region }) => {
  backend.unmap(region);
});

/**
 * The pages of one mapping: where they are, who may do what with them, and their end. It knows no elements, and
 * leaves wording and words to `Mapping`, its one subclass.
 */
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
  readonly #backend: Backend;
  readonly #region: RegionId | undefined;
  readonly #windows: Windows | undefined;
  readonly #permissions: Permissions;
  readonly #dependents = new WeakList<Dependent>();
  #address: number | undefined;
  #unmapped = false;
  readonly #reach: number;
  /** PROT_WRITE where raw views may still get the pages writable, behind the back of the protection. */
  readonly #exposable: Protections;

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
    this.#backend = facts.backend;
    this.#region = facts.region;
    this.#reach = facts.reach;
    this.#exposable = new Protections(facts.byteLength, facts.exposeWritable ? PROT_WRITE : 0);
    this.#permissions = new Permissions(facts.byteLength, facts.protection);
    if (facts.region === undefined) return;
    this.#windows = new Windows(facts.backend, facts.region, facts.byteLength);
    forgotten.register(this, { backend: facts.backend, region: facts.region }, this);
  }

  /** Where the mapping starts, as the system placed it; 0n for the mapping of an empty file. */
  get address(): bigint {
    if (this.#region === undefined) return 0n;
    return BigInt(this.#locate(this.#region));
  }

  #locate(region: RegionId): number {
    this.#address ??= this.#backend.addressOf(region);
    return this.#address;
  }

  /** PROT_* bits that all bytes have now. */
  get protection(): number {
    return this.#permissions.protections.common;
  }

  /** Whether `unmap` has been called. */
  get unmapped(): boolean {
    return this.#unmapped;
  }

  /** See `Mapping.unmap`. */
  protected end(): boolean {
    if (this.#unmapped) return false;
    if (this.#region !== undefined) {
      this.#locate(this.#region); // for those who ask afterwards
      this.#windows?.detachAll();
      const status = this.#backend.unmap(this.#region);
      if (status < 0) {
        this.#notify(0, this.byteLength); // their buffers are gone, the pages are not
        throw this.#failure('munmap', status, {});
      }
      forgotten.unregister(this);
    }
    this.#unmapped = true;
    this.#notify(0, this.byteLength);
    return true;
  }

  /** @internal mprotect(2) on bytes of the mapping. */
  applyProtection(byteOffset: number, byteLength: number, protection: number): void {
    const region = this.#regionInUse();
    if (region === undefined) return;
    const status = this.#backend.protect(region, byteOffset, byteLength, protection);
    if (status < 0) throw this.#refused('mprotect', status, byteOffset, byteLength, protection);
    const end = this.#pageEnd(byteOffset + byteLength);
    const { protections } = this.#permissions;
    this.#exposable.set(byteOffset, end, 0); // from here on these pages are what the user says
    const bits = protection & ~(PROT_GROWSDOWN | PROT_GROWSUP);
    if (protections.set(byteOffset, end, bits)) this.#notify(byteOffset, end - byteOffset);
    // Those two reach up to the end of the kernel's area around the range, which is not known here.
    if ((protection & PROT_GROWSDOWN) !== 0 && protections.restrict(0, byteOffset, bits)) {
      this.#notify(0, byteOffset);
    }
    if ((protection & PROT_GROWSUP) !== 0 && protections.restrict(end, this.byteLength, bits)) {
      this.#notify(end, this.byteLength - end);
    }
  }

  /** @internal madvise(2) on bytes of the mapping. */
  applyAdvice(byteOffset: number, byteLength: number, advice: number): void {
    const region = this.#regionInUse();
    if (region === undefined) return;
    const status = this.#backend.advise(region, byteOffset, byteLength, advice);
    if (status < 0) throw this.#refused('madvise', status, byteOffset, byteLength, advice);
    if (advice === MADV_NORMAL) return; // 0, as are the names that the platform lacks
    if (advice !== MADV_GUARD_INSTALL && advice !== MADV_GUARD_REMOVE) return;
    const end = this.#pageEnd(byteOffset + byteLength);
    this.#permissions.guard(byteOffset, end, advice === MADV_GUARD_INSTALL);
    this.#notify(byteOffset, end - byteOffset);
  }

  /** @internal msync(2) on bytes of the mapping. */
  applySync(byteOffset: number, byteLength: number, flags: number): void {
    const region = this.#regionInUse();
    if (region === undefined) return;
    const status = this.#backend.sync(region, byteOffset, byteLength, flags);
    if (status < 0) throw this.#refused('msync', status, byteOffset, byteLength, flags);
  }

  /** msync(2) off the main thread. */
  protected async applySyncAsync(byteOffset: number, byteLength: number, flags: number): Promise<void> {
    const region = this.#regionInUse();
    if (region === undefined) return;
    const status = await this.#backend.syncAsync(region, byteOffset, byteLength, flags);
    if (status < 0) throw this.#refused('msync', status, byteOffset, byteLength, flags);
  }

  /** The region of a mapping that is alive; undefined where nothing was mapped, of an empty file. */
  #regionInUse(): RegionId | undefined {
    this.#checkAlive();
    return this.#region;
  }

  #refused(
    syscall: RangeCall,
    status: number,
    byteOffset: number,
    byteLength: number,
    argument: number,
  ): SystemError {
    const cause = explainRange(syscall, -status, byteOffset, argument, this.pageSize);
    return this.#failure(syscall, status, { byteOffset, byteLength, argument }, cause);
  }

  #failure(syscall: string, status: number, info: SystemErrorInfo, cause?: string): SystemError {
    return new SystemError({ errno: -status, syscall, path: this.path, info, cause });
  }

  // The system works on whole pages.
  #pageEnd(byteOffset: number): number {
    return Math.min(pageCeil(byteOffset, this.pageSize), this.byteLength);
  }

  #notify(byteOffset: number, byteLength: number): void {
    const errors: unknown[] = [];
    for (const dependent of this.#dependents) {
      try {
        dependent.memoryChanged(byteOffset, byteLength);
      } catch (error) {
        errors.push(error); // the others must hear of it all the same
      }
    }
    if (errors.length > 0) throw errors[0];
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
    this.#permissions.check(byteOffset, byteLength, access);
    if (byteLength > 0 && byteOffset + byteLength > this.#reach) this.#checkReach(byteOffset, byteLength);
  }

  // The file may have grown since: the kernel can be asked for the pages without a fault.
  #checkReach(byteOffset: number, byteLength: number): void {
    if (this.#populates(byteOffset, byteLength)) return;
    const file = this.path === undefined ? 'the file' : `'${this.path}'`;
    const at = this.fileOffset + Math.max(byteOffset, this.#reach);
    throw typeError(
      'ERR_MAPPING_FAULT',
      `Cannot access byte ${at} of ${file}: it lies past the end of the file`,
    );
  }

  #populates(byteOffset: number, byteLength: number): boolean {
    if (this.#region === undefined || MADV_POPULATE_READ === 0) return byteLength === 0;
    const start = pageFloor(byteOffset, this.pageSize);
    const size = byteOffset + byteLength - start;
    return this.#backend.advise(this.#region, start, size, MADV_POPULATE_READ) === 0;
  }

  /** @internal */
  readable(byteOffset: number, byteLength: number): boolean {
    if (this.#unmapped || !this.#permissions.allow(byteOffset, byteLength, PROT_READ)) return false;
    return this.#populates(byteOffset, byteLength);
  }

  /** @internal */
  steady(byteOffset: number, byteLength: number): 'read' | 'read-write' | undefined {
    if (this.#unmapped) return undefined;
    // Of no bytes nothing can be said but what holds for the mapping.
    if (byteLength === 0) return this.access === 'read' ? 'read' : 'read-write';
    if (byteOffset + byteLength > this.#reach) return undefined;
    return this.#permissions.uniform(byteOffset, byteLength);
  }

  /** @internal Whether it holds addresses of this backend and nothing else: MAP_FIXED may map there. */
  isReservationOf(backend: Backend): boolean {
    if (this.#unmapped || this.#backend !== backend || (this.flags & MAP_ANONYMOUS) === 0) return false;
    return this.#permissions.protections.forbids(0, this.byteLength, PROT_READ | PROT_WRITE | PROT_EXEC);
  }

  /** @internal mmap(2) over bytes of this reservation: the new region, or -errno. */
  mapInside(byteOffset: number, request: InsideRequest): number {
    const { length, protection, flags, fd, offset } = request;
    if (this.#region === undefined) return -os.errno.EINVAL;
    return this.#backend.mapInside(this.#region, byteOffset, length, protection, flags, fd, offset);
  }

  /** @internal */
  exposeRaw(): void {
    const bits = PROT_READ | PROT_WRITE;
    if (this.#region === undefined) return;
    for (const { byteOffset, byteLength } of this.#exposable.having(PROT_WRITE)) {
      const status = this.#backend.protect(this.#region, byteOffset, byteLength, bits);
      if (status < 0) throw this.#refused('mprotect', status, byteOffset, byteLength, bits);
      this.#exposable.set(byteOffset, byteOffset + byteLength, 0);
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
