import { InvalidArgumentError } from 'commander';
import { counted } from '../text.js';

/** A number of bytes as it was written: `4096`, `0x1000`, `4k`, `1.5M`, `2p` (pages), each with `-` in front from the end. */
export interface Position {
  readonly text: string;
  /** Of `unit`; at least 0. */
  readonly amount: number;
  readonly unit: 'bytes' | 'pages';
  readonly isFromEnd: boolean;
}

/** What a position is counted in and from: the size of the file or so, and of a page. */
export interface Extent {
  readonly byteLength: number;
  readonly pageSize: number;
}

const positionPattern =
  /^(?<minus>-?)(?:(?<hex>0x[\da-f]+)|(?<decimal>\d+(?:\.\d+)?)(?<suffix>p|b|[kmgt](?:i?b)?)?)$/i;
const countPattern = /^(?:(?<hex>0x[\da-f]+)|(?<decimal>\d+(?:\.\d+)?)(?<suffix>[kmgt])?)$/i;
const powers: Readonly<Record<string, number>> = { k: 1, m: 2, g: 3, t: 4 };

export const amountHelp = 'decimal or 0x hexadecimal, k M G T for powers of 1024';
export const positionHelp = `${amountHelp}, p for pages, - in front from the end`;

/** Reads a position. @throws InvalidArgumentError */
export function position(text: string): Position {
  const found = positionPattern.exec(text)?.groups ?? {};
  const amount = amountOf(found);
  if (Number.isSafeInteger(amount)) {
    const unit = found.suffix?.toLowerCase() === 'p' ? 'pages' : 'bytes';
    return { text, amount, unit, isFromEnd: found.minus === '-' };
  }
  throw new InvalidArgumentError(`It must be a whole number of bytes: ${positionHelp}.`);
}

/** A position that is a size, so never from the end. @throws InvalidArgumentError */
export function size(text: string): Position {
  const read = position(text);
  if (!read.isFromEnd) return read;
  throw new InvalidArgumentError('A size has no minus in front.');
}

/** A number of elements, with the suffixes of positions: `4k` are 4096 of them. @throws InvalidArgumentError */
export function count(text: string): number {
  const amount = amountOf(countPattern.exec(text)?.groups ?? {});
  if (Number.isSafeInteger(amount)) return amount;
  throw new InvalidArgumentError(`It must be a whole number of elements: ${amountHelp}.`);
}

/** What a match says, in bytes, pages or elements; NaN without one. */
function amountOf({ hex, decimal, suffix = '' }: Readonly<Record<string, string | undefined>>): number {
  const power = powers[suffix.charAt(0).toLowerCase()] ?? 0;
  return Number(hex ?? decimal ?? Number.NaN) * 1024 ** power;
}

/** The bytes from the start. @throws RangeError where it lies outside, past the end, or before the start */
export function bytesFromStart(wanted: Position, extent: Extent, what: string): number {
  const { text, isFromEnd } = wanted;
  const { byteLength } = extent;
  const bytes = sizeInBytes(wanted, extent);
  const start = isFromEnd ? byteLength - bytes : bytes;
  if (start >= 0 && start <= byteLength) return start;
  const side = isFromEnd ? 'before the start' : 'past the end';
  throw new RangeError(
    `${what} ${text} lies ${side} of its ${counted(byteLength, 'byte')}: ${-byteLength} to ${byteLength} is allowed`,
  );
}

/** The bytes of a size. */
export function sizeInBytes({ amount, unit }: Position, { pageSize }: Pick<Extent, 'pageSize'>): number {
  return unit === 'pages' ? amount * pageSize : amount;
}
