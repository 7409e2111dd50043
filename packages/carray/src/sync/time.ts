/** Milliseconds that are left, of a number that may be Infinity. They count from here on. */
export class TimeLeft {
  readonly #end: number;

  constructor(timeout: number) {
    this.#end = performance.now() + timeout;
  }

  /** At least 0. */
  get milliseconds(): number {
    return Math.max(0, this.#end - performance.now());
  }
}
