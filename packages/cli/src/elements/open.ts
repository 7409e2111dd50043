import { type CArray, type ElementType, type MappedArray, uint8 } from 'carray';
import type { Span } from '../arguments/range.js';
import { failureText } from '../files.js';
import { type GlobalOptions, guardedApiOf } from '../library.js';
import { type OpenFile, withOpenFile } from '../open-file.js';
import { type RegionOptions, regionOf } from './region.js';

/** A part of a file as elements of one type. */
export interface Elements extends Span {
  readonly path: string;
  readonly type: ElementType;
  readonly array: CArray<ElementType>;
  /** The same memory, with what is behind the last whole element. */
  readonly bytes: CArray<typeof uint8>;
}

export interface Wanted extends RegionOptions, GlobalOptions {
  /** Default: 'read'. */
  readonly access?: 'read' | 'read-write';
  /** Elements to map of a device without an end, in place of `count`; undefined where they are counted from there. */
  readonly endlessCount?: number | undefined;
}

/** Maps a file, or a part of it, for the time of a job. @throws what says, with the file's name, why it cannot be mapped */
export function withElements<T>(
  path: string,
  type: ElementType,
  wanted: Wanted,
  job: (elements: Elements) => T | Promise<T>,
): Promise<T> {
  const { munmap } = guardedApiOf(wanted);
  return withOpenFile(path, wanted.access ?? 'read', async (file) => {
    const { bytes, span } = mapped(file, type, wanted);
    try {
      return await job({ path, type, array: bytes.cast(type), bytes, ...span });
    } finally {
      munmap(bytes);
    }
  });
}

interface Mapped {
  readonly bytes: MappedArray<typeof uint8>;
  readonly span: Span;
}

function mapped(file: OpenFile, type: ElementType, wanted: Wanted): Mapped {
  const { mapFile, pageSize } = guardedApiOf(wanted);
  const { access = 'read', endlessCount, ...region } = wanted;
  const isEndless = file.size === undefined && endlessCount !== undefined;
  try {
    const span = regionOf(file, isEndless ? { ...region, count: endlessCount } : region, type, pageSize);
    const { byteOffset, byteLength } = span;
    return { bytes: mapFile(file.fd, { type: uint8, byteOffset, length: byteLength, access }), span };
  } catch (error) {
    if (error instanceof Error) error.message = failureText(file.path, error); // of a descriptor it tells no name
    throw error;
  }
}
