import type { ElementType } from 'carray';
import { bytesFromStart, type Position } from '../arguments/position.js';
import { type Range, type Span, spanOf } from '../arguments/range.js';
import { counted } from '../text.js';
import type { Input } from './input.js';

/** What of a file is asked for. */
export interface Selection {
  readonly offset?: Position;
  /** Elements. */
  readonly count?: number;
  readonly range?: Range;
}

/** The bytes that are asked for, whole elements or not. @throws where the file has not so many */
export function spanIn(input: Input, selection: Selection, type: ElementType, pageSize: number): Span {
  const { file, size } = input;
  if (size === undefined) return spanInEndless(file, selection, type, pageSize);
  const extent = { byteLength: size, pageSize };
  if (selection.range !== undefined) return spanOf(selection.range, extent);
  const { offset, count } = selection;
  const byteOffset = offset === undefined ? 0 : bytesFromStart(offset, extent, 'the offset');
  if (count === undefined) return { byteOffset, byteLength: size - byteOffset };
  const available = Math.floor((size - byteOffset) / type.size);
  if (count <= available) return { byteOffset, byteLength: count * type.size };
  throw new RangeError(
    `count ${count} reaches past the end of '${file}', which has ${counted(size, 'byte')}: from byte ${byteOffset} on, 0 to ${available} elements of ${type.name} are allowed`,
  );
}

/** In a device without an end nothing can be counted from there, nor go up to it. */
function spanInEndless(
  file: string,
  { offset, count, range }: Selection,
  type: ElementType,
  pageSize: number,
): Span {
  const extent = { byteLength: Number.MAX_SAFE_INTEGER, pageSize };
  const needsEnd = offset?.isFromEnd || range?.from?.isFromEnd || range?.to?.isFromEnd;
  const hasEnd = count !== undefined || range?.to !== undefined || range?.byteLength !== undefined;
  if (needsEnd || !hasEnd) {
    throw new RangeError(
      `'${file}' is a device without an end: positions from the start and -n, or -r FROM+SIZE, are allowed`,
    );
  }
  if (range !== undefined) return spanOf(range, extent);
  const byteOffset = offset === undefined ? 0 : bytesFromStart(offset, extent, 'the offset');
  const byteLength = (count ?? 0) * type.size;
  if (byteOffset + byteLength <= extent.byteLength) return { byteOffset, byteLength };
  throw new RangeError(`count ${count} of ${type.name} reaches past byte ${extent.byteLength}`);
}
