import { hex } from '../text.js';

/** Bytes that stand together in a line of hexdump. */
export const GROUP = 8;

/** How a line of bytes looks: offset, `afterOffset`, digits in groups, `open`, characters, `close`. */
export interface LineLayout {
  readonly bytesPerLine: number;
  /** Hexadecimal digits of an offset, or more where it has more. */
  readonly digits: number;
  readonly afterOffset: string;
  /** Spaces between the digits of the byte before and those of this one: at most 2, since 2 are written behind each. */
  gapBefore(index: number): 0 | 1 | 2;
  readonly open: string;
  readonly close: string;
  /** Whether lines equal to the one before are left out, with a `*` for them. */
  readonly squeeze: boolean;
}

/** Lines as hexdump has them. */
export const hexdumpLayout = (bytesPerLine: number, digits: number, squeeze: boolean): LineLayout => ({
  ...{ bytesPerLine, digits, squeeze, afterOffset: '  ', open: '  |', close: '|' },
  gapBefore: (index) => (index % GROUP === 0 ? 2 : 1),
});

/** Where the digits of each byte are, from those of the first, and where they all end. */
export function digitColumns({ bytesPerLine, gapBefore }: LineLayout): { starts: Int32Array; end: number } {
  const starts = new Int32Array(bytesPerLine);
  let column = 0;
  for (let index = 0; index < bytesPerLine; index++) {
    if (index > 0) column += gapBefore(index);
    starts[index] = column;
    column += 2;
  }
  return { starts, end: column };
}

/** A line that says where the bytes end. */
export const offsetLine = (byteOffset: number, digits: number): string => `${hex(byteOffset, digits)}\n`;
