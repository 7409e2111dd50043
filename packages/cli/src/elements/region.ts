import type { ElementType } from 'carray';
import { bytesFromStart, type Position } from '../arguments/position.js';
import { type Range, type Span, spanOf } from '../arguments/range.js';
import type { OpenFile } from '../open-file.js';
import { counted } from '../text.js';

/** Which part of a file a command is about: `-r`, or `-o` and `-n`; all of it without. */
export interface RegionOptions {
  readonly range?: Range;
  readonly offset?: Position;
  /** Elements. */
  readonly count?: number;
}

/** The bytes that the options mean, whole elements or not. @throws RangeError where the file has not so many */
export function regionOf(
  { path, size }: Pick<OpenFile, 'path' | 'size'>,
  options: RegionOptions,
  type: ElementType,
  pageSize: number,
): Span {
  if (size === undefined) requireEnd(path, options);
  const extent = { byteLength: size ?? Number.MAX_SAFE_INTEGER, pageSize };
  const { range, offset, count } = options;
  if (range !== undefined) return spanOf(range, extent);
  const byteOffset = offset === undefined ? 0 : bytesFromStart(offset, extent, 'the offset');
  const rest = extent.byteLength - byteOffset;
  if (count === undefined) return { byteOffset, byteLength: rest };
  const most = Math.floor(rest / type.size);
  if (count <= most) return { byteOffset, byteLength: count * type.size };
  throw new RangeError(
    `count ${count} reaches past the end of its ${counted(extent.byteLength, 'byte')}: from byte ${byteOffset} on, 0 to ${most} elements of ${type.name} are allowed`,
  );
}

/** In a device without an end nothing can be counted from there, nor go up to it. */
function requireEnd(path: string, { offset, count, range }: RegionOptions): void {
  const needsEnd = offset?.isFromEnd || range?.from?.isFromEnd || range?.to?.isFromEnd;
  const hasEnd = count !== undefined || range?.to !== undefined || range?.byteLength !== undefined;
  if (hasEnd && !needsEnd) return;
  throw new RangeError(
    `'${path}' is a device without an end: positions and indexes from its start are allowed, and so many elements as are asked for`,
  );
}
