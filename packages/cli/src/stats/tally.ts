import type { Integers } from './numeric.js';
import { integerSummary, type Summary, type Summing } from './summary.js';

const VALUES = 2 ** 16;
/** Negative ones come first. */
const ZERO = 2 ** 15;

/** Integers of up to 16 bits: how often there is each, which tells all else. */
export class Tally implements Summing<Integers> {
  readonly #counts = new Float64Array(VALUES + ZERO);

  add(numbers: Integers): void {
    tally(numbers, this.#counts);
  }

  /** The values that there are, from the least on, and how often. */
  *entries(): Generator<readonly [value: number, count: number]> {
    for (const [index, count] of this.#counts.entries()) if (count > 0) yield [index - ZERO, count];
  }

  get summary(): Summary {
    const entries = [...this.entries()];
    const [min, max] = [entries[0]?.[0], entries.at(-1)?.[0]];
    const count = entries.reduce((all, [, times]) => all + times, 0);
    const sum = entries.reduce((all, [value, times]) => all + BigInt(value) * BigInt(times), 0n);
    const zeros = this.#counts[ZERO] ?? 0;
    return integerSummary({ count, zeros, min, max, sum });
  }
}

function tally(numbers: Integers, counts: Float64Array): void {
  for (let index = 0; index < numbers.length; index++) {
    const at = (numbers[index] ?? 0) + ZERO;
    counts[at] = (counts[at] ?? 0) + 1;
  }
}
