import { PROT_READ, PROT_WRITE } from '@carray/constants';
import type { Marks } from '../marks.js';
import { forEachChange } from './changes.js';
import type { FileSource } from './file-source.js';
import { Pages } from './pages.js';

/** What pages are mapped from: a file, or nothing. */
export interface Backing {
  readonly source: FileSource | undefined;
  readonly shared: boolean;
}

/** What is known of a region when it is mapped. */
export interface RegionFacts {
  readonly id: number;
  readonly address: number;
  /** The first address after the region's last page. */
  readonly end: number;
  readonly byteLength: number;
  readonly pageSize: number;
  readonly source: FileSource | undefined;
  readonly shared: boolean;
  readonly readable: boolean;
  readonly writable: boolean;
  /** The reservation whose addresses these are. */
  readonly reservation?: Region;
}

/** One simulated region: its bytes exist once a buffer was asked for, as pages exist once they are touched. */
export class Region {
  readonly id: number;
  address: number;
  end: number;
  byteLength: number;
  readonly reservation: Region | undefined;
  source: FileSource | undefined;
  shared: boolean;
  readable: boolean;
  writable: boolean;
  /** There from the moment on that the region is guarded. */
  marks: Marks | undefined;
  /** How many ids it is held under. */
  holds = 1;
  /** How many buffers own the region, those that were moved away included. */
  buffers = 0;
  /** How many calls on other threads are at the region. */
  pendingCalls = 0;
  /** The regions inside of this one. */
  readonly inside = new Set<Region>();
  readonly #pageSize: number;
  readonly #pages: Pages;
  /** Where memory that is shared without a file ends, however long the region becomes. */
  #sharedEnd: number;
  #content: ArrayBuffer | undefined;
  /** What the bytes of a region are in that nobody holds: a buffer, which may be collected. */
  #left: WeakRef<ArrayBuffer> | undefined;
  /** Ended buffers that show bytes until the region ends. */
  readonly #outlived: WeakRef<ArrayBuffer>[] = [];
  /** The bytes as the file has them, to write back nothing but what was stored here. */
  #inFile: Uint8Array | undefined;

  constructor(facts: RegionFacts) {
    this.id = facts.id;
    this.address = facts.address;
    this.end = facts.end;
    this.byteLength = facts.byteLength;
    this.source = facts.source;
    this.shared = facts.shared;
    this.reservation = facts.reservation;
    this.readable = facts.readable;
    this.writable = facts.writable;
    this.#pageSize = facts.pageSize;
    this.#pages = new Pages(facts.pageSize);
    this.#sharedEnd = facts.end - facts.address;
  }

  get held(): boolean {
    return this.holds > 0;
  }

  /** Whether nothing owns the pages any more. */
  get isOver(): boolean {
    return !this.held && this.buffers === 0 && this.pendingCalls === 0 && this.inside.size === 0;
  }

