import type { Format } from './format.js';
import type { LineLayout } from './line-layout.js';

const BLOCK_BYTES = 2 ** 18;

/** Formats of lines remember the line before: whether the next one repeats it. */
export function linesOf(lines: Pick<Format, 'block'>, { bytesPerLine }: LineLayout): Format {
  return {
    unitBytes: bytesPerLine,
    blockBytes: BLOCK_BYTES,
    isStateless: false,
    block: (bytes, byteOffset) => lines.block(bytes, byteOffset),
  };
}
