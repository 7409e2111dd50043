/** Finds lines that are equal to the one before, from block to block. */
export class Repeats {
  readonly #width: number;
  /** Of the block before. */
  #last: Buffer | undefined;

  constructor(width: number) {
    this.#width = width;
  }

  /** Whether the whole line from `at` on equals the one before it. */
  isRepeat(bytes: Buffer, at: number): boolean {
    const width = this.#width;
    if (at + width > bytes.length) return false;
    const before = at >= width ? bytes : this.#last;
    if (before === undefined) return false;
    const from = at >= width ? at - width : 0;
    for (let index = 0; index < width; index++) {
      if (bytes[at + index] !== before[from + index]) return false;
    }
    return true;
  }

  /** Whether all lines of a block equal the one in front of it. */
  isAllRepeat(bytes: Buffer): boolean {
    const width = this.#width;
    const rest = bytes.length - width;
    if (bytes.length % width !== 0 || !this.isRepeat(bytes, 0)) return false;
    return bytes.compare(bytes, 0, rest, width) === 0;
  }

  /** The next block comes behind this one. */
  pass(bytes: Buffer): void {
    const at = bytes.length - this.#width;
    this.#last = at < 0 ? undefined : Buffer.from(bytes.subarray(at));
  }
}
