import { MADV_POPULATE_READ, PROT_READ, PROT_WRITE } from '@carray/constants';
import { typeError } from '../errors/coded.js';
import type { BackingFile } from './backing-file.js';
import { Copies } from './copies.js';
import { Faults } from './faults.js';
import { type MappingFacts, needsGuard } from './mapping-facts.js';
import { type ElementPlace, faultError, kindOf, type MappingFault } from './mapping-fault.js';
import { ProtectedMemory } from './protected-memory.js';
import { pageFloor } from './range.js';
import type { Region } from './region.js';
import type { SharedMapping } from './shared-mapping.js';

/** Mapped memory whose pages may fault: a file made shorter, a full disk, a store into a read-only page. */
export abstract class GuardedMemory extends ProtectedMemory {
  #facts: MappingFacts;
  #faults: Faults | undefined;
  #copies: Copies | undefined;

  /** @internal */
  constructor(facts: MappingFacts) {
    super(facts);
    this.#facts = facts;
    this.#guardPages(needsGuard(facts));
  }

  /** @internal What the mapping was made from, as far as it is not asked of others. */
  protected get facts(): MappingFacts {
    return this.#facts;
  }

  /**
   * Whether pages can be lost by what others do: a file made shorter, a disk that is full or fails. Not those of anonymous
   * memory, nor of a memory file that is sealed against shrinking as far as it is mapped: no access is guarded there, since
   * none needs it. Huge pages can be lost in either, as their pool can be empty.
   *
   * @example
   * const file = createMemoryFile('table', pageSize, { seals: ['shrink'] });
   * const array = file.map(uint32);
   * console.log(array.mapping.canFault); // false
   * munmap(array);
   * file.close();
   */
  get canFault(): boolean {
    return this.#facts.canFault;
  }

  /** @internal */
  get file(): BackingFile | undefined {
    return this.#facts.file;
  }

  /** Undefined for memory that is not guarded. */
  protected get knownFaults(): Faults | undefined {
    return this.#faults;
  }

  protected get reach(): number {
    return this.#facts.reach;
  }

  protected override adoptResized(facts: MappingFacts): void {
    const isGuarded = this.#faults !== undefined || needsGuard(facts);
    super.adoptResized(facts);
    this.#renew(facts, isGuarded); // protect may have called for it
  }

  protected override adopt(facts: MappingFacts): void {
    super.adopt(facts);
    this.#renew(facts, needsGuard(facts));
  }

