import { ByteLines } from './byte-lines.js';
import type { Format, Looks, Subject } from './format.js';
import { hexdumpLayout, offsetLine } from './line-layout.js';
import { linesOf } from './lines-of.js';

/** `hexdump -C`. It ends with where the bytes end, but for an empty file, and where none were asked for. */
export function likeHexdump({ byteOffset, byteLength, endsEarly }: Subject, { squeeze }: Looks): Format {
  const layout = hexdumpLayout(16, 8, squeeze);
  const end = byteOffset + byteLength;
  const last = end === 0 || (byteLength === 0 && endsEarly) ? '' : offsetLine(end, layout.digits);
  return { ...linesOf(new ByteLines(layout), layout), end: () => last };
}
