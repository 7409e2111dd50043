import { bytesFromStart, type Extent, type Position } from '../arguments/position.js';
import { type Range, type Span, spanOf } from '../arguments/range.js';
import { UsageError } from '../errors.js';
import { counted } from '../text.js';

/** Which part of a file a command is about: `-r`, or `-o` and `-n`; all of it without. */
export interface RegionOptions {
  readonly range?: Range;
  readonly offset?: Position;
  /** Elements. */
  readonly count?: number;
}

/** Wrong on any file. @throws UsageError */
export function checkRegion({ range, offset, count }: RegionOptions): void {
  if (range === undefined || (offset === undefined && count === undefined)) return;
  throw new UsageError('--range says all of it: --offset and --count are not allowed beside it');
}

/** The bytes that the options mean in a file. @throws RangeError where they are not all there */
export function regionOf(options: RegionOptions, extent: Extent, elementBytes: number): Span {
  if (options.range !== undefined) return spanOf(options.range, extent);
  const { offset, count } = options;
  const byteOffset = offset === undefined ? 0 : bytesFromStart(offset, extent, 'the offset');
  const rest = extent.byteLength - byteOffset;
  const most = Math.floor(rest / elementBytes);
  if (count === undefined) return { byteOffset, byteLength: rest };
  if (count <= most) return { byteOffset, byteLength: count * elementBytes };
  throw new RangeError(
    `${counted(count, 'element')} of ${counted(elementBytes, 'byte')} from byte ${byteOffset} on reach past the end of its ${counted(extent.byteLength, 'byte')}: 0 to ${most} are allowed`,
  );
}
