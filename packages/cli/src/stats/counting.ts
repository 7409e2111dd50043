import { highHalf, highHalves, lowHalf, lowHalves } from './halves.js';
import type { WideIntegers } from './numeric.js';

// Plain loops over what is local: for each number of a file.

/** Where bins start, how far they reach, and how often each was met. */
interface Bins {
  /** Half of the least number. */
  readonly start: number;
  readonly span: number;
  readonly counts: Float64Array;
}

/** What is not finite is left out; what lies outside of the bins is counted in the nearest one. */
export function countFloats(numbers: ArrayLike<number>, { start, span, counts }: Bins): void {
  const last = counts.length - 1;
  // Half of each, since the distance itself may be more than a number can be.
  for (let index = 0; index < numbers.length; index++) {
    const value = numbers[index] ?? 0;
    if (!(Math.abs(value) < Infinity)) continue;
    let bin = (((value / 2 - start) / span) * counts.length) | 0;
    if (bin < 0) bin = 0;
    if (bin > last) bin = last;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
}

/** Of integers of up to 32 bits, in bins of a whole width. */
export function countIntegers(
  numbers: ArrayLike<number>,
  start: number,
  width: number,
  counts: Float64Array,
): void {
  const last = counts.length - 1;
  for (let index = 0; index < numbers.length; index++) {
    let bin = (((numbers[index] ?? 0) - start) / width) | 0;
    if (bin < 0) bin = 0;
    if (bin > last) bin = last;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
}

/** Of integers of 64 bits. */
export function countWide(numbers: WideIntegers, from: bigint, width: number, counts: Float64Array): void {
  const last = counts.length - 1;
  const [highs, lows] = [highHalves(numbers), lowHalves(numbers)];
  const startHigh = Number(from >> 32n);
  const startLow = Number(BigInt.asUintN(32, from));
  for (let index = 0; index < lows.length; index += 2) {
    const high = (highs[index + highHalf] ?? 0) - startHigh;
    let bin = ((high * 0x1_0000_0000 + ((lows[index + lowHalf] ?? 0) - startLow)) / width) | 0;
    if (bin < 0) bin = 0;
    if (bin > last) bin = last;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
}
