import { putDigits, putMinus } from './integers.js';
import type { NumberTexts } from './texts.js';

const ZERO = 48;
const BILLION = 1e9;
const DIGITS_OF_BILLION = 9;
const SAFE_HIGH = 2 ** 21; // 2^53 is this, and 32 bits of zeros

/** Integers of 64 bits, as two halves: big integers of the engine would be several times slower. `bytes` are of the host's order. */
export class LongIntegerTexts implements NumberTexts {
  readonly #isSigned: boolean;
  readonly #lowFirst: boolean;
  #halves: Uint32Array = new Uint32Array(0);

  constructor(isSigned: boolean, lowFirst: boolean) {
    this.#isSigned = isSigned;
    this.#lowFirst = lowFirst;
  }

  load(bytes: Buffer): void {
    this.#halves = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  }

  putBefore(target: Uint8Array, end: number, index: number): number {
    const { high, low, isNegative } = this.#size(index);
    const start = high === 0 ? putDigits(low, target, end) : putLong(high, low, target, end);
    return isNegative ? putMinus(target, start) : start;
  }

  isBeyondJson(index: number): boolean {
    return this.#size(index).high >= SAFE_HIGH;
  }

  #size(index: number): { high: number; low: number; isNegative: boolean } {
    const low = this.#halves[2 * index + (this.#lowFirst ? 0 : 1)] ?? 0;
    const high = this.#halves[2 * index + (this.#lowFirst ? 1 : 0)] ?? 0;
    if (!this.#isSigned || high < 2 ** 31) return { high, low, isNegative: false };
    return { high: (~high + (low === 0 ? 1 : 0)) >>> 0, low: -low >>> 0, isNegative: true };
  }
}

/** Divides by 10^9 in steps of 16 bits, whose remainders doubles hold exactly, then writes both parts. */
function putLong(high: number, low: number, target: Uint8Array, end: number): number {
  const first = Math.floor(high / BILLION);
  const middle = (high - first * BILLION) * 2 ** 16 + (low >>> 16);
  const second = Math.floor(middle / BILLION);
  const last = (middle - second * BILLION) * 2 ** 16 + (low & 0xffff);
  const third = Math.floor(last / BILLION);
  const quotient = first * 2 ** 32 + second * 2 ** 16 + third;
  let at = putDigits(last - third * BILLION, target, end);
  while (at > end - DIGITS_OF_BILLION) target[--at] = ZERO;
  return putDigits(quotient, target, at);
}
