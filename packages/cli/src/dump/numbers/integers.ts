import type { NumberTexts } from './texts.js';

const ZERO = 48;
const MINUS = 45;

/** Puts the digits of an integer below 2^53 so that they end in front of `end`; returns where they start. */
export function putDigits(value: number, target: Uint8Array, end: number): number {
  let at = end;
  let rest = value;
  while (rest > 0x7fffffff) {
    const quotient = Math.floor(rest / 10);
    target[--at] = ZERO + (rest - quotient * 10);
    rest = quotient;
  }
  let small = rest | 0; // from here on the engine has integers
  do {
    const quotient = (small / 10) | 0;
    target[--at] = ZERO + (small - quotient * 10);
    small = quotient;
  } while (small > 0);
  return at;
}

export function putMinus(target: Uint8Array, start: number): number {
  target[start - 1] = MINUS;
  return start - 1;
}

type Integers = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array;

/** Integers of up to 32 bits. `viewOf` takes the elements of a block. */
export class IntegerTexts implements NumberTexts {
  readonly #viewOf: (bytes: Buffer) => Integers;
  #values: Integers = new Uint8Array(0);

  constructor(viewOf: (bytes: Buffer) => Integers) {
    this.#viewOf = viewOf;
  }

  load(bytes: Buffer): void {
    this.#values = this.#viewOf(bytes);
  }

  putBefore(target: Uint8Array, end: number, index: number): number {
    const value = this.#values[index] ?? 0;
    return value < 0 ? putMinus(target, putDigits(-value, target, end)) : putDigits(value, target, end);
  }

  isBeyondJson(): boolean {
    return false;
  }
}
