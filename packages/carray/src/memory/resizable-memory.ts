import {
  MADV_DONTNEED,
  MADV_REMOVE,
  MAP_ANONYMOUS,
  MAP_PRIVATE,
  MREMAP_MAYMOVE,
  PROT_WRITE,
} from '@carray/constants';
import { checkBoolean, checkCount, checkOptions } from '../arguments/check.js';
import { plainError, rangeError } from '../errors/coded.js';
import type { BackingFile } from './backing-file.js';
import { statDescriptor } from './descriptors.js';
import { withFileGrown } from './grow.js';
import { pageCeil } from './range.js';
import type { Region } from './region.js';
import { RenewableMemory } from './renewable-memory.js';

/** Options of `mapping.resize`. */
export interface ResizeOptions {
  /** Whether the pages may come to lie at another address; default true. */
  mayMove?: boolean;
  /** Lets the mapping reach past the end of the file, which stays as long as it is. Default false. */
  allowPastEnd?: boolean;
}

/** Mapped memory whose length can be changed. */
export abstract class ResizableMemory extends RenewableMemory {
  /**
   * Makes the mapping longer or shorter, and the array that the map function returned with it. Its bytes stay what they are; a file
   * that is mapped for writing, and ends before, is made longer, with blocks of the disk reserved. A file never becomes shorter.
   *
   *   |== byteLength ==|                    |== byteLength ====================|
   *   |================|....| file     ->   |==================================| file
   *
   * The pages may move to another address, unless the bytes fit into `maxByteLength`. Raw views taken before are empty afterwards.
   * Subarrays and casts keep their length: elements past the end throw ERR_OUT_OF_RANGE until it is long enough again. Where it fails,
   * all is as before, but that raw views may be empty.
   *
   * On ffi with Node 20, which cannot empty raw views, they read zeros once the pages have moved, and show the bytes where they have not.
   *
   * @param byteLength bytes of the mapping, from its first on, at least 1: the file is mapped up to byte `fileOffset + byteLength`.
   * @param options `mayMove`, `allowPastEnd`: {@link ResizeOptions}.
   * @throws ERR_MAPPING_UNMAPPED, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE (past the end of a file that is not mapped for writing),
   * ERR_MAPPING_FAULT (`remap` first), ERR_UNSUPPORTED (shared with other threads; shared anonymous memory past `maxByteLength`; no mremap(2) here); SystemError: ENOMEM (no room,
   * or without `mayMove` none behind it), EINVAL (0 bytes), EBUSY (held, flushed, waited in by `wait`, or a buffer was moved away), EFAULT (pages of several
   * protections, or of which some are locked), ENOSPC, EFBIG, ESTALE (the file cannot be found any more).
   * @see mremap(2), posix_fallocate(3)
   * @example
   * const log = mapFile('events.log', { access: 'read-write', create: true, maxByteLength: 2 ** 30 });
   * log.mapping.resize(log.mapping.byteLength + pageSize);
   * console.log(log.length);
   */
  resize(byteLength: number | bigint, options: ResizeOptions = {}): void {
    const wanted = checkCount('byteLength', byteLength);
    checkOptions(options, ['mayMove', 'allowPastEnd']);
    const { mayMove = true, allowPastEnd = false } = options;
    checkBoolean('options.mayMove', mayMove);
    checkBoolean('options.allowPastEnd', allowPastEnd);
    this.regionInUse();
    this.refuseIfShared('length');
    this.refuseIfHeld();
    this.refuseIfAtFault();
    const before = this.byteLength;
    if (wanted === before) return;
    this.#withFileFor(wanted, allowPastEnd, (fd, file) => this.#change(wanted, mayMove, fd, file));
    this.notifyResized(before);
  }

