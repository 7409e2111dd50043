import { checkOptionalCount } from '../arguments/check.js';
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

/** A length in whole pages where they are huge: munmap(2) takes no part of one. What is too long stays so, for the kernel to refuse. */
export function wholeLength(byteLength: number, pageSize: number, ordinary: number): number {
  const whole = pageSize === ordinary ? byteLength : pageCeil(byteLength, pageSize);
  return Number.isSafeInteger(whole) ? whole : byteLength;
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
 * be added, offset and size together lie beyond the end.
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

/** `operationRange` of an offset and a size as the caller gave them. @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
export function givenRange(total: number, offset: unknown, size: unknown): ByteRange {
  return operationRange(total, checkOptionalCount('offset', offset), checkOptionalCount('size', size));
}

/** The same bytes, from the start of their first page on. Of no bytes there is no page. */
export function fromPage({ byteOffset, byteLength }: ByteRange, pageSize: number): ByteRange {
  const start = pageFloor(byteOffset, pageSize);
  return { byteOffset: start, byteLength: byteLength === 0 ? 0 : byteOffset + byteLength - start };
}
