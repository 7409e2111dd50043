import { EventEmitter } from 'node:events';
import { MS_SYNC } from '@carray/constants';
import { checkBoolean, checkCount, checkOptions } from '../arguments/check.js';
import { invalidType, invalidValue } from '../errors/arguments.js';
import { type Advice, adviceNumber, isDestructive, type UnsafeAdvice } from './advice.js';
import type { MappingFault } from './mapping-fault.js';
import { type ProtectionWord, protectionBits } from './protection.js';
import { type ByteRange, givenRange, pageFloor } from './range.js';
import { ResidentMemory } from './resident-memory.js';
import { SharedBuffers } from './shared-buffers.js';

/*
 * What is not here is in a class below: ARCHITECTURE.md, "The classes of a mapping", says which method is where.
 */

/**
 * One mapped range: where it is, what it maps, and its end. All subarrays and casts of an array share its
 * mapping, as `array.mapping`.
 *
 * It ends with `unmap`. Without, the collector ends it when nobody has it or an array of it any more, at some time or never.
 *
 * @example
 * const array = mapFile('data.bin', { type: float64 });
 * try {
 *   console.log(array.mapping.byteLength, array.mapping.path);
 * } finally {
 *   array.mapping.unmap();
 * }
 */
export class Mapping extends ResidentMemory {
  #events: EventEmitter | undefined;
  #sharedBuffers: SharedBuffers | undefined;

  /** @internal */
  get mapping(): this {
    return this;
  }

  /**
   * Ends the mapping: empties its raw views, and gives the pages back. A buffer that was moved away with
   * `transfer` keeps its pages until it is collected, as does a `sharedBuffer`, in whichever thread. Shared stores are in the file from then on, for every
   * reader; they are on the disk some time later (`flushSync` before, for certainty).
   *
   * @returns true the first time, false afterwards.
   * @throws SystemError of munmap(2): ENOMEM where the kernel would have to part an area and has as many as vm.max_map_count allows. Raw
   * views may be empty then; it can be called again.
   * @see munmap(2)
   * @example
   * const scratch = mapAnonymous(uint32, 1024);
   * console.log(scratch.mapping.unmap(), scratch.mapping.unmapped); // true true
   */
  unmap(): boolean {
    return this.end();
  }

  /** @internal */
  protected override end(): boolean {
    const isFirst = super.end();
    this.#sharedBuffers = undefined; // theirs are the pages now that have them
    return isFirst;
  }

  /** @internal See `CArray.sharedBuffer`. The caller has checked the access. */
  sharedBuffer(byteOffset: number, byteLength: number, accepted: boolean): SharedArrayBuffer {
    const region = this.regionInUse();
    if (region === undefined || byteLength === 0) return new SharedArrayBuffer(0);
    this.#sharedBuffers ??= new SharedBuffers(region);
    this.#sharedBuffers.check(byteOffset, byteLength);
    this.exposeRaw(byteOffset, byteLength, accepted);
    const buffer = this.#sharedBuffers.over(byteOffset, byteLength);
    this.markShared();
    return buffer;
  }

  /**
   * Keeps the pages for somebody who has their address and cannot be asked, as zlib and crypto have on the engine's threads: an
   * `unmap` meanwhile ends the mapping for every array at once, and empties the raw views and gives the pages back when all
   * that hold it have let go.
   *
   * @returns a function that lets go; to call it again does nothing. It throws what munmap(2) fails with, if that is due then.
   * @throws ERR_MAPPING_UNMAPPED
   * @example
   * const array = mapFile('data.bin');
   * const release = array.mapping.hold();
   * zlib.gzip(array.bytes, (error, packed) => {
   *   release();
   * });
   * munmap(array); // for every array now; the pages go when zlib has done
   */
  hold(): () => void {
    return this.keep();
  }

  /** `unmap`. `using array = mapFile(...)` unmaps at the end of the block, too. @throws as `unmap` */
  [Symbol.dispose](): void {
    this.unmap();
  }

