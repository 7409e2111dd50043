import { forEachChange } from './changes.js';
import type { FileSource } from './file-source.js';

/** What is known of a region when it is mapped. */
export interface RegionFacts {
  readonly id: number;
  readonly address: number;
  /** The first address after the region's last page. */
  readonly end: number;
  readonly byteLength: number;
  readonly source: FileSource | undefined;
  readonly shared: boolean;
  readonly writable: boolean;
  /** The reservation whose addresses these are. */
  readonly reservation?: Region;
}

/** One simulated region: its bytes exist once a buffer was asked for, as pages exist once they are touched. */
export class Region {
  readonly id: number;
  readonly address: number;
  readonly end: number;
  readonly byteLength: number;
  readonly source: FileSource | undefined;
  readonly shared: boolean;
  readonly reservation: Region | undefined;
  writable: boolean;
  held = true;
  /** How many buffers own the region, those that were moved away included. */
  buffers = 0;
  /** How many calls on other threads are at the region. */
  pendingCalls = 0;
  /** The regions inside of this one. */
  readonly inside = new Set<Region>();
  #content: ArrayBuffer | undefined;
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
    this.writable = facts.writable;
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
    if (this.source?.takesStores) this.#inFile = bytes.slice();
    this.#content = content;
    return content;
  }

  /** Whether these are the bytes that `content` answers with. */
  isContent(buffer: ArrayBuffer): boolean {
    return this.#content === buffer;
  }

  /** Lets `moved` hold the region's bytes from now on. */
  moveContent(moved: ArrayBuffer): void {
    if (this.held) this.#content = moved;
  }

  /** Zeros a range, where any of it was ever touched. */
  clear(byteOffset: number, byteLength: number): void {
    if (this.#content !== undefined)
      new Uint8Array(this.#content).fill(0, byteOffset, byteOffset + byteLength);
  }

  /** Writes what was stored in a range to the file, never past the file's end. */
  writeBack(byteOffset: number, byteLength: number): void {
    const { source } = this;
    if (source === undefined || this.#content === undefined || this.#inFile === undefined) return;
    if (!this.writable || this.#content.byteLength === 0) return;
    const end = Math.min(byteOffset + byteLength, source.bytesToEnd());
    const stored = new Uint8Array(this.#content).subarray(byteOffset, Math.max(end, byteOffset));
    const inFile = this.#inFile.subarray(byteOffset, byteOffset + stored.byteLength);
    forEachChange(inFile, stored, (from, to) => {
      const run = stored.subarray(from, to);
      source.write(run, byteOffset + from);
      inFile.set(run, from);
    });
  }

  /** Forgets the bytes, which live on in the buffers that own them, and closes the file. */
  giveUp(): void {
    this.held = false;
    this.#content = undefined;
    this.#inFile = undefined;
    this.source?.close();
  }
}
