import type { Backend } from '@carray/backend';
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
import { rangeError } from '../errors/coded.js';
import { Exposure } from './exposure.js';
import { MappedMemory } from './mapped-memory.js';
import type { MappingFacts } from './mapping-facts.js';
import { PageProtections } from './page-protections.js';
import { pageCeil } from './range.js';
import type { Region } from './region.js';
import type { SharedMapping } from './shared-mapping.js';

/** Mapped memory of which is known what may be done with which bytes. */
export abstract class ProtectedMemory extends MappedMemory {
  /** @internal */
  protected protections: PageProtections;
  /** @internal */
  protected exposure: Exposure;
  /** How many bytes lie in front of the end of the file, its last page whole; Infinity where there is no end. */
  protected abstract readonly reach: number;
  #wasWritable: boolean;

  /** @internal */
  constructor(facts: MappingFacts) {
    super(facts);
    this.#wasWritable = (facts.protection & PROT_WRITE) !== 0;
    this.exposure = new Exposure(this.maxByteLength, facts.exposeWritable);
    this.protections = new PageProtections(this.maxByteLength, facts.protection);
  }

  /** As `adopt`, where the pages are as they were, and more or fewer. */
  protected adoptResized(facts: MappingFacts): void {
    super.adopt(facts);
    this.exposure.resize(this.maxByteLength);
    this.protections.resize(this.maxByteLength);
  }

  protected override adopt(facts: MappingFacts): void {
    super.adopt(facts);
    this.exposure = new Exposure(this.maxByteLength, facts.exposeWritable);
    this.protections = new PageProtections(this.maxByteLength, facts.protection);
    this.#wasWritable = (facts.protection & PROT_WRITE) !== 0;
  }

  /** PROT_* bits that all bytes have now. Those of single pages: `mappings()`. */
  get protection(): number {
    return this.protections.bits.common(this.byteLength);
  }

  /** @internal mprotect(2) on bytes of the mapping. */
  applyProtection(byteOffset: number, byteLength: number, protection: number): void {
    const region = this.regionInUse();
    if (region === undefined) return;
    this.refuseIfShared('protection');
    const executes = (protection & PROT_EXEC) !== 0;
    if (executes) region.synchronizeCode(byteOffset, 0);
    // It needs pages that can be read: those of now, where they cannot be afterwards.
    const isReadable = (protection & PROT_READ) !== 0;
    if (executes && !isReadable) this.#synchronizeCode(region, byteOffset, byteLength);
    region.protect(byteOffset, byteLength, protection);
    this.#wasWritable ||= (protection & PROT_WRITE) !== 0;
    const end = this.#pageEnd(byteOffset + byteLength);
    const { bits } = this.protections;
    this.exposure.end(byteOffset, end); // from here on these pages are what the user says
    const kept = protection & ~(PROT_GROWSDOWN | PROT_GROWSUP);
    if (bits.set(byteOffset, end, kept)) this.notify(byteOffset, end - byteOffset);
    // Those two reach up to the end of the kernel's area around the range, which is not known here.
    if ((protection & PROT_GROWSDOWN) !== 0 && bits.restrict(0, byteOffset, kept)) {
      this.notify(0, byteOffset);
    }
    if ((protection & PROT_GROWSUP) !== 0 && bits.restrict(end, this.maxByteLength, kept)) {
      this.notify(end, this.byteLength - end);
    }
    if (executes && isReadable) this.#synchronizeCode(region, byteOffset, byteLength);
  }

  /** What was stored into the bytes is what is executed there from now on. */
  #synchronizeCode(region: Region, byteOffset: number, byteLength: number): void {
    const there = Math.min(byteOffset + byteLength, this.reach) - byteOffset;
    if (there > 0 && this.protections.allow(byteOffset, there, PROT_READ))
      region.synchronizeCode(byteOffset, there);
  }

  /** @internal madvise(2) on bytes of the mapping. */
  applyAdvice(byteOffset: number, byteLength: number, advice: number): void {
    const region = this.regionInUse();
    if (region === undefined) return;
    // MADV_NORMAL is 0, as are the names that the platform lacks.
    const guards = advice !== MADV_NORMAL && (advice === MADV_GUARD_INSTALL || advice === MADV_GUARD_REMOVE);
    if (guards) this.refuseIfShared('guard pages');
    region.advise(byteOffset, byteLength, advice);
    if (!guards) return;
    const end = this.#pageEnd(byteOffset + byteLength);
    this.protections.guard(byteOffset, end, advice === MADV_GUARD_INSTALL);
    this.notify(byteOffset, end - byteOffset);
  }

  // The system works on whole pages.
  #pageEnd(byteOffset: number): number {
    return Math.min(pageCeil(byteOffset, this.pageSize), this.maxByteLength);
  }

  /** @internal The protections that it has already. */
  adoptProtections(runs: SharedMapping['protections']): void {
    const { bits } = this.protections;
    for (const { byteOffset, byteLength, value } of runs) {
      bits.set(byteOffset, byteOffset + byteLength, value);
      this.#wasWritable ||= (value & PROT_WRITE) !== 0;
    }
  }

  /** Whether there may be stores in its pages that are nowhere else, if they are private: another thread's are not known. */
  protected get mayHaveChanges(): boolean {
    return this.#wasWritable || this.isShared;
  }

  /** @internal */
  check(byteOffset: number, byteLength: number, access: 'read' | 'write'): void {
    this.checkAlive();
    if (byteLength > 0 && byteOffset + byteLength > this.byteLength)
      throw this.#beyondEnd(byteOffset, byteLength);
    this.protections.check(byteOffset, byteLength, access);
  }

  #beyondEnd(byteOffset: number, byteLength: number): Error {
    return rangeError(
      'ERR_OUT_OF_RANGE',
      `Cannot access bytes ${byteOffset} to ${byteOffset + byteLength - 1}: the mapping was resized to ${this.byteLength} bytes`,
    );
  }

  /** Whether the bytes are there, as far as their mapping goes. */
  #has(byteOffset: number, byteLength: number): boolean {
    return !this.unmapped && byteOffset + byteLength <= this.byteLength;
  }

  /** @internal */
  isWritable(byteOffset: number, byteLength: number): boolean {
    if (!this.#has(byteOffset, byteLength)) return false;
    // Of no bytes nothing can be said but what holds for the mapping.
    if (byteLength === 0) return this.access !== 'read';
    return this.protections.uniform(byteOffset, byteLength) === 'read-write';
  }

  /** @internal */
  steady(byteOffset: number, byteLength: number): 'read' | 'read-write' | undefined {
    if (!this.#has(byteOffset, byteLength)) return undefined;
    if (byteLength === 0) return this.isWritable(byteOffset, 0) ? 'read-write' : 'read';
    return this.protections.uniform(byteOffset, byteLength);
  }

  /** @internal Whether it holds addresses of this backend and nothing else: MAP_FIXED may map there. */
  isReservationOf(backend: Backend): boolean {
    if (this.unmapped || this.region?.backend !== backend || (this.flags & MAP_ANONYMOUS) === 0) return false;
    return this.protections.bits.haveNone(0, this.byteLength, PROT_READ | PROT_WRITE | PROT_EXEC);
  }

  /** @internal */
  exposeRaw(_byteOffset: number, _byteLength: number, _accepted: boolean): void {
    for (const { byteOffset, byteLength } of this.exposure.pending()) {
      this.region?.protect(byteOffset, byteLength, PROT_READ | PROT_WRITE);
      this.#wasWritable = true;
      this.exposure.done(byteOffset, byteOffset + byteLength);
    }
  }
}
