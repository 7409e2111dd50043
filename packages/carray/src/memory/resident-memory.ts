import type { RegionId } from '@carray/backend';
import { MAP_ANONYMOUS, PROT_READ, PROT_WRITE } from '@carray/constants';
import { checkEvictable, evictPages } from './eviction.js';
import { lockAdded, lockNewPages } from './lock-all.js';
import { type LockOptions, Locks, lockFlags } from './locks.js';
import type { MappingFacts } from './mapping-facts.js';
import { PageProtections } from './page-protections.js';
import {
  FIRST_PIECE_BYTES,
  firstRefused,
  isFault,
  nextPieceBytes,
  type PopulateRun,
  populateAdvice,
} from './populate.js';
import { type ByteRange, fromPage, givenRange, pageFloor } from './range.js';
import { Region } from './region.js';
import { type Residency, residencyOf } from './residency.js';
import { ResizableMemory } from './resizable-memory.js';
import { type MappingStats, noStats, statsOf } from './smaps.js';

/** Mapped memory whose pages are, or are not, in the machine's memory. */
export abstract class ResidentMemory extends ResizableMemory {
  #locks: Locks;
  /** Those of the pages that it is about to adopt. */
  #nextLocks: Locks | undefined;

  /** @internal */
  constructor(facts: MappingFacts) {
    super(facts);
    this.#locks = new Locks(facts.flags);
    this.#beLockable();
  }

  protected override adopt(facts: MappingFacts): void {
    super.adopt(facts);
    this.#locks = this.#nextLocks ?? new Locks(facts.flags);
    this.#beLockable();
  }

  protected override adoptResized(facts: MappingFacts): void {
    super.adoptResized(facts);
    this.#beLockable();
  }

  /** For `lockAll`. */
  #beLockable(): void {
    const { livePages: pages, byteLength, maxByteLength, protections } = this;
    if (pages !== undefined) pages.lockable = { byteLength, maxByteLength, protections, locks: this.#locks };
  }

  /** @internal It has just been made: `lockAll` may have asked for locks. */
  lockNew(): void {
    if (this.livePages !== undefined) lockNewPages(this.livePages);
  }

  protected override mapPages(fd: number, length: number, byteLength: number): RegionId {
    const id = super.mapPages(fd, length, byteLength);
    const { backend, flags, protection } = this.facts;
    const region = new Region(backend, id, this.path, this.pageSize);
    const locks = new Locks(flags);
    const protections = new PageProtections(length, protection);
    try {
      lockNewPages({ region, lockable: { byteLength, maxByteLength: length, protections, locks } });
    } catch (error) {
      backend.unmap(id);
      throw error;
    }
    this.#nextLocks = locks;
    return id;
  }

  protected override lockAdded(to: number): () => void {
    const from = pageFloor(this.byteLength, this.pageSize);
    return this.livePages === undefined ? () => {} : lockAdded(this.livePages, from, to);
  }

  /**
   * Which pages are in the machine's memory: of a file, those in the page cache, whoever has brought them there; of memory without a
   * file, those that were touched and are not in swap. To look brings no page in and sends none away. It is a look at one moment.
   *
   * Linux tells it of a file to those only who may write the file, or own it: to others every page seems resident.
   *
   * @param offset first byte, from 0 to `byteLength`, rounded down to a page of the system's `pageSize`; default 0.
   * @param size bytes; default: the rest.
   * @returns one byte for each page with bytes of the range, also where the mapping's own pages are huge, and their sums.
   * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, ERR_MAPPING_UNMAPPED, ERR_UNSUPPORTED; SystemError EBUSY (a reservation with a
   * mapping inside).
   * @see mincore(2)
   * @example
   * const { resident, total } = mapFile(process.execPath).mapping.residency();
   * console.log(resident <= total); // true
   */
  residency(offset?: number | bigint, size?: number | bigint): Residency {
    const range = givenRange(this.byteLength, offset, size);
    const region = this.regionInUse();
    const pageSize = region?.backend.pageSize ?? this.pageSize;
    const { byteOffset, byteLength } = fromPage(range, pageSize);
    const pages = new Uint8Array(Math.ceil(byteLength / pageSize));
    if (byteLength > 0) region?.residency(byteOffset, byteLength, pages);
    return residencyOf(pages);
  }

