import { InvalidArgumentError } from 'commander';

const LEAST = 0.1;
const MOST = 86_400;

/** Reads a number of seconds, with parts of them. @throws InvalidArgumentError */
export function seconds(text: string): number {
  const value = /^\d+(?:\.\d+)?$|^\.\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= LEAST && value <= MOST) return value;
  throw new InvalidArgumentError(
    `It must be seconds, ${LEAST} to ${MOST}. (Paths go in front: PATH --watch, or --watch=1.)`,
  );
}
