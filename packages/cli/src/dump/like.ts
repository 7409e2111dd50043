import { ByteLines } from './byte-lines.js';
import type { Format, Looks, Subject } from './format.js';
import { hexdumpLayout, type LineLayout, offsetLine } from './line-layout.js';
import { linesOf } from './lines-of.js';

// What --like prints: byte for byte what the other programs do.

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

/** `hexdump -C`. It ends with where the bytes end, but for an empty file, and where none were asked for. */
export function likeHexdump({ byteOffset, byteLength, endsEarly }: Subject, { squeeze }: Looks): Format {
  const layout = hexdumpLayout(16, 8, squeeze);
  const end = byteOffset + byteLength;
  const last = end === 0 || (byteLength === 0 && endsEarly) ? '' : offsetLine(end, layout.digits);
  return { ...linesOf(new ByteLines(layout), layout), end: () => last };
}

const xxdLayout: LineLayout = {
  bytesPerLine: 16,
  digits: 8,
  afterOffset: ': ',
  gapBefore: (index) => (index % 2 === 0 ? 1 : 0),
  open: '  ',
  close: '',
  squeeze: false,
};

/** `xxd`, which never squeezes. */
export const likeXxd = (): Format => linesOf(new ByteLines(xxdLayout), xxdLayout);
