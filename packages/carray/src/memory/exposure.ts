import { ByteRuns } from './byte-runs.js';
import type { ByteRange } from './range.js';

const PENDING = 1;
const DONE = 2;

/**
 * Which pages of a read-only mapping may be written to by raw views all the same: pages that are private and were never stored
 * into can be made writable behind the back of the protection, so that a stray store ends in a copy.
 */
export class Exposure {
  readonly #states: ByteRuns;

  constructor(byteLength: number, possible: boolean) {
    this.#states = new ByteRuns(byteLength, possible ? PENDING : 0);
  }

  resize(byteLength: number): void {
    this.#states.resize(byteLength);
  }

  /** The pages that could be made writable, and are not. */
  pending(): ByteRange[] {
    return this.#states.having(PENDING);
  }

  /** They were made writable. */
  done(from: number, to: number): void {
    this.#states.set(from, to, DONE);
  }

  /** They were mapped anew: those that were writable are to be made so again. Returns whether there were any. */
  undo({ byteOffset, byteLength }: ByteRange): boolean {
    const were = this.#states
      .within(byteOffset, byteOffset + byteLength)
      .filter(({ value }) => value === DONE);
    for (const run of were) this.#states.set(run.byteOffset, run.byteOffset + run.byteLength, PENDING);
    return were.length > 0;
  }

  /** The user has changed their protection: it counts from now on. */
  end(from: number, to: number): void {
    this.#states.set(from, to, 0);
  }

  /** The runs of bytes that are what the protection says. */
  plain(byteOffset: number, byteLength: number): ByteRange[] {
    return this.#states.within(byteOffset, byteOffset + byteLength).filter(({ value }) => value === 0);
  }
}
