import {
  MAP_ANONYMOUS,
  MAP_NORESERVE,
  MAP_PRIVATE,
  MAP_SHARED,
  PROT_NONE,
  PROT_READ,
  PROT_WRITE,
} from '@carray/constants';
import { expect } from 'vitest';
import type { Backend, RegionId, ShareToken } from '../backend.js';
import { collectedUntil } from './garbage.js';
import { TemporaryFiles } from './temporary-files.js';

/** How a test wants its region, where that differs from one readable and writable page. */
export interface RegionOptions {
  readonly byteLength?: number;
  readonly protection?: number;
  readonly flags?: number;
}

/** The same for a region over a file, by default a shared one. */
export interface FileRegionOptions extends RegionOptions {
  readonly fileOffset?: number;
  readonly open?: string;
}

/** What a reservation of addresses is mapped with, next to PROT_NONE. */
export const reserving = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;

export const readWrite = PROT_READ | PROT_WRITE;

/** A backend with the regions, buffers and files of one test, which `clear` gives back in the right order. */
export class Fixture {
  readonly backend: Backend;
  readonly pageSize: number;
  readonly files: TemporaryFiles;
  readonly #regions = new Set<RegionId>();
  readonly #buffers = new Map<ArrayBuffer, RegionId>();
  #liveBefore: number;
  /** Whether the test has made shared buffers. */
  #isShared = false;

  constructor(backend: Backend, directory: string) {
    this.backend = backend;
    this.pageSize = backend.pageSize;
    this.files = new TemporaryFiles(directory);
    this.#liveBefore = backend.liveRegions();
  }

  /** How many regions live that this test has mapped. */
  get live(): number {
    return this.backend.liveRegions() - this.#liveBefore;
  }

  /** Maps anonymous memory, by default private. */
  anonymous(options: RegionOptions = {}): RegionId {
    const { byteLength = this.pageSize, protection = readWrite, flags = MAP_PRIVATE } = options;
    return this.adopt(this.backend.map(0, byteLength, protection, flags | MAP_ANONYMOUS, -1, 0));
  }

  /** Maps a page of a file through a descriptor that is closed at once. */
  file(path: string, options: FileRegionOptions = {}): RegionId {
    const { byteLength = this.pageSize, protection = readWrite, flags = MAP_SHARED } = options;
    const fd = this.files.open(path, options.open ?? 'r+');
    const region = this.adopt(
      this.backend.map(0, byteLength, protection, flags, fd, options.fileOffset ?? 0),
    );
    this.files.close(fd);
    return region;
  }

  /** Reserves addresses, without memory and without access. */
  reserve(byteLength: number): RegionId {
    return this.adopt(this.backend.map(0, byteLength, PROT_NONE, reserving, -1, 0));
  }

  /** Maps anonymous memory inside a reservation, by default private. */
  inside(reservation: RegionId, byteOffset: number, options: RegionOptions = {}): RegionId {
    return this.adopt(this.tryInside(reservation, byteOffset, options));
  }

  /** The same, for an answer that may be a refusal. */
  tryInside(reservation: RegionId, byteOffset: number, options: RegionOptions = {}): RegionId | number {
    const { byteLength = this.pageSize, protection = readWrite, flags = MAP_PRIVATE } = options;
    const all = flags | MAP_ANONYMOUS;
    return this.backend.mapInside(reservation, byteOffset, byteLength, protection, all, -1, 0);
  }

  /** Maps a page of a file inside a reservation, through a descriptor that is closed at once. */
  fileInside(
    reservation: RegionId,
    byteOffset: number,
    path: string,
    options: FileRegionOptions = {},
  ): RegionId {
    const { byteLength = this.pageSize, protection = readWrite, flags = MAP_SHARED } = options;
    const fd = this.files.open(path, options.open ?? 'r+');
    const { fileOffset = 0 } = options;
    const region = this.adopt(
      this.backend.mapInside(reservation, byteOffset, byteLength, protection, flags, fd, fileOffset),
    );
    this.files.close(fd);
    return region;
  }

  /** Asserts that `map` or `mapInside` has answered with a region, and unmaps it after the test. */
  adopt(answer: RegionId | number): RegionId {
    expect(answer, 'a region').toBeGreaterThan(0);
    expect(answer, 'a region').toSatisfy(Number.isSafeInteger);
    this.#regions.add(answer);
    return answer;
  }

  /** A buffer over bytes of the region, detached after the test. */
  buffer(region: RegionId, byteOffset: number, byteLength: number): ArrayBuffer {
    const buffer = this.backend.buffer(region, byteOffset, byteLength);
    if (typeof buffer === 'number') throw new Error(`Cannot make a buffer: errno is ${-buffer}`);
    this.#buffers.set(buffer, region);
    return buffer;
  }

  /** A SharedArrayBuffer over bytes of the region. Nothing detaches it: who keeps it keeps the pages. */
  sharedBuffer(region: RegionId, byteOffset: number, byteLength: number): SharedArrayBuffer {
    const buffer = this.backend.sharedBuffer(region, byteOffset, byteLength);
    if (typeof buffer === 'number') throw new Error(`Cannot make a shared buffer: errno is ${-buffer}`);
    this.#isShared = true;
    return buffer;
  }

  /** All bytes of a region, by default of one page. */
  bytes(region: RegionId, byteLength = this.pageSize): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.buffer(region, 0, byteLength));
  }

  /** Guards a region. @returns its counter. */
  guard(region: RegionId): Uint32Array {
    const counter = this.backend.guard(region, false);
    if (typeof counter === 'number') throw new Error(`Cannot guard: errno is ${-counter}`);
    return counter;
  }

  /** Shares a region. @returns its token. */
  share(region: RegionId): ShareToken {
    const token = this.backend.share(region);
    if (typeof token === 'number') throw new Error(`Cannot share: errno is ${-token}`);
    return token;
  }

  /** Holds a shared region once more, and unmaps it after the test. */
  attach(token: ShareToken): RegionId {
    return this.adopt(this.backend.attach(token));
  }

  /** Detaches a buffer. */
  detach(buffer: ArrayBuffer): void {
    this.#buffers.delete(buffer);
    expect(this.backend.detach(buffer), 'detach').toBe(0);
  }

  /** Detaches the region's buffers and unmaps it. */
  release(region: RegionId): void {
    for (const [buffer, owner] of this.#buffers) if (owner === region) this.detach(buffer);
    this.unmap(region);
  }

  /** Unmaps a region and leaves its buffers alone. */
  unmap(region: RegionId): void {
    this.#regions.delete(region);
    expect(this.backend.unmap(region), 'unmap').toBe(0);
  }

  /** Asserts that so many regions live that nothing gives back any more. */
  leave(count: number): void {
    expect(this.live, 'regions left for good').toBe(count);
    this.#liveBefore += count;
  }

  /** `clear`, behind a test: once the shared buffers that it has made were collected. */
  async end(): Promise<void> {
    if (this.#isShared) {
      this.#isShared = false;
      this.#giveBack();
      await collectedUntil(() => this.live === 0);
    }
    this.clear();
  }

  #giveBack(): void {
    for (const buffer of this.#buffers.keys()) this.detach(buffer);
    for (const region of this.#regions) this.unmap(region);
  }

  /** Gives everything back, and asserts that this was everything. */
  clear(): void {
    try {
      this.#giveBack();
      expect(this.live, 'regions left').toBe(0);
    } finally {
      // What one test has left behind is not held against the next one.
      this.#buffers.clear();
      this.#regions.clear();
      this.#liveBefore = this.backend.liveRegions();
      this.files.clear();
    }
  }
}
