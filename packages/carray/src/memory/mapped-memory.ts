import { constants as os } from 'node:os';
import { plainError, typeError } from '../errors/coded.js';
import { SystemError } from '../errors/system-error.js';
import { Dependents } from './dependents.js';
import { addLive, type LivePages, removeLive } from './live-mappings.js';
import type { Access, MappingFacts } from './mapping-facts.js';
import { type Dependent, Memory, type Owner, type Window } from './memory.js';
import { type InsideRequest, Region } from './region.js';
import { mayHoldWeakly, type WeakList } from './weak-list.js';
import { Windows } from './windows.js';

/** What a mapping has now; resizing gives it another one. */
interface Pages {
  readonly region: Region | undefined;
  readonly windows: Windows | undefined;
  readonly byteLength: number;
  readonly maxByteLength: number;
}

function pagesOf(facts: MappingFacts, retired?: WeakList<ArrayBuffer>): Pages {
  const {
    backend,
    region,
    byteLength,
    maxByteLength = byteLength,
    path,
    pageSize = backend.pageSize,
  } = facts;
  if (region === undefined) return { region, windows: undefined, byteLength, maxByteLength };
  // Where two buffers do not show the same stores, there must be one.
  const covered = backend.supports.sharedPages ? byteLength : maxByteLength;
  const windows = new Windows(backend, region, covered, retired);
  return { region: new Region(backend, region, path, pageSize), windows, byteLength, maxByteLength };
}

/** The pages of one mapping: where they are, who may do what with them, and their end. It knows no elements, and no faults. */
export abstract class MappedMemory extends Memory {
  /** Byte of the file that the mapping starts at, a multiple of the page size; 0 for anonymous memory. */
  readonly fileOffset: number;
  /** The path that was mapped, as it was given, of shared memory '/name'; undefined for anonymous memory and for descriptors. */
  readonly path?: string;
  /** Bytes of a page of this mapping: `pageSize` of the package, or more where its pages are huge. */
  readonly pageSize: number;
  /** MAP_* bits that the mapping was made with. */
  readonly flags: number;
  /** What stores do: 'read' refuses them, 'copy-on-write' keeps them in this process. `protect` does not change it. */
  readonly access: Access;
  /** The name of the backend that made it: 'native', 'ffi', or that of your own. */
  readonly backend: string;
  #pages: Pages;
  #live: LivePages | undefined;
  readonly #dependents = new Dependents();
  #unmapped = false;
  #holds = 0;
  #isShared = false;
  #retired: WeakList<ArrayBuffer> | undefined;
  #owner: Owner | undefined;

  /** @internal */
  constructor(facts: MappingFacts) {
    super();
    this.fileOffset = facts.fileOffset;
    if (facts.path !== undefined) this.path = facts.path;
    this.pageSize = facts.pageSize ?? facts.backend.pageSize;
    this.flags = facts.flags;
    this.access = facts.access;
    this.backend = facts.backend.name;
    this.#pages = pagesOf(facts);
    this.#watch();
  }

