const BURST = 256;

/**
 * How often methods may be made anew: 256 times at once, then once per millisecond. Each time costs about 0.1 ms,
 * so a storm of errors costs a tenth of the time at most.
 */
export class Budget {
  #left = BURST;
  #at = performance.now();

  take(): boolean {
    const now = performance.now();
    this.#left = Math.min(BURST, this.#left + now - this.#at);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}