  /**
   * Heals the mapping after faults: maps the pages that were at fault anew at the same place, and forgets the faults. Arrays and raw
   * views stay as they are. What is at fault still, faults again. Of memory without a file the pages stay as they are now and
   * get their protection back. Stores since the fault are lost, advice and locks on these pages too.
   *
   * With `reopen` it maps the file that has the path now, which may be another one, put there by rename(2): at another address, with the
   * length of that file, where it was mapped to its end. Raw views are empty then, protection and advice those of the start, private
   * stores lost; threads that share it, and their tokens, stay with the old file.
   *
   * @param options `reopen`, default false.
   * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_MAPPING_UNMAPPED; SystemError of open(2), ESTALE where the file that was mapped cannot be found any more (another
   * has its path, or the descriptor was closed), and of mmap(2): the faults are as before then. With `reopen` ERR_UNSUPPORTED for memory
   * without a file, ERR_OUT_OF_RANGE where the file is too short for the length that was asked for, EBUSY while it is held.
   * @see mmap(2) with MAP_FIXED
   * @example
   * fs.writeFileSync('log.bin', Buffer.alloc(2 * pageSize, 1));
   * const log = mapFile('log.bin');
   * fs.truncateSync('log.bin');
   * try {
   *   log.slice();
   * } catch (error) {
   *   fs.truncateSync('log.bin', 2 * pageSize); // it has its length again
   *   log.mapping.remap();
   *   console.log(error.code, error.kind, log.get(0)); // ERR_MAPPING_FAULT truncated 0
   * }
   */
  remap(options: { reopen?: boolean } = {}): void {
    checkOptions(options, ['reopen']);
    const { reopen = false } = options;
    checkBoolean('options.reopen', reopen);
    if (reopen) this.reopen();
    else this.heal();
  }

  /**
   * Calls back with each fault of the mapping, when it is noticed: at the access itself, for one through a raw view at the next
   * call on the mapping.
   *
   * What the listener throws comes out of that call, in place of its own error. It may unmap, or `remap`.
   *
   * @param event 'fault'.
   * @param listener gets the fault; it keeps no process alive.
   * @returns the mapping.
   * @throws ERR_INVALID_ARG_VALUE for another event, ERR_INVALID_ARG_TYPE for no function.
   * @example
   * const array = mapFile('data.bin');
   * array.mapping.on('fault', ({ kind, byteOffset }) => console.error(kind, byteOffset));
   */
  on(event: 'fault', listener: (fault: MappingFault) => void): this {
    this.#eventsFor(event, listener).on(event, listener);
    return this;
  }

  /**
   * As `on`, for the next fault alone.
   *
   * @param event 'fault'.
   * @param listener as of `on`.
   * @throws as `on`.
   */
  once(event: 'fault', listener: (fault: MappingFault) => void): this {
    this.#eventsFor(event, listener).once(event, listener);
    return this;
  }

  /**
   * Calls it no more; without effect for one that is not called.
   *
   * @param event 'fault'.
   * @param listener the one that was given to `on` or `once`.
   * @throws as `on`.
   * @example
   * const { mapping } = mapFile('data.bin');
   * const listener = (fault) => console.error(fault.kind);
   * mapping.once('fault', listener).off('fault', listener);
   */
  off(event: 'fault', listener: (fault: MappingFault) => void): this {
    this.#eventsFor(event, listener).off(event, listener);
    return this;
  }