  #renew(facts: MappingFacts, isGuarded: boolean): void {
    this.#facts = facts;
    this.#faults?.end();
    this.#faults = undefined;
    this.#copies = undefined;
    this.#guardPages(isGuarded);
  }

  #guardPages(isGuarded: boolean): void {
    const { region, file } = this;
    if (region === undefined || !isGuarded) return;
    this.#guard(region);
    const { backend, id } = region;
    if (this.#faults === undefined || backend.supports.guards || file === undefined) return;
    if (!this.canFault) return;
    this.#copies = new Copies(backend, id, this.#faults, (byteOffset) => {
      if (this.reach === Number.POSITIVE_INFINITY) return true; // a device, whose size is 0
      const { size } = file;
      return size === undefined || this.fileOffset + pageFloor(byteOffset, this.pageSize) < size;
    });
  }

  /** Pages that were at fault are others now: they cannot be moved along. @throws ERR_MAPPING_FAULT */
  protected refuseIfAtFault(): void {
    if (this.#faults?.any) this.#faults.check(0, this.byteLength);
  }

  #guard(region: Region): void {
    const count = region.guard(this.#facts.faultGuard === 'all');
    if (count !== undefined) this.#faults ??= new Faults(count, region, this);
  }

  /** What was at fault, in the order that it was noticed; pages side by side of one kind are one. A copy; empty again after `remap`. */
  get faults(): readonly MappingFault[] {
    return this.#faults?.list ?? [];
  }

  /** @internal */
  protected override end(): boolean {
    const isFirst = super.end();
    this.#faults?.end();
    return isFirst;
  }

  /** @internal */
  abstract onFault(fault: MappingFault): void;

  /** @internal */
  onTrustChanged(): void {
    this.notify(0, this.byteLength);
  }

  /** @internal */
  override get faultCount(): Uint32Array | undefined {
    return this.#faults?.count;
  }

  /** @internal */
  override get copies(): boolean {
    return this.#copies !== undefined;
  }

  /** @internal */
  override get chunkBytes(): number {
    return this.#copies === undefined ? this.maxWindowBytes : Math.min(Copies.maxBytes, this.maxWindowBytes);
  }

  /** @internal */
  override applyProtection(byteOffset: number, byteLength: number, protection: number): void {
    const region = this.regionInUse();
    // From here on raw views can fault, of anonymous memory too.
    const faults =
      (protection & PROT_WRITE) === 0 && (this.#facts.faultGuard === 'all' || (protection & PROT_READ) !== 0);
    if (region !== undefined && faults && this.#facts.faultGuard !== 'off') this.#guard(region);
    super.applyProtection(byteOffset, byteLength, protection);
  }

  /** @internal */
  override check(
    byteOffset: number,
    byteLength: number,
    access: 'read' | 'write',
    elements?: ElementPlace,
  ): void {
    super.check(byteOffset, byteLength, access);
    this.#faults?.check(byteOffset, byteLength, elements);
    if (byteLength > 0 && byteOffset + byteLength > this.reach) {
      this.#checkReach(byteOffset, byteLength, elements);
    }
  }

  /** @internal */
  override settle(byteOffset: number, byteLength: number, elements?: ElementPlace): void {
    this.#faults?.settle(byteOffset, byteLength, elements);
  }

  // The file may have grown since: the kernel can be asked for the pages without a fault.
  #checkReach(byteOffset: number, byteLength: number, elements: ElementPlace | undefined): void {
    if (this.#populates(byteOffset, byteLength)) return;
    const at = Math.max(byteOffset, this.reach);
    throw this.notThere(at, elements);
  }

  /** What to throw where the kernel said that it has no page for a byte: none was lost, so it is not at fault from now on. */
  protected notThere(byteOffset: number, elements?: ElementPlace): Error {
    const { file, fileOffset } = this;
    const kind = kindOf(1, fileOffset + pageFloor(byteOffset, this.pageSize), file);
    return faultError({ kind, file, fileOffset, byteOffset, elements });
  }

  #populates(byteOffset: number, byteLength: number): boolean {
    if (this.region === undefined || MADV_POPULATE_READ === 0) return byteLength === 0;
    const start = pageFloor(byteOffset, this.pageSize);
    const size = byteOffset + byteLength - start;
    return this.region.backend.advise(this.region.id, start, size, MADV_POPULATE_READ) === 0;
  }

  /** @internal What the kernel told by EFAULT, instead of a fault: an error to throw. */
  override failed(byteOffset: number, elements: ElementPlace): Error {
    return this.#faults?.failed(byteOffset, elements) ?? this.notThere(byteOffset, elements);
  }

  /** @internal */
  override read<T>(
    byteOffset: number,
    byteLength: number,
    use: (bytes: Uint8Array) => T,
    elements?: ElementPlace,
  ): T {
    const copy = this.#copies?.load(byteOffset, byteLength, elements);
    return copy === undefined ? super.read(byteOffset, byteLength, use, elements) : use(copy);
  }

  /** @internal */
  override copyOut(byteOffset: number, target: Uint8Array, elements?: ElementPlace): void {
    if (this.#copies?.loadInto(target, byteOffset, elements)) return;
    super.copyOut(byteOffset, target, elements);
  }

  /** @internal */
  override write(
    byteOffset: number,
    byteLength: number,
    use: (bytes: Uint8Array) => void,
    elements?: ElementPlace,
  ): void {
    const copy = this.#copies?.load(byteOffset, byteLength, elements);
    if (copy !== undefined) {
      use(copy);
      if (this.#copies?.store(byteOffset, copy, elements)) return;
    }
    super.write(byteOffset, byteLength, use, elements);
  }

  /** @internal */
  override overwrite(
    byteOffset: number,
    byteLength: number,
    use: (bytes: Uint8Array) => void,
    elements?: ElementPlace,
  ): void {
    if (this.#copies !== undefined) {
      const bytes = this.#copies.bytes(byteLength);
      use(bytes);
      if (this.#copies.store(byteOffset, bytes, elements)) return;
    }
    super.write(byteOffset, byteLength, use, elements);
  }

  /** @internal */
  peek(byteOffset: number, byteLength: number): Uint8Array | undefined {
    if (this.unmapped || byteOffset + byteLength > this.byteLength) return undefined;
    if (!this.protections.allow(byteOffset, byteLength, PROT_READ)) return undefined;
    const { region } = this;
    const copy = new Uint8Array(byteLength);
    if (region === undefined || byteLength === 0) return copy;
    if (this.#faults?.touches(byteOffset, byteLength)) return undefined;
    if (region.backend.copyOut(region.id, byteOffset, copy) === byteLength) return copy;
    return this.#populates(byteOffset, byteLength) ? this.bytes(byteOffset, byteLength).slice() : undefined;
  }

  /** @internal */
  override steady(byteOffset: number, byteLength: number): 'read' | 'read-write' | undefined {
    if (byteLength > 0 && byteOffset + byteLength > this.reach) return undefined;
    if (this.#faults?.any || (this.copies && this.#facts.faultGuard === 'all')) return undefined;
    return super.steady(byteOffset, byteLength);
  }

  /** @internal */
  override exposeRaw(byteOffset: number, byteLength: number, accepted: boolean): void {
    if (!accepted && this.#isDeadly(byteOffset, byteLength)) {
      throw typeError(
        'ERR_MAPPING_READ_ONLY',
        `A store through a raw view of these bytes, which are read-only, would end the process: the ${this.backend} backend cannot survive it. Take unsafe.typedArray (bytes, dataView, buffer, sharedBuffer) if there will be none, or mapFile with access 'read'`,
      );
    }
    super.exposeRaw(byteOffset, byteLength, accepted);
  }

  /** Whether a store through a raw view could end the process. */
  #isDeadly(byteOffset: number, byteLength: number): boolean {
    if (this.region === undefined || this.region.backend.supports.guards) return false;
    const { bits } = this.protections;
    return this.exposure
      .plain(byteOffset, byteLength)
      .some((run) => !bits.haveAll(run.byteOffset, run.byteLength, PROT_WRITE));
  }

  /** @internal What another thread needs to attach the mapping. @throws ERR_MAPPING_UNMAPPED, SystemError */
  share(): SharedMapping {
    const region = this.regionInUse();
    const { byteLength, pageSize, fileOffset, path, flags, access } = this;
    const shared = {
      ...{ byteLength, pageSize, fileOffset, path, flags, access },
      region: region?.share(),
      reach: this.reach,
      file: this.file?.facts,
      canFault: this.canFault,
      exposeWritable: byteLength > 0 && this.exposure.plain(0, byteLength).length === 0,
      protections: this.protections.bits.within(0, byteLength),
    };
    this.markShared();
    return shared;
  }
}
