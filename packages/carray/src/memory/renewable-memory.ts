import type { RegionId } from '@carray/backend';
import { MAP_ANONYMOUS, MAP_FIXED_NOREPLACE, MAP_SHARED } from '@carray/constants';
import { plainError, rangeError } from '../errors/coded.js';
import type { BackingFile } from './backing-file.js';
import type { ByteRun } from './byte-runs.js';
import { mapError } from './explain-map.js';
import type { Faults } from './faults.js';
import { GuardedMemory } from './guarded-memory.js';
import type { MappingFault } from './mapping-fault.js';
import { type ByteRange, reachIn, wholeLength } from './range.js';

/** Mapped memory that can be mapped again: the same file where pages were at fault, or the one that took its place. */
export abstract class RenewableMemory extends GuardedMemory {
  /** The pages that were at fault, anew at the same place: see `Mapping.remap`. */
  protected heal(): void {
    const region = this.regionInUse();
    const faults = this.knownFaults;
    if (region === undefined || faults === undefined || !faults.any) return;
    const { file } = this;
    if (file === undefined) {
      this.#heal(faults, ({ byteOffset, byteLength, value: protection }) => {
        region.protect(byteOffset, byteLength, protection);
      });
    } else {
      const flags = this.flags & ~MAP_FIXED_NOREPLACE;
      file.withDescriptor((fd) => {
        this.#heal(faults, ({ byteOffset, byteLength, value: protection }) => {
          region.remap(byteOffset, byteLength, protection, flags, fd, this.fileOffset + byteOffset);
        });
      });
    }
  }

  /** Forgets the faults first: what faults again while the pages are mapped anew counts. */
  #heal(faults: Faults, restore: (run: ByteRun) => void): void {
    const forgotten = faults.forget();
    let healed = 0;
    try {
      for (const run of this.#runsOf(forgotten)) {
        const { byteOffset, byteLength } = run;
        for (const piece of this.protections.bits.within(byteOffset, byteOffset + byteLength)) restore(piece);
        if (this.exposure.undo(run)) this.exposeRaw(byteOffset, byteLength, true);
        healed++;
      }
    } finally {
      if (healed < this.#runsOf(forgotten).length) for (const fault of forgotten) faults.remember(fault);
      this.notify(0, this.byteLength);
    }
  }

  /** Private pages that are well may have changes that are nowhere else; all shared ones may be mapped anew in one go. */
  #runsOf(forgotten: readonly MappingFault[]): readonly ByteRange[] {
    const isShared = (this.flags & MAP_SHARED) !== 0 && (this.flags & MAP_ANONYMOUS) === 0;
    return isShared ? [{ byteOffset: 0, byteLength: this.maxByteLength }] : forgotten;
  }

  /** Whether there is no end of a file that accesses could pass: of a device, and of memory without a file. */
  protected get isEndless(): boolean {
    return this.reach === Number.POSITIVE_INFINITY;
  }

  /** How far the mapping reaches into a file of another length: see `MappingFacts.reach`. */
  protected reachInto(file: BackingFile | undefined): number {
    if (file === undefined || this.isEndless) return this.reach;
    return reachIn(file.mappedSize, this.fileOffset, this.pageSize);
  }

  /** The file that has the path now, at another place: see `Mapping.remap`. */
  protected reopen(): void {
    this.regionInUse();
    this.refuseIfHeld();
    const { file } = this;
    if (file === undefined) {
      throw plainError('ERR_UNSUPPORTED', 'Memory without a file has no path to open again');
    }
    file.withCurrent((fd, current) => this.#mapInstead(fd, current));
  }

  #mapInstead(fd: number, file: BackingFile): void {
    const { facts, byteLength: before } = this;
    const byteLength = this.#lengthIn(file);
    const maxByteLength = Math.max(byteLength, facts.keepsAddresses ? this.maxByteLength : 0);
    const { backend } = facts;
    const region = maxByteLength === 0 ? undefined : this.mapPages(fd, maxByteLength, byteLength);
    const reach = this.reachInto(file);
    try {
      this.letGo();
    } catch (error) {
      if (region !== undefined) backend.unmap(region);
      throw error;
    }
    this.goOnWith(() =>
      this.adopt({ ...facts, region, byteLength, maxByteLength, reach, file, canFault: true }),
    );
    this.notifyResized(before);
  }

  /** mmap(2) of the file at some other place. @param _byteLength what the mapping takes of `length` */
  protected mapPages(fd: number, length: number, _byteLength: number): RegionId {
    const { backend, protection } = this.facts;
    const flags = this.flags & ~MAP_FIXED_NOREPLACE;
    const whole = wholeLength(length, this.pageSize, backend.pageSize);
    const request = { address: 0, length, protection, flags, fd, offset: this.fileOffset };
    const region = backend.map(0, whole, protection, flags, fd, this.fileOffset);
    if (region < 0) throw mapError(-region, request, this.pageSize, this.path);
    return region;
  }

  /** How long the mapping is over another file. @throws ERR_OUT_OF_RANGE where that is too short */
  #lengthIn(file: BackingFile): number {
    const { extent = 'past-end' } = this.facts;
    const available = Math.max(0, file.mappedSize - this.fileOffset);
    if (this.isEndless || extent === 'past-end') return this.byteLength;
    if (extent === 'to-end') return available;
    if (this.byteLength <= available) return this.byteLength;
    throw rangeError(
      'ERR_OUT_OF_RANGE',
      `Cannot map ${this.byteLength} bytes from byte ${this.fileOffset}: the file that has the path now ends at byte ${file.mappedSize}`,
    );
  }
}
