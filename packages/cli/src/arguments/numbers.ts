import { InvalidArgumentError } from 'commander';

// What reads a number of the command line that is no position, size or count of elements: those are in position.ts.

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

const LEAST_SECONDS = 0.1;
const MOST_SECONDS = 86_400;

/** Seconds, with parts of them. @throws InvalidArgumentError */
export function seconds(text: string): number {
  const value = /^\d+(?:\.\d+)?$|^\.\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= LEAST_SECONDS && value <= MOST_SECONDS) return value;
  throw new InvalidArgumentError(
    `It must be seconds, ${LEAST_SECONDS} to ${MOST_SECONDS}. (Paths go in front: PATH --watch, or --watch=1.)`,
  );
}

/** The mode of a file as chmod(1) takes it: `600`, `0644`. @throws InvalidArgumentError */
export function mode(text: string): number {
  if (/^0?[0-7]{3}$/.test(text)) return Number.parseInt(text, 8);
  throw new InvalidArgumentError('It must be three octal digits, as 600 or 644.');
}

const MOST_PROCESSES = 2 ** 31 - 1;

/** The number of a process, or 'self'. @throws InvalidArgumentError */
export function processId(text: string): number | 'self' {
  if (text === 'self') return 'self';
  const id = /^\d+$/.test(text) ? Number(text) : 0;
  if (id >= 1 && id <= MOST_PROCESSES) return id;
  throw new InvalidArgumentError(`It must be the number of a process, from 1 to ${MOST_PROCESSES}, or self.`);
}
