import { type CArray, type ElementType, uint8 } from 'carray';
import type { Span } from '../arguments/range.js';
import { mappable } from '../files.js';
import { type GlobalOptions, guardedApiOf } from '../library.js';
import { checkRegion, type RegionOptions, regionOf } from './region.js';

/** A part of a file as elements of one type. */
export interface Elements extends Span {
  readonly path: string;
  readonly type: ElementType;
  readonly array: CArray<ElementType>;
  /** The same memory, with what is behind the last whole element. */
  readonly bytes: CArray<typeof uint8>;
  /** Of the whole file. */
  readonly fileBytes: number;
}

export interface Wanted extends RegionOptions, GlobalOptions {
  /** Default: 'read'. */
  readonly access?: 'read' | 'read-write';
  /** Elements to map of a device, which does not tell its size. Without, devices are refused. */
  readonly ofDevice?: number;
}

/** Maps a file, or a part of it, for the time of a job. @throws what says, with the file's name, why it cannot be mapped */
export async function withElements<T>(
  path: string,
  type: ElementType,
  wanted: Wanted,
  job: (elements: Elements) => T | Promise<T>,
): Promise<T> {
  checkRegion(wanted);
  const { munmap } = guardedApiOf(wanted);
  const { bytes, fileBytes, ...span } = named(path, () => mapped(path, type, wanted));
  try {
    return await job({ path, type, array: bytes.cast(type), bytes, fileBytes, ...span });
  } finally {
    munmap(bytes);
  }
}

function mapped(path: string, type: ElementType, wanted: Wanted) {
  const { mapFile, pageSize } = guardedApiOf(wanted);
  const { access = 'read', ofDevice } = wanted;
  const stats = mappable(path);
  const fileBytes = stats.isFile() ? stats.size : deviceBytes(wanted, type, ofDevice);
  const { byteOffset, byteLength } = regionOf(wanted, { byteLength: fileBytes, pageSize }, type.size);
  const bytes = mapFile(path, { type: uint8, byteOffset, length: byteLength, access });
  return { bytes, fileBytes, byteOffset, byteLength };
}

function deviceBytes({ offset }: RegionOptions, type: ElementType, elements: number | undefined): number {
  if (elements === undefined || elements < 0 || offset?.isFromEnd || offset?.unit === 'pages') {
    throw new Error('is a device, which does not tell its size: an index from 0 on, get or set, is allowed');
  }
  return (offset?.amount ?? 0) + elements * type.size;
}

/** Does a job on a file; what it throws names the file. */
function named<T>(path: string, job: () => T): T {
  try {
    return job();
  } catch (error) {
    if (error instanceof Error && !error.message.includes(path)) error.message = `${path}: ${error.message}`;
    throw error;
  }
}
