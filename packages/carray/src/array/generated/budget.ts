const BURST_MS = 50;
const SHARE = 0.1;

/** How long methods may be made anew: 50 ms at once, then a tenth of the time that passes. */
export class Budget {
  #left = BURST_MS;
  /** When `#left` was true; the clock is not asked before there is work, since the runtime loads it for the first who asks. */
  #at = 0;

  /** Does it, unless the time for such things is spent; returns whether. */
  spend(work: () => void): boolean {
    const start = performance.now();
    this.#left = Math.min(BURST_MS, this.#left + SHARE * (start - this.#at));
    this.#at = start;
    if (this.#left <= 0) return false;
    work();
    this.#left -= performance.now() - start;
    return true;
  }
}
