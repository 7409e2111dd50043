import { ByteLines } from './byte-lines.js';
import type { Format } from './format.js';
import type { LineLayout } from './line-layout.js';
import { linesOf } from './lines-of.js';

const layout: LineLayout = {
  bytesPerLine: 16,
  digits: 8,
  afterOffset: ': ',
  gapBefore: (index) => (index % 2 === 0 ? 1 : 0),
  open: '  ',
  close: '',
  squeeze: false,
};

/** `xxd`, which never squeezes. */
export const likeXxd = (): Format => linesOf(new ByteLines(layout), layout);
