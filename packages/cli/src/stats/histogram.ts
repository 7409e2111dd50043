import { countFloats, countIntegers, countWide } from './counting.js';
import type { Numbers } from './numeric.js';
import type { Summary } from './summary.js';

/** How many numbers lie from `from` on and before `to`, which is in the last bin too. Of integers `to` itself is in each. */
export interface Bin {
  readonly from: number | bigint;
  readonly to: number | bigint;
  readonly count: number;
}

/**
 * Counts finite numbers in bins of one width between the least and the greatest. Those of integers have whole widths, so that each
 * bin has as many of them; where the span is over 2^53 their edges are as exact as a float64.
 */
export class Histogram {
  readonly #counts: Float64Array;
  readonly #from: number | bigint;
  readonly #to: number | bigint;
  /** Of integers. */
  readonly #width: bigint | undefined;

  constructor([from, to]: NonNullable<Summary['finite']>, isInteger: boolean, most: number) {
    [this.#from, this.#to] = [from, to];
    const values = isInteger ? BigInt(to) - BigInt(from) + 1n : undefined;
    this.#width = values === undefined ? undefined : (values + BigInt(most) - 1n) / BigInt(most);
    const bins =
      values === undefined || this.#width === undefined
        ? most
        : Number((values + this.#width - 1n) / this.#width);
    this.#counts = new Float64Array(from === to ? 1 : bins);
  }

  add(numbers: Numbers): void {
    const [from, counts] = [this.#from, this.#counts];
    if (numbers instanceof BigInt64Array || numbers instanceof BigUint64Array) {
      countWide(numbers, BigInt(from), Number(this.#width), counts);
    } else if (this.#width === undefined) {
      const start = Number(from) / 2;
      countFloats(numbers, { start, span: Number(this.#to) / 2 - start || 1, counts });
    } else {
      countIntegers(numbers, Number(from), Number(this.#width), counts);
    }
  }

  /** A number that there is so many times. */
  addMany(value: number, times: number): void {
    const bin = Math.floor((value - Number(this.#from)) / Number(this.#width));
    this.#counts[bin] = (this.#counts[bin] ?? 0) + times;
  }

  get bins(): Bin[] {
    return Array.from(this.#counts, (count, index) => ({ ...this.#edges(index), count }));
  }

  #edges(index: number): Omit<Bin, 'count'> {
    const [from, to, bins] = [this.#from, this.#to, this.#counts.length];
    if (this.#width === undefined) {
      const edge = (at: number) => Number(from) * (1 - at / bins) + Number(to) * (at / bins);
      return { from: index === 0 ? from : edge(index), to: index === bins - 1 ? to : edge(index + 1) };
    }
    const start = BigInt(from) + BigInt(index) * this.#width;
    const end = start + this.#width - 1n;
    const last = end < BigInt(to) ? end : BigInt(to);
    return typeof from === 'bigint' ? { from: start, to: last } : { from: Number(start), to: Number(last) };
  }
}
