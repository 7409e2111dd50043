import { counted } from '../text.js';

/** The element that an index means: negative ones count from the end. @throws RangeError */
export function elementAt(index: number, length: number, path: string): number {
  const at = index < 0 ? length + index : index;
  if (at >= 0 && at < length) return at;
  const allowed = length === 0 ? 'none is allowed' : `0 to ${length - 1}, or -${length} to -1, is allowed`;
  const side = index < 0 ? 'before the first' : 'past the last';
  throw new RangeError(
    `${path}: index ${index} lies ${side} of its ${counted(length, 'element')}: ${allowed}`,
  );
}
