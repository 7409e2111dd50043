import { constants } from 'node:os';
import type { Backend, FaultMark, RegionId, ShareToken, Supports } from './backend.js';
import { allocate } from './fake/allocate.js';
import { CallLog, type FakeCall, type FakeOperation } from './fake/calls.js';
import { Copies } from './fake/copies.js';
import type { FakeBackend, FakeOptions } from './fake/fake-backend.js';
import { Faults } from './fake/faults.js';
import { Memory } from './fake/memory.js';
import { closeFile, createMemoryFile, MemoryByName } from './fake/memory-files.js';
import { adviseFile, Residency } from './fake/residency.js';
import { Waits } from './fake/waits.js';
import type { AsyncWait } from './wait-calls.js';

export type { FakeCall, FakeOperation } from './fake/calls.js';
export type { FakeBackend, FakeOptions } from './fake/fake-backend.js';

const defaultPageSize = 1 << 12;
const defaultMaxBufferBytes = 2 ** 32;
/** What it can and cannot do whatever it pretends to be. */
const always = {
  collectsMoved: true,
  sharedPages: false,
  sharedRegions: true,
  sharedBuffers: false,
  physicalMemory: false,
  memoryFiles: true,
  seals: false,
};

/**
 * Creates a backend that maps nothing and cannot crash: regions are ArrayBuffers, filled from the file when
 * their buffer is first asked for and written back at `sync` and `unmap`. It gives the kernel's answers as far
 * as `backendContract` goes, so the layers above can be tested with any page size and any failure.
 *
 * It knows no protection of single pages, takes a token of another fake for one of another process, answers ENOTSUP to a MAP_FIXED
 * that would replace something, and takes a file that part of a region is remapped to for the one that the region maps. Memory
 * files and memory by name are files on the disk without a path, known to one fake alone; they cannot be sealed (ENOTSUP). Locks
 * are not kept, they are only refused. Its memory is in ArrayBuffers: it makes no SharedArrayBuffer of it. Waits are those of one
 * thread: what blocks in `waitAt` is woken by nobody.
 *
 * @example
 * const backend = createFakeBackend({ pageSize: 16_384 });
 * backend.failNext('map', constants.errno.ENOMEM);
 */
export function createFakeBackend(options: FakeOptions = {}): FakeBackend {
  return new Fake(options);
}

class Fake implements FakeBackend {
  readonly name = 'fake';
  readonly pageSize: number;
  readonly maxBufferBytes: number;
  readonly supports: Supports;
  readonly #log = new CallLog();
  readonly #memory: Memory;
  readonly #faults: Faults;
  readonly #copies: Copies;
  readonly #residency: Residency;
  readonly #byName = new MemoryByName();
  readonly #waits: Waits;

  constructor({
    pageSize = defaultPageSize,
    maxBufferBytes = defaultMaxBufferBytes,
    detach = true,
    guards = false,
    waits = true,
    asyncWaits = waits,
  }: FakeOptions) {
    this.pageSize = pageSize;
    this.maxBufferBytes = maxBufferBytes;
    this.supports = { detach, guards, waits, asyncWaits, ...always };
    const memory = new Memory({ pageSize, maxBufferBytes, canDetach: detach });
    const held = memory.held.bind(memory);
    this.#memory = memory;
    this.#faults = new Faults(held, pageSize);
    this.#copies = new Copies(held);
    this.#residency = new Residency(held, pageSize);
    this.#waits = new Waits(memory, this.supports);
  }

  get calls(): readonly FakeCall[] {
    return this.#log.calls;
  }

  failNext(operation: FakeOperation, errno: number): void {
    this.#log.failNext(operation, errno);
  }

  lose(region: RegionId, byteOffset: number): void {
    const losing = this.#memory.held(region);
    if (losing === undefined) throw new Error(`Cannot lose pages of region ${region}: it is not held`);
    losing.lose(byteOffset);
  }

  fault(region: RegionId, byteOffset: number, mark: Exclude<FaultMark, 0>): void {
    if (this.#faults.fault(region, byteOffset, mark) === 0) return;
    throw new Error(
      `Cannot fault at byte ${byteOffset} of region ${region}: it is not guarded, or not that long`,
    );
  }

  map(...given: Parameters<Backend['map']>): RegionId | number {
    return this.#log.run('map', given, () => this.#memory.map(...given));
  }

  mapInside(...given: Parameters<Backend['mapInside']>): RegionId | number {
    return this.#log.run('mapInside', given, () => this.#memory.mapInside(...given));
  }

  addressOf(region: RegionId): number {
    return this.#log.run('addressOf', [region], () => this.#memory.addressOf(region));
  }

  unmap(region: RegionId): number {
    return this.#log.run('unmap', [region], () => this.#memory.unmap(region));
  }

  protect(...given: Parameters<Backend['protect']>): number {
    return this.#log.run('protect', given, () => this.#memory.protect(...given));
  }

  advise(...given: Parameters<Backend['advise']>): number {
    return this.#log.run('advise', given, () => this.#memory.advise(...given));
  }

  /** As `syncAsync`. */
  async adviseAsync(...given: Parameters<Backend['adviseAsync']>): Promise<number> {
    const result = this.#log.run('adviseAsync', given, () => this.#memory.advise(...given));
    await this.#memory.keepForTurn(given[0]);
    return result;
  }

  sync(...given: Parameters<Backend['sync']>): number {
    return this.#log.run('sync', given, () => this.#memory.sync(...given));
  }

  /** Done when the call returns, but the region is kept and the answer held back as if a thread were at it. */
  async syncAsync(...given: Parameters<Backend['syncAsync']>): Promise<number> {
    const result = this.#log.run('syncAsync', given, () => this.#memory.sync(...given));
    await this.#memory.keepForTurn(given[0]);
    return result;
  }

  synchronizeCode(...given: Parameters<Backend['synchronizeCode']>): number {
    return this.#log.run('synchronizeCode', given, () => this.#residency.synchronizeCode(...given));
  }

  residency(region: RegionId, byteOffset: number, byteLength: number, pages: Uint8Array): number {
    const given = [region, byteOffset, byteLength, pages.byteLength];
    return this.#log.run('residency', given, () =>
      this.#residency.residency(region, byteOffset, byteLength, pages),
    );
  }

