import { highHalf, highHalves, lowHalf, lowHalves } from './halves.js';
import type { WideIntegers } from './numeric.js';
import { integerSummary, type Summary, type Summing } from './summary.js';

const UNIT = 2n ** 32n;

/** Of so many halves the sum is exact. */
const SUMMED_AT_ONCE = 2 ** 20;

/** Integers of 64 bits, in halves: bigints one by one would take ten times as long. */
export class WideSumming implements Summing<WideIntegers> {
  #count = 0;
  #zeros = 0;
  #sum = 0n;
  #min: bigint | undefined;
  #max: bigint | undefined;

  add(numbers: WideIntegers): void {
    for (let from = 0; from < numbers.length; from += SUMMED_AT_ONCE) {
      this.#addSome(numbers.subarray(from, from + SUMMED_AT_ONCE));
    }
  }

  #addSome(numbers: WideIntegers): void {
    const [highs, lows] = [highHalves(numbers), lowHalves(numbers)];
    let highSum = 0;
    let lowSum = 0;
    let zeros = 0;
    let least = 0;
    let greatest = 0;
    let minHigh = Infinity;
    let minLow = Infinity;
    let maxHigh = -Infinity;
    let maxLow = -Infinity;
    for (let index = 0; index < lows.length; index += 2) {
      const high = highs[index + highHalf] ?? 0;
      const low = lows[index + lowHalf] ?? 0;
      highSum += high;
      lowSum += low;
      if (high === 0 && low === 0) zeros++;
      if (high < minHigh || (high === minHigh && low < minLow)) {
        minHigh = high;
        minLow = low;
        least = index;
      }
      if (high > maxHigh || (high === maxHigh && low > maxLow)) {
        maxHigh = high;
        maxLow = low;
        greatest = index;
      }
    }
    this.#sum += BigInt(highSum) * UNIT + BigInt(lowSum);
    this.#count += numbers.length;
    this.#zeros += zeros;
    this.#widen(numbers[least / 2] ?? 0n, numbers[greatest / 2] ?? 0n);
  }

  #widen(least: bigint, greatest: bigint): void {
    if (this.#min === undefined || least < this.#min) this.#min = least;
    if (this.#max === undefined || greatest > this.#max) this.#max = greatest;
  }

  get summary(): Summary {
    const [count, zeros, sum, min, max] = [this.#count, this.#zeros, this.#sum, this.#min, this.#max];
    return integerSummary({ count, zeros, min, max, sum });
  }
}
