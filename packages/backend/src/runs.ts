/**
 * A value for each page of a region, kept for runs of pages with the same one. It takes no memory but for the
 * runs, however long the region is, and every question is a binary search.
 */
export class Runs<Value extends number> {
  /** Where each run starts, in order; it ends where the next one starts. Neighbours differ. */
  readonly #starts: number[] = [];
  readonly #values: Value[] = [];
  readonly #initial: Value;

  /** @param initial the value of all pages at first */
  constructor(initial: Value) {
    this.#initial = initial;
  }

  at(page: number): Value {
    return this.#values[this.#countUpTo(page) - 1] ?? this.#initial;
  }

  /** The page after the run that the page is in, Infinity for the last run. */
  endOf(page: number): number {
    return this.#starts[this.#countUpTo(page)] ?? Number.POSITIVE_INFINITY;
  }

  /** The first page with another value than the initial one, from a page on, or Infinity. */
  firstSet(from: number): number {
    return this.at(from) === this.#initial ? this.endOf(from) : from;
  }

  /** Gives the pages from `from` up to `to` a value. */
  set(from: number, to: number, value: Value): void {
    if (from >= to) return;
    const first = this.#countUpTo(from - 1);
    const before = this.#values[first - 1] ?? this.#initial;
    const after = this.at(to);
    const starts: number[] = [];
    const values: Value[] = [];
    if (before !== value) {
      starts.push(from);
      values.push(value);
    }
    if (after !== value) {
      starts.push(to);
      values.push(after);
    }
    const replaced = this.#countUpTo(to) - first;
    this.#starts.splice(first, replaced, ...starts);
    this.#values.splice(first, replaced, ...values);
  }

  /** Gives all pages the initial value again. */
  clear(): void {
    this.#starts.length = 0;
    this.#values.length = 0;
  }

  /** How many runs start at the page or before it. */
  #countUpTo(page: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] ?? Number.POSITIVE_INFINITY) <= page) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
