import { highHalf, highHalves, lowHalf, lowHalves } from './halves.js';
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
    if (numbers instanceof BigInt64Array || numbers instanceof BigUint64Array) this.#addWide(numbers);
    else if (this.#width === undefined) this.#addFloats(numbers);
    else this.#addIntegers(numbers);
  }

  #addFloats(numbers: Exclude<Numbers, BigInt64Array | BigUint64Array>): void {
    const counts = this.#counts;
    const last = counts.length - 1;
    // Half of each, since the span itself may be more than a number can be.
    const start = Number(this.#from) / 2;
    const span = Number(this.#to) / 2 - start || 1;
    for (let index = 0; index < numbers.length; index++) {
      const value = numbers[index] ?? 0;
      if (!(Math.abs(value) < Infinity)) continue;
      this.#count(Math.floor(((value / 2 - start) / span) * counts.length), last);
    }
  }

  #addIntegers(numbers: Exclude<Numbers, BigInt64Array | BigUint64Array>): void {
    const last = this.#counts.length - 1;
    const [start, width] = [Number(this.#from), Number(this.#width)];
    for (let index = 0; index < numbers.length; index++) {
      this.#count(Math.floor(((numbers[index] ?? 0) - start) / width), last);
    }
  }

  #addWide(numbers: BigInt64Array | BigUint64Array): void {
    const last = this.#counts.length - 1;
    const [highs, lows] = [highHalves(numbers), lowHalves(numbers)];
    const width = Number(this.#width);
    const [startHigh, startLow] = [
      Number(BigInt(this.#from) >> 32n),
      Number(BigInt.asUintN(32, BigInt(this.#from))),
    ];
    for (let index = 0; index < lows.length; index += 2) {
      const high = (highs[index + highHalf] ?? 0) - startHigh;
      const distance = high * 2 ** 32 + ((lows[index + lowHalf] ?? 0) - startLow);
      this.#count(Math.floor(distance / width), last);
    }
  }

  /** What has changed since the span was found may lie outside of it. */
  #count(bin: number, last: number): void {
    const at = bin > 0 ? Math.min(bin, last) : 0;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
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
