import { InvalidArgumentError } from 'commander';
import { counted } from '../text.js';
import { bytesFromStart, type Extent, type Position, position, size, sizeInBytes } from './position.js';

/** Bytes `[from, to)` as they were written: `4k..1M`, `-1p..`, `0x40+16`, `..100`. What is left out is the start, or the end. */
export interface Range {
  readonly text: string;
  readonly from?: Position;
  readonly to?: Position;
  /** In place of `to`. */
  readonly byteLength?: Position;
}

/** Bytes of a file. */
export interface Span {
  readonly byteOffset: number;
  readonly byteLength: number;
}

export const rangeHelp =
  'FROM..TO (TO is not in it), FROM+SIZE, FROM.. or ..TO, in bytes, with k M G T, p for pages';

/** Reads a range. @throws InvalidArgumentError */
export function range(text: string): Range {
  const [, from, separator, to] = /^([^.+]*(?:\.\d+[^.+]*)?)(\.\.|\+)(.*)$/.exec(text) ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) {
    throw new InvalidArgumentError(`It must be ${rangeHelp}.`);
  }
  const start = from === '' ? {} : { from: position(from) };
  if (separator === '+') return { text, ...start, byteLength: size(to) };
  return { text, ...start, ...(to !== '' && { to: position(to) }) };
}

/** The bytes that a range means in a file. @throws RangeError where they are not all there, or the end lies before the start */
export function spanOf({ text, from, to, byteLength }: Range, extent: Extent): Span {
  const start = from === undefined ? 0 : bytesFromStart(from, extent, 'the start');
  const last = to === undefined ? extent.byteLength : bytesFromStart(to, extent, 'the end');
  const end = byteLength === undefined ? last : start + sizeInBytes(byteLength, extent);
  if (end > extent.byteLength) {
    throw new RangeError(
      `the range ${text} ends at byte ${end}, past the end of its ${counted(extent.byteLength, 'byte')}: from byte ${start} on, at most ${extent.byteLength - start} are allowed`,
    );
  }
  if (end >= start) return { byteOffset: start, byteLength: end - start };
  throw new RangeError(`the range ${text} ends at byte ${end}, before its start at byte ${start}`);
}
