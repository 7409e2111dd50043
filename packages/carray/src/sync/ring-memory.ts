import type { CArray } from '../array/carray.js';
import { noFaults } from '../array/trusted.js';
import type { Dependent } from '../memory/memory.js';
import type { ElementType } from '../types/element-type.js';

const CELL_BYTES = 8;
const noWords = new Int32Array(0);
const noBytes = new Uint8Array(0);

/**
 * The bytes of a ring: its numbers of 32 bits, and ranges of bytes. Through views of the engine, which are dropped when the memory
 * changes; or, where a page could be lost and nothing would survive it, by copies of the kernel, one cell of 8 bytes at least at once: so
 * many it copies in one piece.
 */
export class RingMemory implements Dependent {
  /** Bytes. */
  readonly byteLength: number;
  readonly #array: CArray<ElementType>;
  readonly #start: number;
  readonly #cell = new Int32Array(2);
  readonly #cellBytes = new Uint8Array(this.#cell.buffer);
  #isAttached = false;
  // Empty where copies are needed, and when the memory has changed.
  #words: Int32Array = noWords;
  #bytes: Uint8Array = noBytes;
  #faultCount: Uint32Array = noFaults;

  constructor(array: CArray<ElementType>, byteLength: number) {
    this.#array = array;
    this.#start = array.byteOffset;
    this.byteLength = byteLength;
  }

  /** Whether the mapping is there. */
  get isMapped(): boolean {
    return this.#array.mapping?.unmapped === false;
  }

  memoryChanged(): void {
    this.#words = noWords;
    this.#bytes = noBytes;
  }

  /** In front of each operation. @throws ERR_MAPPING_UNMAPPED, ERR_MAPPING_READ_ONLY, ERR_MAPPING_FAULT, ERR_OUT_OF_RANGE */
  ready(): void {
    if (this.#words.length === 0 || !this.#isAttached) this.#bind();
  }

  #bind(): void {
    const { memory } = this.#array;
    memory.check(this.#start, this.byteLength, 'write');
    if (!this.#isAttached && memory.attachable) {
      memory.attach(this);
      this.#isAttached = true;
    }
    if (memory.copies) return;
    const { buffer, offset } = memory.wholeWindow(this.#start, this.byteLength);
    this.#words = new Int32Array(buffer, offset, this.byteLength >>> 2);
    this.#bytes = new Uint8Array(buffer, offset, this.byteLength);
    this.#faultCount = memory.faultCount ?? noFaults;
  }

  /** Behind loads and stores, before anything is made of them. @throws ERR_MAPPING_FAULT where a page of the ring was at fault */
  settle(): void {
    if (this.#faultCount[0] === 0) return;
    const { memory } = this.#array;
    memory.settle(this.#start, this.byteLength);
    memory.check(this.#start, this.byteLength, 'write');
  }

  load(word: number): number {
    if (this.#words.length > 0) return Atomics.load(this.#words, word);
    this.#loadCell(word);
    return this.#cell[word & 1] ?? 0;
  }

  store(word: number, value: number): void {
    if (this.#words.length > 0) {
      Atomics.store(this.#words, word, value);
      return;
    }
    this.#loadCell(word);
    this.#cell[word & 1] = value;
    const { memory } = this.#array;
    memory.overwrite(this.#cellAt(word), CELL_BYTES, (bytes) => bytes.set(this.#cellBytes));
  }

  /** Stores two numbers side by side, at a multiple of 8 bytes, which nobody looks at yet. */
  storePair(byteOffset: number, first: number, second: number): void {
    if (this.#words.length > 0) {
      const word = byteOffset >>> 2;
      this.#words[word] = first;
      this.#words[word + 1] = second;
      return;
    }
    this.#cell[0] = first;
    this.#cell[1] = second;
    this.copyIn(byteOffset, this.#cellBytes);
  }

  /** Makes it 0 and returns what it was. By copies it stays what it was. */
  take(word: number): number {
    return this.#words.length > 0 ? Atomics.exchange(this.#words, word, 0) : this.load(word);
  }

  /** Whether it was `expected`, and is `value` now. By copies, two who do it in the same instant may both find that it was. */
  replace(word: number, expected: number, value: number): boolean {
    if (this.#words.length > 0) {
      return Atomics.compareExchange(this.#words, word, expected, value) === expected;
    }
    if (this.load(word) !== expected) return false;
    this.store(word, value);
    return this.load(word) === value;
  }

  #cellAt(word: number): number {
    return this.#start + 4 * (word & ~1);
  }

  #loadCell(word: number): void {
    this.#array.memory.copyOut(this.#cellAt(word), this.#cellBytes);
  }

  /** Stores bytes at `byteOffset` of the ring. */
  copyIn(byteOffset: number, source: Uint8Array): void {
    if (this.#words.length > 0) {
      this.#bytes.set(source, byteOffset);
      return;
    }
    const { memory } = this.#array;
    const most = memory.chunkBytes;
    for (let first = 0; first < source.length; first += most) {
      const part = source.subarray(first, first + most);
      memory.overwrite(this.#start + byteOffset + first, part.length, (bytes) => bytes.set(part));
    }
  }

  /** Fills the target with bytes from `byteOffset` of the ring on. */
  copyOut(byteOffset: number, target: Uint8Array): void {
    if (this.#words.length > 0) {
      target.set(this.#bytes.subarray(byteOffset, byteOffset + target.length));
      return;
    }
    const { memory } = this.#array;
    const most = memory.chunkBytes;
    for (let first = 0; first < target.length; first += most) {
      memory.copyOut(this.#start + byteOffset + first, target.subarray(first, first + most));
    }
  }

  /** A copy of bytes on the heap. */
  slice(byteOffset: number, byteLength: number): Uint8Array {
    if (this.#words.length > 0) return this.#bytes.slice(byteOffset, byteOffset + byteLength);
    const copy = new Uint8Array(byteLength);
    this.copyOut(byteOffset, copy);
    return copy;
  }

  /** The bytes themselves, where they can be used in place. */
  inPlace(byteOffset: number, byteLength: number): Uint8Array | undefined {
    if (this.#words.length === 0) return undefined;
    return this.#bytes.subarray(byteOffset, byteOffset + byteLength);
  }
}