  /** Runs `use` when the file is as long as it has to be; it has its old length again where that throws. */
  #withFileFor(wanted: number, allowPastEnd: boolean, use: (fd: number, file?: BackingFile) => void): void {
    const { file, facts, fileOffset } = this;
    const end = fileOffset + wanted;
    if (file === undefined || this.isEndless) {
      this.#refuseNoPagesFor(wanted);
      use(-1, file);
    } else if (this.region !== undefined && wanted < this.byteLength) {
      use(-1, file.sized(file.size ?? file.mappedSize));
    } else {
      file.withDescriptor((fd) => {
        const { size } = statDescriptor(fd);
        if (end <= size || allowPastEnd) use(fd, file.sized(size));
        else if (!this.#growsFile) throw this.#pastEnd(end, size);
        else withFileGrown(facts.backend, fd, this.path, size, end, () => use(fd, file.sized(end)));
      });
    }
  }

  /** What the kernel keeps shared anonymous memory in does not grow with it: there are no pages behind its end. */
  #refuseNoPagesFor(wanted: number): void {
    const isShared = (this.flags & MAP_ANONYMOUS) !== 0 && (this.flags & MAP_PRIVATE) === 0;
    if (!isShared || wanted <= pageCeil(this.maxByteLength, this.pageSize)) return;
    throw plainError(
      'ERR_UNSUPPORTED',
      `Shared anonymous memory of ${this.maxByteLength} bytes cannot be made longer: map it with maxByteLength, or take a memory file`,
    );
  }

  get #growsFile(): boolean {
    const { flags, facts } = this;
    return (flags & (MAP_PRIVATE | MAP_ANONYMOUS)) === 0 && (facts.protection & PROT_WRITE) !== 0;
  }

  #pastEnd(end: number, size: number): Error {
    return rangeError(
      'ERR_OUT_OF_RANGE',
      `Cannot resize the mapping up to byte ${end} of the file: it ends at byte ${size}, is not mapped for writing, and allowPastEnd is not set`,
    );
  }

  #change(wanted: number, mayMove: boolean, fd: number, file: BackingFile | undefined): void {
    const { facts, region } = this;
    const reach = this.reachInto(file);
    // Of what lies behind the end of the file nothing is certain, sealed or not.
    const canFault = facts.canFault || region === undefined || wanted > reach;
    const next = { ...facts, byteLength: wanted, reach, file, canFault };
    if (region === undefined) {
      const id = this.mapPages(fd, wanted, wanted);
      this.goOnWith(() => this.adopt({ ...next, region: id, maxByteLength: wanted }));
    } else if (facts.keepsAddresses && wanted <= this.maxByteLength) {
      this.lockAdded(wanted);
      this.retireViews();
      if (file === undefined) this.#giveBack(region, wanted);
      this.goOnWith(() => this.adoptResized({ ...next, maxByteLength: this.maxByteLength }));
    } else {
      this.#remapAll(region, wanted, mayMove);
      this.goOnWith(() => this.adoptResized({ ...next, maxByteLength: wanted }));
    }
  }

  /** Locks the bytes behind the end up to `to`, where those in front are locked by `lockAll`. @returns what takes it back */
  protected abstract lockAdded(to: number): () => void;

  #remapAll(region: Region, wanted: number, mayMove: boolean): void {
    // The kernel makes longer what is locked, and locks what it adds, but only where all of it is.
    const undo = this.lockAdded(Math.min(wanted, this.maxByteLength));
    this.retireViews();
    try {
      region.resize(wanted, mayMove ? MREMAP_MAYMOVE : 0);
    } catch (error) {
      undo();
      this.notify(0, this.byteLength); // their views are gone
      throw error;
    }
  }

  /** Anonymous pages that are not in use any more: a kindness, which the kernel refuses for those that are locked. */
  #giveBack(region: Region, from: number): void {
    const start = pageCeil(from, this.pageSize);
    if (start >= this.byteLength) return;
    const advice = (this.flags & MAP_PRIVATE) === 0 ? MADV_REMOVE : MADV_DONTNEED;
    region.backend.advise(region.id, start, this.byteLength - start, advice);
  }
}
