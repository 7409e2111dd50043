import { ByteLines } from './byte-lines.js';
import type { Format, Looks, Subject } from './format.js';
import { type LineLayout, offsetLine } from './line-layout.js';
import { linesOf } from './lines-of.js';

/** `od -A x -t x1z`, with --no-squeeze `od -v`. It ends with where the bytes end. */
export function likeOd({ byteOffset, byteLength }: Subject, { squeeze }: Looks): Format {
  const layout: LineLayout = {
    bytesPerLine: 16,
    digits: 6,
    afterOffset: ' ',
    gapBefore: () => 1,
    open: '  >',
    close: '<',
    squeeze,
  };
  const end = byteOffset + byteLength;
  return { ...linesOf(new ByteLines(layout), layout), end: () => offsetLine(end, layout.digits) };
}
