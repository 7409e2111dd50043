import type { ByteRange } from './range.js';

const BITS = 8;

/** Pages of a mapping, one bit for each. */
export class PageSet {
  readonly #pageSize: number;
  readonly #bits: Uint8Array;

  constructor(byteLength: number, pageSize: number) {
    this.#pageSize = pageSize;
    this.#bits = new Uint8Array(Math.ceil(byteLength / pageSize / BITS));
  }

  /** Adds the pages with the bytes from one up to another. Returns those that are new, in runs of whole pages. */
  add(from: number, to: number): ByteRange[] {
    const last = Math.ceil(to / this.#pageSize);
    const runs: ByteRange[] = [];
    let start = Math.floor(from / this.#pageSize);
    for (let page = start; page <= last; page++) {
      if (page < last && !this.#take(page)) continue;
      if (page > start) {
        runs.push({ byteOffset: start * this.#pageSize, byteLength: (page - start) * this.#pageSize });
      }
      start = page + 1;
    }
    return runs;
  }

  has(byteOffset: number): boolean {
    const page = Math.floor(byteOffset / this.#pageSize);
    return ((this.#bits[Math.floor(page / BITS)] ?? 0) & (1 << (page % BITS))) !== 0;
  }

  /** Whether the page was in already; it is from now on. */
  #take(page: number): boolean {
    const index = Math.floor(page / BITS);
    const before = this.#bits[index] ?? 0;
    const bit = 1 << (page % BITS);
    this.#bits[index] = before | bit;
    return (before & bit) !== 0;
  }
}