  #eventsFor(event: unknown, listener: unknown): EventEmitter {
    if (event !== 'fault') throw invalidValue('event', "must be 'fault'", event);
    if (typeof listener !== 'function') throw invalidType('listener', 'of type function', listener);
    this.#events ??= new EventEmitter();
    return this.#events;
  }

  /** @internal */
  onFault(fault: MappingFault): void {
    this.#events?.emit('fault', fault);
  }

  /**
   * Changes what may be done with the bytes: 'none', 'read', 'read-write', 'read-exec', or PROT_* bits. Arrays made
   * before follow at once: ERR_MAPPING_READ_ONLY, ERR_MAPPING_NO_ACCESS. Raw views cannot be told: a store through
   * one into read-only pages is a fault. What is made executable is what was stored last, on processors with a cache for code too.
   *
   * @param protection the word, or an integer from 0 to 2 ** 31 - 1.
   * @param offset first byte, from 0 to `byteLength`, a multiple of the page size; default 0.
   * @param size bytes, rounded up to a page; default: the rest.
   * @throws ERR_MAPPING_UNMAPPED, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE, ERR_UNSUPPORTED (shared with other threads);
   * SystemError EINVAL (offset), EACCES (writing to a shared file that was not opened for it, or a system that forbids to execute), ENOMEM, EBUSY
   * (a reservation with a mapping inside).
   * @see mprotect(2)
   * @example
   * const table = mapAnonymous(uint32, 1024).fill(7);
   * table.mapping.protect('read');
   * console.log(table.writable); // false
   */
  protect(protection: number | ProtectionWord, offset?: number | bigint, size?: number | bigint): void {
    const bits = protectionBits(protection);
    const { byteOffset, byteLength } = this.#range(offset, size);
    this.applyProtection(byteOffset, byteLength, bits);
  }

  /**
   * Tells the system how the bytes will be used, in a word or a MADV_* number. No byte changes for this process; for forked children
   * 'dontfork' and 'wipeonfork' are no mere advice. What the system makes of it is its own affair.
   *
   * @param advice the word, or an integer from 0 to 2 ** 31 - 1.
   * @param offset first byte, from 0 to `byteLength`, rounded down to a page; default 0.
   * @param size bytes; default: the rest.
   * @throws ERR_MAPPING_UNMAPPED, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE (another word; advice that may lose data: `adviseUnsafe`),
   * ERR_UNSUPPORTED (a word for what the platform lacks), ERR_OUT_OF_RANGE; SystemError EINVAL (unknown to this kernel, or to this kind of memory), EFAULT ('populate-read'
   * past the end of the file), ENOMEM.
   * @see madvise(2)
   * @example
   * mapFile(process.execPath).mapping.advise('random', 0, pageSize);
   */
  advise(advice: number | Advice, offset?: number | bigint, size?: number | bigint): void {
    const number = adviceNumber(advice);
    if (isDestructive(number)) throw invalidValue('advice', 'may lose data: adviseUnsafe takes it', advice);
    const { byteOffset, byteLength } = this.#range(offset, size);
    const start = pageFloor(byteOffset, this.pageSize);
    this.applyAdvice(start, byteOffset + byteLength - start, number);
  }

  /**
   * Advice after which bytes may be others or not be there: 'dontneed' (zeros, or the file's bytes again), 'free',
   * 'remove' (a hole in the file), 'guard-install' (no access) ... The range must be given.
   *
   * @param advice the word, or an integer from 0 to 2 ** 31 - 1.
   * @param offset first byte, a multiple of the page size, up to `byteLength`.
   * @param size bytes, rounded up to a page by the system.
   * @throws as `advise`, also for no offset or size; ERR_UNSUPPORTED (guard pages of a mapping that is shared with other threads); SystemError
   * EINVAL (offset, locked pages).
   * @see madvise(2)
   * @example
   * const scratch = mapAnonymous(uint8, pageSize).fill(7);
   * scratch.mapping.adviseUnsafe('dontneed', 0, pageSize);
   * console.log(scratch.get(0)); // 0
   */
  adviseUnsafe(advice: number | Advice | UnsafeAdvice, offset: number | bigint, size: number | bigint): void {
    const number = adviceNumber(advice);
    const { byteOffset, byteLength } = this.#range(checkCount('offset', offset), checkCount('size', size));
    this.applyAdvice(byteOffset, byteLength, number);
  }

  /**
   * Writes changed pages to the file, and waits for the disk: durable when it returns, as far as the disk and its file system keep
   * their word. Without effect on private and anonymous memory.
   *
   * @param offset first byte, from 0 to `byteLength`, rounded down to a page; default 0.
   * @param size bytes; default: the rest.
   * @throws ERR_MAPPING_UNMAPPED, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE; SystemError EIO where the disk failed: what was stored may be lost then.
   * @see msync(2) with MS_SYNC
   * @example
   * const log = mapFile('data.bin', { access: 'read-write' });
   * log.set(0, 1);
   * log.mapping.flushSync(0, 1);
   */
  flushSync(offset?: number | bigint, size?: number | bigint): void {
    const { byteOffset, byteLength } = this.#range(offset, size);
    const start = pageFloor(byteOffset, this.pageSize);
    this.applySync(start, byteOffset + byteLength - start, MS_SYNC);
  }

  /**
   * `flushSync` off the main thread: durable when the promise resolves. What is stored meanwhile may or may not
   * be in. The mapping may be unmapped meanwhile; the flush goes on.
   *
   * @param offset as of `flushSync`.
   * @param size as of `flushSync`.
   * @throws as `flushSync`, as a rejection.
   * @see msync(2) with MS_SYNC
   * @example
   * await mapFile('data.bin', { access: 'read-write' }).mapping.flush();
   */
  async flush(offset?: number | bigint, size?: number | bigint): Promise<void> {
    const { byteOffset, byteLength } = this.#range(offset, size);
    const start = pageFloor(byteOffset, this.pageSize);
    await this.applySyncAsync(start, byteOffset + byteLength - start, MS_SYNC);
  }

  #range(offset: unknown, size: unknown): ByteRange {
    return givenRange(this.byteLength, offset, size);
  }
}
