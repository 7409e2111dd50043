import { rangeError } from '../errors/coded.js';

/*
 *   page            page            page            page
 *   |---------------|---------------|---------------|
 *           ^ byteOffset                 ^ byteOffset + byteLength
 *   ^ floor                                         ^ ceil
 */

/** The start of the page that a byte lies in. */
export function pageFloor(byteOffset: number, pageSize: number): number {
  return byteOffset - (byteOffset % pageSize);
}

/** The end of the page that the byte before lies in. */
export function pageCeil(byteOffset: number, pageSize: number): number {
  return pageFloor(byteOffset + pageSize - 1, pageSize);
}

/** How many bytes from `fileOffset` on a file of this size stands behind: the rest of its last page reads as zeros. */
export function reachIn(size: number, fileOffset: number, pageSize: number): number {
  return pageCeil(Math.max(0, size - fileOffset), pageSize);
}

export interface ByteRange {
  readonly byteOffset: number;
  readonly byteLength: number;
}

/**
 * The bytes that an operation means: none given, all; a size alone, from 0; an offset alone, the rest.
 * An offset at the very end is legal, with size 0.
 *
 * @throws ERR_OUT_OF_RANGE in three kinds: the offset lies beyond the end, offset and size are too large to
 * be added, the end lies beyond the end.
 */
export function operationRange(
  total: number,
  offset: number | undefined,
  size: number | undefined,
  what = 'mapping',
): ByteRange {
  const byteOffset = offset ?? 0;
  if (byteOffset > total) {
    throw rangeError(
      'ERR_OUT_OF_RANGE',
      `offset ${byteOffset} lies beyond the ${total} bytes of the ${what}`,
    );
  }
  const byteLength = size ?? total - byteOffset;
  const from = `size ${byteLength} from offset ${byteOffset}`;
  if (!Number.isSafeInteger(byteOffset + byteLength)) {
    throw rangeError('ERR_OUT_OF_RANGE', `${from} wraps around: the end is past 2 ** 53 - 1`);
  }
  if (byteOffset + byteLength > total) {
    throw rangeError('ERR_OUT_OF_RANGE', `${from} extends beyond the ${total} bytes of the ${what}`);
  }
  return { byteOffset, byteLength };
}
