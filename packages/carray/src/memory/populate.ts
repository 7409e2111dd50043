import { constants as os } from 'node:os';
import { SystemError } from '../errors/system-error.js';
import { adviceNumber } from './advice.js';
import { type ByteRange, pageCeil } from './range.js';
import type { Region } from './region.js';

/** The bytes of the first piece that is brought in off the main thread. */
export const FIRST_PIECE_BYTES = 2 ** 24;
const LEAST_PIECE_BYTES = 2 ** 22;
const MOST_PIECE_BYTES = 2 ** 28;

/**
 * How long the next piece is to be: the kernel holds its lock of the address space for a piece, so each should take some milliseconds,
 * and each costs a turn of the event loop, which pages that are there already, and huge ones, take no time beside.
 */
export function nextPieceBytes(byteLength: number, milliseconds: number): number {
  if (milliseconds < 2) return Math.min(2 * byteLength, MOST_PIECE_BYTES);
  return milliseconds > 8 ? Math.max(byteLength / 2, LEAST_PIECE_BYTES) : byteLength;
}

/** Pages to be brought in, and by which advice. */
export interface PopulateRun extends ByteRange {
  readonly advice: number;
}

/** Memory of its own is made ready for stores; of a file no page is to be copied, or to become dirty. */
export const populateAdvice = (isOwnAndWritable: boolean): number =>
  adviceNumber(isOwnAndWritable ? 'populate-write' : 'populate-read');

/** Whether a call failed for a page that cannot be had. */
export const isFault = (error: unknown): boolean =>
  error instanceof SystemError && error.errno === -os.errno.EFAULT;

/** The first page that cannot be had, of those of which one cannot: those in front of it are there, and asked for in no time. */
export function firstRefused(region: Region, run: PopulateRun, pageSize: number): number {
  const { advice } = run;
  let start = run.byteOffset;
  let pages = pageCeil(run.byteLength, pageSize) / pageSize;
  while (pages > 1) {
    const half = Math.ceil(pages / 2);
    const isThere = region.backend.advise(region.id, start, half * pageSize, advice) === 0;
    if (isThere) start += half * pageSize;
    pages = isThere ? pages - half : half;
  }
  return start;
}
