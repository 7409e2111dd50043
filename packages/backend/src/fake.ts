import type { Backend, RegionId, Supports } from './backend.js';
import { allocate } from './fake/allocate.js';
import { CallLog, type FakeCall, type FakeOperation } from './fake/calls.js';
import { Memory } from './fake/memory.js';

export type { FakeCall, FakeOperation } from './fake/calls.js';

/** What a fake pretends to be. */
export interface FakeOptions {
  /** Bytes in a page, a power of two. Default: 4 KiB. */
  readonly pageSize?: number;
  /** Bytes in the longest buffer that it hands out. Default: 4 GiB. */
  readonly maxBufferBytes?: number;
  /** Whether `detach` empties the views; where false, they read zeros. Default: true. */
  readonly detach?: boolean;
}

/** A backend in plain JavaScript, which tells what it was asked and fails when it is told to. */
export interface FakeBackend extends Backend {
  /** Every call so far but those of `liveRegions`, oldest first. */
  readonly calls: readonly FakeCall[];
  /**
   * Lets the next call of an operation answer with an errno, without any effect. Several wait their turn.
   * @param errno as in `os.constants.errno`, positive
   */
  failNext(operation: FakeOperation, errno: number): void;
}

const defaultPageSize = 1 << 12;
const defaultMaxBufferBytes = 2 ** 32;

/**
 * Creates a backend that maps nothing and cannot crash: regions are ArrayBuffers, filled from the file when
 * their buffer is first asked for and written back at `sync` and `unmap`. It gives the kernel's answers as far
 * as `backendContract` goes, so the layers above can be tested with any page size and any failure. It knows no
 * protection of single pages, and answers ENOTSUP to a MAP_FIXED that would replace something.
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

  constructor({
    pageSize = defaultPageSize,
    maxBufferBytes = defaultMaxBufferBytes,
    detach = true,
  }: FakeOptions) {
    this.pageSize = pageSize;
    this.maxBufferBytes = maxBufferBytes;
    this.supports = { detach, collectsMoved: true, sharedPages: false };
    this.#memory = new Memory({ pageSize, maxBufferBytes, canDetach: detach });
  }

  get calls(): readonly FakeCall[] {
    return this.#log.calls;
  }

  failNext(operation: FakeOperation, errno: number): void {
    this.#log.failNext(operation, errno);
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

  sync(...given: Parameters<Backend['sync']>): number {
    return this.#log.run('sync', given, () => this.#memory.sync(...given));
  }

  /** Done when the call returns, but the region is kept and the answer held back as if a thread were at it. */
  async syncAsync(...given: Parameters<Backend['syncAsync']>): Promise<number> {
    const result = this.#log.run('syncAsync', given, () => this.#memory.sync(...given));
    await this.#memory.keepForTurn(given[0]);
    return result;
  }

  allocate(...given: Parameters<Backend['allocate']>): number {
    return this.#log.run('allocate', given, () => allocate(...given));
  }

  buffer(...given: Parameters<Backend['buffer']>): ArrayBuffer | number {
    return this.#log.run('buffer', given, () => this.#memory.buffer(...given));
  }

  detach(buffer: ArrayBuffer): number {
    return this.#log.run('detach', [this.#memory.regionOf(buffer)], () => this.#memory.detach(buffer));
  }

  liveRegions(): number {
    return this.#memory.liveRegions;
  }
}
