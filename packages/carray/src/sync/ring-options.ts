import { invalidValue } from '../errors/arguments.js';

/** Options of `RingBuffer.open`. */
export interface RingOpenOptions {
  /** What to be from the start on, 'producer' or 'consumer'. Default: what is done first, a write or a read, says so. */
  side?: 'producer' | 'consumer';
}

/** Options of `RingBuffer.create`. */
export interface RingCreateOptions extends RingOpenOptions {
  /**
   * Bytes for messages, each of which takes its length and 8 more, rounded up to 8: a multiple of 8 from 16 to 2 ** 30. Default: what the
   * memory has room for behind the 192 bytes of the header.
   */
  capacity?: number | bigint;
}

/** @throws ERR_INVALID_ARG_VALUE */
export function checkSide(side: unknown): void {
  if (side === undefined || side === 'producer' || side === 'consumer') return;
  throw invalidValue('options.side', "must be 'producer' or 'consumer'", side);
}