  /**
   * Keeps pages in the machine's memory until `unlock`, or until the mapping ends: brings in what is not there, and lets nothing of
   * it go to swap or back to the file. Whole pages are locked. Locks do not count: one `unlock` ends any number.
   *
   * Pages of a private file mapping that can be written to become copies. A forked child has no locks, and `remap` ends those of
   * the pages that it heals. On Linux huge pages of a pool are never sent away, and are not counted as locked.
   *
   * @param options `onFault`, `offset`, `size`: {@link LockOptions}; default: the whole mapping.
   * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE, ERR_MAPPING_UNMAPPED, ERR_UNSUPPORTED (`onFault` where
   * the system has no mlock2(2)); SystemError ENOMEM (more than RLIMIT_MEMLOCK, which the message names, or a page past the end
   * of the file), EPERM (a limit of 0), EAGAIN (no memory), EBUSY: no page is locked then that was not before.
   * @see mlock(2)
   * @example
   * const key = mapAnonymous(uint8, 32);
   * key.mapping.lock(); // never in swap
   */
  lock(options: LockOptions = {}): void {
    const flags = lockFlags(options);
    const [region, pages] = this.#pagesOf(options.offset, options.size);
    if (region !== undefined && pages.byteLength > 0)
      this.#locks.lock(region, pages, flags, this.#isToEnd(pages));
  }

  /**
   * Lets pages leave the machine's memory again, whether they were locked or not.
   *
   * @param offset first byte, from 0 to `byteLength`, rounded down to a page; default 0.
   * @param size bytes; default: the rest.
   * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, ERR_MAPPING_UNMAPPED, ERR_UNSUPPORTED; SystemError EBUSY.
   * @see munlock(2)
   * @example
   * const key = mapAnonymous(uint8, 32, { lock: true });
   * key.mapping.unlock();
   */
  unlock(offset?: number | bigint, size?: number | bigint): void {
    const [region, pages] = this.#pagesOf(offset, size);
    if (region !== undefined && pages.byteLength > 0) this.#locks.unlock(region, pages, this.#isToEnd(pages));
  }

  /**
   * Brings pages in now, so that no later access waits for a disk, or for memory: memory without a file is made ready for stores; of
   * a file the pages are read, none becomes dirty, and none of a private mapping is copied. They may be sent away again: `lock`.
   *
   * @param offset first byte, from 0 to `byteLength`, rounded down to a page; default 0.
   * @param size bytes; default: the rest.
   * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, ERR_MAPPING_UNMAPPED, ERR_MAPPING_NO_ACCESS, ERR_UNSUPPORTED; ERR_MAPPING_FAULT
   * with the first byte that cannot be had: past the end of the file, no room, or known to be at fault: the pages in front of it
   * are there then. SystemError EINVAL (a kernel before Linux 5.14), ENOMEM, EBUSY.
   * @see madvise(2) with MADV_POPULATE_READ and MADV_POPULATE_WRITE
   * @example
   * const table = mapFile(process.execPath);
   * table.mapping.populateSync(0, pageSize);
   */
  populateSync(offset?: number | bigint, size?: number | bigint): void {
    const [region, pages] = this.#pagesOf(offset, size);
    if (region === undefined) return;
    for (const run of this.#populateRuns(pages)) {
      try {
        region.advise(run.byteOffset, run.byteLength, run.advice);
      } catch (error) {
        throw this.#explained(error, region, run);
      }
    }
  }

  /**
   * `populateSync` off the main thread, in pieces of some milliseconds: timers fire, and the event loop goes on. It rejects with what that throws,
   * and with ERR_MAPPING_UNMAPPED where the mapping is unmapped before the last piece was begun.
   *
   * @param offset as of `populateSync`.
   * @param size as of `populateSync`.
   * @throws as `populateSync`, as a rejection.
   * @see madvise(2) with MADV_POPULATE_READ and MADV_POPULATE_WRITE
   * @example
   * await mapFile(process.execPath).mapping.populate();
   */
  async populate(offset?: number | bigint, size?: number | bigint): Promise<void> {
    const [, { byteOffset: from, byteLength }] = this.#pagesOf(offset, size);
    const end = from + byteLength;
    let piece = FIRST_PIECE_BYTES;
    for (let byteOffset = from; byteOffset < end; ) {
      const began = performance.now();
      const size = Math.min(piece, end - byteOffset);
      await this.#populatePiece({ byteOffset, byteLength: size });
      byteOffset += size;
      piece = nextPieceBytes(size, performance.now() - began);
    }
  }