  /** The bytes of the whole region. @throws RangeError where the engine has no memory for them. */
  content(): ArrayBuffer {
    if (this.#content !== undefined && this.#content.byteLength > 0) return this.#content;
    const content = new ArrayBuffer(this.byteLength);
    const bytes = new Uint8Array(content);
    this.source?.read(bytes);
    this.#pages.forEachOwn(0, this.byteLength, (start, end) => bytes.fill(0, start, end));
    this.#inFile = this.source?.takesStores ? bytes.slice() : undefined;
    this.#content = content;
    return content;
  }

  /** The bytes that `content` answered with, if it was asked. */
  get shown(): ArrayBuffer | undefined {
    return this.#content;
  }

  /** Whether these are the bytes that `content` answers with. */
  isContent(buffer: ArrayBuffer): boolean {
    return this.#content === buffer;
  }

  /** Lets `moved` hold the region's bytes from now on. */
  moveContent(moved: ArrayBuffer): void {
    if (this.held) this.#content = moved;
    else this.#left = new WeakRef(moved);
  }

  /** Zeros a range, where any of it was ever touched. */
  clear(byteOffset: number, byteLength: number): void {
    if (this.#content !== undefined)
      new Uint8Array(this.#content).fill(0, byteOffset, byteOffset + byteLength);
  }

  /** Nothing is behind the page with the byte and those after it, until they are mapped again. */
  lose(byteOffset: number): void {
    this.#pages.loseFrom(byteOffset);
  }

  /** How many bytes of the range can be had, in a row from its start on. */
  bytesThere(byteOffset: number, byteLength: number): number {
    const fileEnd = this.source?.bytesToEnd() ?? Number.POSITIVE_INFINITY;
    return this.#pages.bytesThere(byteOffset, byteLength, Math.max(fileEnd, 0));
  }

  /** A private page takes the place of the one with the byte, with zeros or the bytes that are there. */
  replacePage(byteOffset: number, withZeros: boolean): void {
    const start = byteOffset - (byteOffset % this.#pageSize);
    this.writeBack(start, this.#pageSize);
    if (!withZeros) this.content(); // the file's bytes, before it is another page
    this.#pages.makeOwn(start, this.#pageSize);
    if (withZeros) this.clear(start, this.#pageSize);
  }

  /** What the range maps from now on: bytes of a file, or zeros. The buffers over it go on showing it. */
  remap(byteOffset: number, byteLength: number, { source, shared }: Backing): void {
    this.writeBack(byteOffset, byteLength);
    const bytes = new Uint8Array(this.content(), byteOffset, byteLength).fill(0);
    source?.read(bytes);
    this.#pages.makeMapped(byteOffset, byteLength);
    if (byteLength === this.byteLength) {
      this.#sharedEnd = this.end - this.address;
      this.source?.close();
      this.source = source;
      this.shared = shared;
      this.#inFile = source?.takesStores ? bytes.slice() : undefined;
      return;
    }
    this.#inFile?.set(bytes, byteOffset);
    const isOwn = source === undefined || (this.shared && !shared);
    if (isOwn) this.#pages.makeOwn(byteOffset, byteLength);
    source?.close();
  }

  /** Another place and another length; what was stored has been written back. The guard ends. @throws as `content` */
  resize(address: number, end: number, byteLength: number): void {
    const { byteLength: lengthBefore } = this;
    const [content, inFile] = [this.#content, this.#inFile];
    this.byteLength = byteLength;
    this.#content = undefined;
    try {
      if (content !== undefined && content.byteLength > 0) this.#keep(content, inFile);
    } catch (error) {
      [this.byteLength, this.#content, this.#inFile] = [lengthBefore, content, inFile];
      throw error;
    }
    [this.address, this.end, this.marks] = [address, end, undefined];
    this.#pages.cut(byteLength);
    const isAllShared = this.shared && this.source === undefined;
    if (isAllShared && byteLength > this.#sharedEnd) this.#pages.loseFrom(this.#sharedEnd);
  }

  /** Has as many bytes of the former content as the region has now. */
  #keep(content: ArrayBuffer, inFile: Uint8Array | undefined): void {
    const kept = Math.min(content.byteLength, this.byteLength);
    new Uint8Array(this.content()).set(new Uint8Array(content, 0, kept));
    if (inFile !== undefined) this.#inFile?.set(inFile.subarray(0, kept));
  }

  /** An ended buffer goes on showing bytes, at most until the region ends. */
  outlive(buffer: ArrayBuffer): void {
    this.#outlived.push(new WeakRef(buffer));
  }

  /** Ended buffers that still show bytes read zeros from now on. */
  blankOutlived(): void {
    for (const buffer of this.#outlived.splice(0)) new Uint8Array(buffer.deref() ?? []).fill(0);
  }

  /** Writes what was stored in a range to the file, never past the file's end, and nothing of private pages. */
  writeBack(byteOffset: number, byteLength: number): void {
    const { source } = this;
    if (source === undefined || this.#content === undefined || this.#inFile === undefined) return;
    if (!this.writable || this.#content.byteLength === 0) return;
    const [content, inFile] = [new Uint8Array(this.#content), this.#inFile];
    const end = Math.min(byteOffset + byteLength, source.bytesToEnd());
    this.#pages.forEachMapped(byteOffset, end, (start, stop) => {
      const known = inFile.subarray(start, stop);
      const stored = content.subarray(start, stop);
      forEachChange(known, stored, (from, to) => {
        const run = stored.subarray(from, to);
        source.write(run, start + from);
        known.set(run, from);
      });
    });
  }

  /** Access to part of a region is access to all of it, and is lost for the whole region alone. */
  allow(byteLength: number, protection: number): void {
    const isWhole = byteLength === this.byteLength;
    this.readable = (protection & PROT_READ) !== 0 || (this.readable && !isWhole);
    this.writable = (protection & PROT_WRITE) !== 0 || (this.writable && !isWhole);
  }

  /** One holder less. Behind the last one the bytes live on in the buffers that own them alone. */
  letGo(): void {
    this.holds -= 1;
    if (this.held) return;
    this.#left = this.#content && new WeakRef(this.#content);
    this.#content = undefined;
  }

  /** One holder more. @returns whether the bytes are still there. */
  takeUp(): boolean {
    const left = this.#left?.deref();
    if (!this.held && this.#left !== undefined && left === undefined) return false;
    this.#content ??= left;
    this.#left = undefined;
    this.holds += 1;
    return true;
  }

  /** Nothing owns the region any more. */
  finish(): void {
    this.blankOutlived();
    this.#inFile = undefined;
    this.source?.close();
  }
}
