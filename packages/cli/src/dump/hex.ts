import { dim } from '../style.js';
import { hex as hexDigits } from '../text.js';
import { ByteLines } from './byte-lines.js';
import { ColouredLines } from './coloured-lines.js';
import type { Format, Looks, Subject } from './format.js';
import { digitColumns, GROUP, hexdumpLayout, type LineLayout, offsetLine } from './line-layout.js';
import { linesOf } from './lines-of.js';

const MIN_DIGITS = 8;
/** Their text is twelve times as long, and Ctrl-C waits for the end of a block. */
const COLOURED_BLOCK_BYTES = 2 ** 13;

/** The view for people: as hexdump's, as wide as the terminal, in colours there. */
export function hex(
  { byteOffset, byteLength }: Subject,
  { columns, width, squeeze, colours }: Looks,
): Format {
  const end = byteOffset + byteLength;
  const digits = Math.max(MIN_DIGITS, hexDigits(end, 0).length);
  const layoutFor = (bytesPerLine: number): LineLayout => hexdumpLayout(bytesPerLine, digits, squeeze);
  const layout = layoutFor(width ?? bytesThatFit(columns, layoutFor));
  const lines = colours ? new ColouredLines(layout) : new ByteLines(layout);
  const last = (): string => (colours ? `${dim(hexDigits(end, digits))}\n` : offsetLine(end, digits));
  const format = linesOf(lines, layout);
  const blockBytes = colours ? COLOURED_BLOCK_BYTES : format.blockBytes;
  return { ...format, blockBytes, end: () => (byteLength > 0 ? last() : '') };
}

/** A multiple of a group, at least one. */
function bytesThatFit(columns: number, layoutFor: (bytesPerLine: number) => LineLayout): number {
  let count = GROUP;
  while (lineLength(layoutFor(count + GROUP)) <= columns) count += GROUP;
  return count;
}

function lineLength(layout: LineLayout): number {
  const { digits, afterOffset, open, bytesPerLine, close } = layout;
  const around = digits + afterOffset.length + open.length + close.length;
  return around + digitColumns(layout).end + bytesPerLine;
}