  async #populatePiece(piece: ByteRange): Promise<void> {
    const region = this.regionInUse();
    if (region === undefined) return;
    for (const run of this.#populateRuns(piece)) {
      try {
        await region.adviseAsync(run.byteOffset, run.byteLength, run.advice);
      } catch (error) {
        throw this.unmapped ? error : this.#explained(error, region, run);
      }
    }
  }

  /** What is to be asked for, run by run of one protection. @throws ERR_MAPPING_NO_ACCESS, ERR_MAPPING_FAULT */
  #populateRuns({ byteOffset, byteLength }: ByteRange): PopulateRun[] {
    if (byteLength === 0) return [];
    this.protections.check(byteOffset, byteLength, 'read');
    this.knownFaults?.check(byteOffset, byteLength);
    const isOwn = (this.flags & MAP_ANONYMOUS) !== 0;
    const readWrite = PROT_READ | PROT_WRITE;
    return this.protections.bits.within(byteOffset, byteOffset + byteLength).map((run) => ({
      ...run,
      advice: populateAdvice(isOwn && (run.value & readWrite) === readWrite),
    }));
  }

  #explained(error: unknown, region: Region, run: PopulateRun): unknown {
    return isFault(error) ? this.notThere(firstRefused(region, run, this.pageSize)) : error;
  }

  /**
   * Sends the pages of a file out of the page cache: what was stored is written to the disk first. Later accesses read the disk again.
   * It is no promise: what another process has mapped or locked stays, as do files of tmpfs, which are nowhere else; `residency` tells.
   * No byte changes: pages of a private mapping that may have stores stay too, as far as there is no swap.
   *
   * @param offset first byte, from 0 to `byteLength`, rounded down to a page; default 0.
   * @param size bytes; default: the rest. Whole pages are evicted.
   * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, ERR_MAPPING_UNMAPPED, ERR_UNSUPPORTED (memory without a file, for which there is
   * advise('pageout'); a platform without posix_fadvise(2)), ERR_MAPPING_FAULT (pages known to be at fault); SystemError EINVAL
   * (locked pages), ESTALE and those of open(2) (the file, which is not kept open, cannot be found again), EIO.
   * @see posix_fadvise(2) with POSIX_FADV_DONTNEED
   * @example
   * mapFile('data.bin').mapping.evict();
   */
  evict(offset?: number | bigint, size?: number | bigint): void {
    const [region, pages] = this.#pagesOf(offset, size);
    checkEvictable(this.flags);
    const { file, fileOffset, pageSize, flags, mayHaveChanges } = this;
    if (region === undefined || file === undefined || pages.byteLength === 0) return;
    this.knownFaults?.check(pages.byteOffset, pages.byteLength);
    evictPages({ ...pages, region, file, fileOffset, pageSize, flags, mayHaveChanges });
  }

  /**
   * What the pages of this mapping take now, in bytes, as the kernel counts it. To look walks the tables of all pages of the
   * process: milliseconds for a large one.
   *
   * Linux makes one area of neighbours that are alike; to be counted alone, the mapping is parted from them for a moment, by
   * advice about reading ahead, which is as before when the call returns. (Not to be called for one mapping by two threads at once.)
   *
   * @throws ERR_MAPPING_UNMAPPED; ERR_UNSUPPORTED where there is no /proc/self/smaps; SystemError ENOMEM (the parts would be more
   * areas than vm.max_map_count).
   * @see proc_pid_smaps(5)
   * @example
   * const scratch = mapAnonymous(uint8, 1024 * pageSize, { populate: true });
   * console.log(scratch.mapping.stats().private >= 1024 * pageSize); // true
   */
  stats(): MappingStats {
    const region = this.regionInUse();
    return region === undefined ? noStats : statsOf(region, this.byteLength, this.pageSize);
  }

  /** The region, and the bytes that are meant, from the start of their first page on. */
  #pagesOf(offset: unknown, size: unknown): [region: Region | undefined, pages: ByteRange] {
    const range = givenRange(this.byteLength, offset, size);
    return [this.regionInUse(), fromPage(range, this.pageSize)];
  }

  #isToEnd({ byteOffset, byteLength }: ByteRange): boolean {
    return byteOffset + byteLength === this.maxByteLength;
  }
}
