import { endianness } from 'node:os';

/** The words of 32 bits that a pointer, a size_t and a long take: where the low one lies among them, and where the high one, if there is one. */
export interface WordOrder {
  readonly count: number;
  readonly low: number;
  readonly high: number | undefined;
}

const HIGH_WORD = 2 ** 32;

/** @param bytes of a pointer: 4 or 8 */
export function wordOrder(bytes: number, isLowFirst = endianness() === 'LE'): WordOrder {
  if (bytes === 4) return { count: 1, low: 0, high: undefined };
  return isLowFirst ? { count: 2, low: 0, high: 1 } : { count: 2, low: 1, high: 0 };
}

/** Stores an integer from 0 to 2 ** 53 - 1 in the words from `at` on. A Uint32Array keeps the low 32 bits of what it is given, without a fraction. */
export function putWord(words: Uint32Array, at: number, value: number, { low, high }: WordOrder): void {
  words[at + low] = value;
  if (high !== undefined) words[at + high] = value / HIGH_WORD;
}

/** An address that arrived as a signed number of a pointer's length: where that is 32 bits, the upper half of them is negative. */
export function addressIn(answer: number, pointerBytes: number): number {
  return answer < 0 && pointerBytes === 4 ? answer + HIGH_WORD : answer;
}
