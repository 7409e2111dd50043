import type { FaultMark } from './backend.js';
import { Runs } from './runs.js';

/**
 * The marks and the counter of one guarded region, for a backend that keeps them in JavaScript. Ranges are trusted
 * to lie in the region; a page is meant by any of its bytes.
 */
export class Marks {
  /** The two equal numbers that `Backend.guard` answers with. */
  readonly counter = new Uint32Array(2);
  readonly #runs = new Runs<FaultMark>(0);
  readonly #byteLength: number;
  readonly #pageSize: number;

  constructor(byteLength: number, pageSize: number) {
    this.#byteLength = byteLength;
    this.#pageSize = pageSize;
  }

  /** Where the first marked page with bytes of the range starts, or -1. */
  firstIn(byteOffset: number, byteLength: number): number {
    const start = this.#runs.firstSet(this.#pageOf(byteOffset)) * this.#pageSize;
    return byteLength > 0 && start < byteOffset + byteLength ? start : -1;
  }

  at(byteOffset: number): FaultMark {
    return this.#runs.at(this.#pageOf(byteOffset));
  }

  /** Where the pages in a row that have the same mark end, at most the region's length. */
  endOf(byteOffset: number): number {
    return Math.min(this.#runs.endOf(this.#pageOf(byteOffset)) * this.#pageSize, this.#byteLength);
  }

  /** Marks the pages of the range that have no mark yet, and counts one fault. */
  add(byteOffset: number, byteLength: number, mark: FaultMark): void {
    const end = byteLength > 0 ? this.#pageOf(byteOffset + byteLength - 1) + 1 : 0;
    for (let page = this.#pageOf(byteOffset), next: number; page < end; page = next) {
      next = Math.min(this.#runs.endOf(page), end);
      if (this.#runs.at(page) === 0) this.#runs.set(page, next, mark);
    }
    this.counter.fill((this.counter[0] ?? 0) + 1);
  }

  /** Forgets all marks and counts from 0 again. */
  forget(): void {
    this.#runs.clear();
    this.counter.fill(0);
  }

  #pageOf(byteOffset: number): number {
    return Math.floor(byteOffset / this.#pageSize);
  }
}
