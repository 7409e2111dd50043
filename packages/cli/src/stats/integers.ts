import type { Integers } from './numeric.js';
import { integerSummary, type Summary, type Summing } from './summary.js';

/** Of so many numbers of 32 bits the sum is exact. */
const SUMMED_AT_ONCE = 2 ** 20;

/** Integers of up to 32 bits. */
export class IntegerSumming implements Summing<Integers> {
  #count = 0;
  #zeros = 0;
  #min = Infinity;
  #max = -Infinity;
  #sum = 0n;

  add(numbers: Integers): void {
    for (let from = 0; from < numbers.length; from += SUMMED_AT_ONCE) {
      this.#addSome(numbers.subarray(from, from + SUMMED_AT_ONCE));
    }
  }

  #addSome(numbers: Integers): void {
    let min = this.#min;
    let max = this.#max;
    let sum = 0;
    let zeros = 0;
    for (let index = 0; index < numbers.length; index++) {
      const value = numbers[index] ?? 0;
      if (value < min) min = value;
      if (value > max) max = value;
      if (value === 0) zeros++;
      sum += value;
    }
    this.#min = min;
    this.#max = max;
    this.#zeros += zeros;
    this.#sum += BigInt(sum);
    this.#count += numbers.length;
  }

  get summary(): Summary {
    const [count, zeros, sum] = [this.#count, this.#zeros, this.#sum];
    const [min, max] = count === 0 ? [] : [this.#min, this.#max];
    return integerSummary({ count, zeros, min, max, sum });
  }
}