  lock(...given: Parameters<Backend['lock']>): number {
    return this.#log.run('lock', given, () => this.#residency.lock(...given));
  }

  unlock(...given: Parameters<Backend['unlock']>): number {
    return this.#log.run('unlock', given, () => this.#residency.unlock(...given));
  }

  adviseFile(...given: Parameters<Backend['adviseFile']>): number {
    return this.#log.run('adviseFile', given, () => adviseFile(...given));
  }

  createMemoryFile(name: string, flags: number): number {
    return this.#log.run('createMemoryFile', [name.length, flags], () => createMemoryFile(name, flags));
  }

  addSeals(fd: number, seals: number): number {
    return this.#log.run('addSeals', [fd, seals], () => -constants.errno.ENOTSUP);
  }

  seals(fd: number): number {
    return this.#log.run('seals', [fd], () => -constants.errno.ENOTSUP);
  }

  openShared(name: string, flags: number, mode: number): number {
    const given = [name.length, flags, mode];
    return this.#log.run('openShared', given, () => this.#byName.openShared(name, flags, mode));
  }

  unlinkShared(name: string): number {
    return this.#log.run('unlinkShared', [name.length], () => this.#byName.unlinkShared(name));
  }

  closeFile(fd: number): number {
    return this.#log.run('closeFile', [fd], () => closeFile(fd));
  }

  waitAt(...given: Parameters<Backend['waitAt']>): number {
    return this.#log.run('waitAt', given, () => this.#waits.waitAt(...given));
  }

  wakeAt(...given: Parameters<Backend['wakeAt']>): number {
    return this.#log.run('wakeAt', given, () => this.#waits.wakeAt(...given));
  }

  waitAsync(...given: Parameters<Backend['waitAsync']>): AsyncWait | number {
    return this.#log.run('waitAsync', given, () => this.#waits.waitAsync(...given));
  }

  allocate(...given: Parameters<Backend['allocate']>): number {
    return this.#log.run('allocate', given, () => allocate(...given));
  }

  buffer(...given: Parameters<Backend['buffer']>): ArrayBuffer | number {
    return this.#log.run('buffer', given, () => this.#memory.buffer(...given));
  }

  sharedBuffer(...given: Parameters<Backend['sharedBuffer']>): number {
    return this.#log.run('sharedBuffer', given, () => -constants.errno.ENOTSUP);
  }

  detach(buffer: ArrayBuffer): number {
    return this.#log.run('detach', [this.#memory.regionOf(buffer)], () => this.#memory.detach(buffer));
  }

  guard(region: RegionId, unreadable: boolean): Uint32Array | number {
    return this.#log.run('guard', [region, Number(unreadable)], () => this.#faults.guard(region));
  }

  faulted(...given: Parameters<Backend['faulted']>): number {
    return this.#log.run('faulted', given, () => this.#faults.faulted(...given));
  }

  faultMark(...given: Parameters<Backend['faultMark']>): FaultMark | number {
    return this.#log.run('faultMark', given, () => this.#faults.faultMark(...given));
  }

  faultEnd(...given: Parameters<Backend['faultEnd']>): number {
    return this.#log.run('faultEnd', given, () => this.#faults.faultEnd(...given));
  }

  markFault(...given: Parameters<Backend['markFault']>): number {
    return this.#log.run('markFault', given, () => this.#faults.markFault(...given));
  }

  forgetFaults(region: RegionId): number {
    return this.#log.run('forgetFaults', [region], () => this.#faults.forgetFaults(region));
  }

  remap(...given: Parameters<Backend['remap']>): number {
    return this.#log.run('remap', given, () => this.#memory.remap(...given));
  }

  resize(...given: Parameters<Backend['resize']>): number {
    return this.#log.run('resize', given, () => this.#memory.resize(...given));
  }

  copyOut(region: RegionId, byteOffset: number, target: Uint8Array): number {
    const given = [region, byteOffset, target.byteLength];
    return this.#log.run('copyOut', given, () => this.#copies.copyOut(region, byteOffset, target));
  }

  copyIn(region: RegionId, byteOffset: number, source: Uint8Array): number {
    const given = [region, byteOffset, source.byteLength];
    return this.#log.run('copyIn', given, () => this.#copies.copyIn(region, byteOffset, source));
  }

  share(region: RegionId): ShareToken | number {
    return this.#log.run('share', [region], () => this.#memory.share(region));
  }

  attach(token: ShareToken): RegionId | number {
    return this.#log.run('attach', [], () => this.#memory.attach(token));
  }

  liveRegions(): number {
    return this.#memory.liveRegions;
  }
}
