import { InvalidArgumentError } from 'commander';

/** An argument parser for integers from `least` to `most`: decimal, or hexadecimal as offsets are printed. */
export function integer(least = 0, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const [, minus, digits = ''] = /^(-?)(\d+|0x[\da-f]+)$/i.exec(text) ?? [];
    const size = digits === '' ? Number.NaN : Number(digits);
    const value = minus === '-' ? 0 - size : size;
    if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(
      `It must be an integer from ${least} to ${most}, or 0x and hexadecimal digits.`,
    );
  };
}

/** Indexes count elements, negative ones from the end. */
export const index = integer(Number.MIN_SAFE_INTEGER);
