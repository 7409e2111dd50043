import type { Backend, RegionId } from '@carray/backend';
import { MADV_POPULATE_READ, MS_SYNC, PROT_READ, PROT_WRITE } from '@carray/constants';
import { checkOptionalCount } from '../declarations/check.js';
import { typeError } from '../errors/coded.js';
import { SystemError, type SystemErrorInfo } from '../errors/system-error.js';
import { Dependents } from './dependents.js';
import { type Dependent, Memory, type Window } from './memory.js';
import { Protections } from './protection.js';
import { operationRange, pageFloor } from './range.js';
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

type RangeCall = 'protect' | 'advise' | 'sync';
const SYSCALLS: Record<RangeCall, string> = { protect: 'mprotect', advise: 'madvise', sync: 'msync' };

// The net under a forgotten unmap: what holds the pages besides is each buffer over them.
const forgotten = new FinalizationRegistry<{ backend: Backend; region: RegionId }>(({ backend, region }) => {
  backend.unmap(region);
});

/**
 * One mapped range: where it is, what it maps, and its end. All subarrays and casts of an array share its
 * mapping, as `array.mapping`.
 *
 * @example
 * const array = mapFile('data.bin', { type: float64 });
 * try {
 *   console.log(array.mapping.byteLength, array.mapping.path);
 * } finally {
 *   array.mapping.unmap();
 * }
 */
export class Mapping extends Memory {
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
  /** PROT_* bits that the mapping was made with. */
  readonly protection: number;

  readonly #backend: Backend;
  readonly #region: RegionId | undefined;
  readonly #windows: Windows | undefined;
  readonly #protections: Protections;
  readonly #dependents = new Dependents();
  #address: number | undefined;
  #unmapped = false;
  #reach: number;
  #exposeWritable: boolean;

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
    this.protection = facts.protection;
    this.#backend = facts.backend;
    this.#region = facts.region;
    this.#reach = facts.reach;
    this.#exposeWritable = facts.exposeWritable;
    this.#protections = new Protections(facts.byteLength, facts.protection);
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

  /** Whether `unmap` has been called. */
  get unmapped(): boolean {
    return this.#unmapped;
  }

  /** @internal */
  get mapping(): this {
    return this;
  }

  /**
   * Ends the mapping: empties its raw views, and gives the pages back. A buffer that was moved away with
   * `transfer` keeps its pages until it is collected. Shared stores are in the file from then on, for every
   * reader; they are on the disk some time later (`flushSync` before, for certainty).
   *
   * @returns true the first time, false afterwards.
   * @see munmap(2)
   */
  unmap(): boolean {
    if (this.#unmapped) return false;
    if (this.#region !== undefined) {
      this.#locate(this.#region); // for those who ask afterwards
      this.#windows?.detachAll();
      const status = this.#backend.unmap(this.#region);
      if (status < 0) {
        this.#dependents.notify(); // their buffers are gone, the pages are not
        throw this.#failure('munmap', status, {});
      }
      forgotten.unregister(this);
    }
    this.#unmapped = true;
    this.#dependents.notify();
    return true;
  }

  [Symbol.dispose](): void {
    this.unmap();
  }

  /**
   * Writes changed pages to the file, and waits for the disk: durable when it returns. Without effect on
   * private and anonymous memory.
   *
   * @param offset first byte, from 0 to `byteLength`; default 0. Rounded down to a page.
   * @param size bytes; default: the rest.
   * @throws ERR_MAPPING_UNMAPPED, ERR_OUT_OF_RANGE; SystemError EIO where the disk failed.
   * @see msync(2) with MS_SYNC
   */
  flushSync(offset?: number | bigint, size?: number | bigint): void {
    const range = operationRange(
      this.byteLength,
      checkOptionalCount('offset', offset),
      checkOptionalCount('size', size),
    );
    const start = pageFloor(range.byteOffset, this.pageSize);
    this.apply('sync', start, range.byteOffset + range.byteLength - start, MS_SYNC);
  }

  /**
   * @internal A system call on bytes of the mapping; throws what the kernel answers.
   */
  apply(call: RangeCall, byteOffset: number, byteLength: number, argument: number, cause?: string): void {
    this.#checkAlive();
    if (this.#region === undefined) return;
    const status = this.#backend[call](this.#region, byteOffset, byteLength, argument);
    if (status < 0) throw this.#failure(SYSCALLS[call], status, { byteOffset, byteLength, argument }, cause);
  }

  #failure(syscall: string, status: number, info: SystemErrorInfo, cause?: string): SystemError {
    return new SystemError({ errno: -status, syscall, path: this.path, info, cause });
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
    const bits = access === 'write' ? PROT_READ | PROT_WRITE : PROT_READ;
    if (!this.#protections.allows(byteOffset, byteLength, bits)) throw this.#refusal(byteOffset, byteLength);
    if (byteLength > 0 && byteOffset + byteLength > this.#reach) this.#checkReach(byteOffset, byteLength);
  }

  #checkAlive(): void {
    if (!this.#unmapped) return;
    const what = this.path === undefined ? 'The mapping' : `The mapping of '${this.path}'`;
    throw typeError('ERR_MAPPING_UNMAPPED', `${what} was unmapped: its memory cannot be used any more`);
  }

  #refusal(byteOffset: number, byteLength: number): Error {
    const where = `bytes ${byteOffset} to ${byteOffset + byteLength - 1} of the mapping`;
    if (this.#protections.allows(byteOffset, byteLength, PROT_READ)) {
      return typeError('ERR_MAPPING_READ_ONLY', `Cannot store into ${where}: they are read-only`);
    }
    return typeError('ERR_MAPPING_NO_ACCESS', `Cannot access ${where}: they are protected against reading`);
  }

  // The file may have grown since: the kernel can be asked for the pages without a fault.
  #checkReach(byteOffset: number, byteLength: number): void {
    if (this.#populates(byteOffset, byteLength)) return;
    const file = this.path === undefined ? 'the file' : `'${this.path}'`;
    const at = this.fileOffset + byteOffset;
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
    if (this.#unmapped || !this.#protections.allows(byteOffset, byteLength, PROT_READ)) return false;
    return this.#populates(byteOffset, byteLength);
  }

  /** @internal */
  steady(byteOffset: number, byteLength: number): 'read' | 'read-write' | undefined {
    // Of no bytes nothing can be said but what holds for the mapping.
    if (byteLength === 0) return this.#unmapped ? undefined : this.access === 'read' ? 'read' : 'read-write';
    const covers = (bits: number) => this.#protections.allows(byteOffset, byteLength, bits);
    if (this.#unmapped || byteOffset + byteLength > this.#reach || !covers(PROT_READ)) return undefined;
    if (covers(PROT_WRITE)) return 'read-write';
    return this.#protections.forbids(byteOffset, byteLength, PROT_WRITE) ? 'read' : undefined;
  }

  /** @internal */
  exposeRaw(): void {
    if (!this.#exposeWritable) return;
    this.apply('protect', 0, this.byteLength, PROT_READ | PROT_WRITE);
    this.#exposeWritable = false;
  }

  /** @internal */
  attach(dependent: Dependent): void {
    this.#dependents.add(dependent);
  }
}
