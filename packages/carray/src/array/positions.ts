import { invalidType, outOfRange } from '../errors/arguments.js';

function position(name: string, value: unknown, length: number, fallback: number): number {
  if (value === undefined) return fallback;
  const at = wholePosition(name, value);
  return at < 0 ? Math.max(length + at, 0) : Math.min(at, length);
}

function wholePosition(name: string, value: unknown): number {
  if (typeof value !== 'number' && typeof value !== 'bigint') {
    throw invalidType(name, 'of type number or bigint', value);
  }
  const at = Number(value) + 0; // -0 is 0
  if (!Number.isInteger(at) && Math.abs(at) !== Number.POSITIVE_INFINITY)
    throw outOfRange(name, 'an integer', value);
  return at;
}

/**
 * `from` and `to` as in typed arrays: element positions, negative ones from the end, both clamped; an end in
 * front of the start is an empty range. Fractions and NaN are refused.
 */
export function elementRange(length: number, from: unknown, to: unknown): { from: number; to: number } {
  const start = position('from', from, length, 0);
  return { from: start, to: Math.max(start, position('to', to, length, length)) };
}

/** Where a search forward begins: as `from` of a range. */
export function startOf(length: number, from: unknown): number {
  return position('from', from, length, 0);
}

/** Where a search backward begins: the last element by default, -1 where there is none as far down. */
export function startFromEnd(length: number, from: unknown): number {
  if (from === undefined) return length - 1;
  const at = wholePosition('from', from);
  return at < 0 ? Math.max(length + at, -1) : Math.min(at, length - 1);
}