  #watch(): void {
    const { region } = this;
    this.#live = region && addLive(this, region);
  }

  /** Its pages, as far as others have to know them. */
  protected get livePages(): LivePages | undefined {
    return this.#live;
  }

  /** Bytes mapped, as asked for; the rest of the last page is mapped too, but not addressable. */
  get byteLength(): number {
    return this.#pages.byteLength;
  }

  /** Bytes that `resize` can make of it without moving it: those that address space was set aside for, at least `byteLength`. */
  get maxByteLength(): number {
    return this.#pages.maxByteLength;
  }

  /** @internal Undefined where nothing was mapped, of an empty file. */
  get region(): Region | undefined {
    return this.#pages.region;
  }

  /** Empties the raw views, as far as the backend can: they are about to be over other pages. */
  protected retireViews(): void {
    this.#retired = this.#pages.windows?.retire();
  }

  /** From here on these are its pages; `retireViews` came before. Nobody is told. */
  protected adopt(facts: MappingFacts): void {
    removeLive(this, this.#live);
    this.#pages = pagesOf(facts, this.#retired);
    this.#retired = undefined;
    this.#isShared = false;
    this.#watch();
  }

  /** Pages were changed: what cannot go on with the others ends. */
  protected goOnWith(adopt: () => void): void {
    try {
      adopt();
    } catch (error) {
      this.end();
      throw error;
    }
  }

  /** Where the mapping starts, as the system placed it; 0n for the mapping of an empty file. `resize` and `remap` may change it. */
  get address(): bigint {
    return BigInt(this.region?.address ?? 0);
  }

  /** Whether it has ended: `unmap` was called. The other properties keep their values then. */
  get unmapped(): boolean {
    return this.#unmapped;
  }

  /** See `Mapping.unmap`. */
  protected end(): boolean {
    if (this.#unmapped) return false;
    if (this.#holds === 0) this.letGo();
    this.#unmapped = true;
    this.notify(0, this.byteLength);
    return true;
  }

  /** Empties the raw views and gives the pages back, as far as they are this mapping's. */
  protected letGo(): void {
    const { region } = this;
    if (region === undefined) return;
    void region.address; // for those who ask afterwards
    this.#pages.windows?.detachAll();
    try {
      region.unmap();
    } catch (error) {
      this.notify(0, this.byteLength); // their buffers are gone, the pages are not
      throw error;
    }
    removeLive(this, this.#live);
  }

  /** See `Mapping.hold`. */
  protected keep(): () => void {
    this.checkAlive();
    this.#holds++;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#holds--;
      if (this.#holds === 0 && this.#unmapped) this.letGo();
    };
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
    this.checkAlive();
    return this.region;
  }

  /** @internal Other threads have it, or can have it, from now on. */
  markShared(): void {
    this.#isShared = true;
  }

  /** Whether other threads have it, or can have it. */
  protected get isShared(): boolean {
    return this.#isShared;
  }

  protected refuseIfShared(what: string): void {
    if (!this.#isShared) return;
    throw plainError(
      'ERR_UNSUPPORTED',
      `The ${what} of a mapping that is shared with other threads cannot be changed: they could not be told. Change it before share() and sharedBuffer`,
    );
  }

  /** Native users have the address: see `Mapping.hold`. */
  protected refuseIfHeld(): void {
    if (this.#holds === 0) return;
    const cause = 'hold() keeps the pages where they are: release them first';
    throw new SystemError({ errno: os.errno.EBUSY, syscall: 'mremap', path: this.path, cause });
  }

  /** @internal The array whose length is that of the mapping. */
  ownedBy(owner: Owner): void {
    this.#owner = owner;
  }

  /** Tells the arrays over the mapping that it was `before` bytes long. */
  protected notifyResized(before: number): void {
    this.#owner?.memoryResized();
    this.notify(0, Math.max(before, this.byteLength));
  }

  /** @internal Tells the arrays over the mapping of a change. */
  protected notify(byteOffset: number, byteLength: number): void {
    this.#dependents.notify(byteOffset, byteLength);
  }

  protected checkAlive(): void {
    if (!this.#unmapped) return;
    const what = this.path === undefined ? 'The mapping' : `The mapping of '${this.path}'`;
    throw typeError('ERR_MAPPING_UNMAPPED', `${what} was unmapped: its memory cannot be used any more`);
  }

  /** @internal */
  get maxWindowBytes(): number {
    return this.#pages.windows?.maxBytes ?? 0;
  }

  /** @internal */
  window(byteOffset: number, byteLength: number): Window | undefined {
    return this.#unmapped ? undefined : this.#pages.windows?.window(byteOffset, byteLength);
  }

  /** @internal mmap(2) over bytes of this reservation: the new region, or -errno. */
  mapInside(byteOffset: number, request: InsideRequest): number {
    return this.region?.mapInside(byteOffset, request) ?? -os.errno.EINVAL;
  }

  /** @internal As `attach`, for something that is held until the answer is called. */
  watch(dependent: Dependent): () => void {
    return this.#dependents.watch(dependent);
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
