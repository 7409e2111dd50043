import { type Stats, statSync } from 'node:fs';
import type { ElementType } from 'carray';
import { bytesFromStart, type Position } from '../arguments/position.js';
import { elementTypeOf } from '../element-type.js';
import { UsageError } from '../errors.js';
import { type GlobalOptions, guardedApiOf } from '../library.js';
import { write } from '../output.js';
import { table } from '../table.js';
import { counted } from '../text.js';
import { type TypeName, typeNames } from '../types.js';

export interface DumpOptions extends GlobalOptions {
  readonly type: string;
  readonly offset?: Position;
  /** Elements. */
  readonly count?: number;
}

const DEFAULT_COUNT = 256;

/** `carray dump FILE`. */
export async function dump(file: string, options: DumpOptions): Promise<void> {
  const { mapFile, munmap, pageSize } = guardedApiOf(options);
  const type = elementTypeOf(options.type) as ElementType<number> | ElementType<bigint>;
  const name = typeNames.find((each) => each === type.name);
  if (name === undefined) throw new UsageError(`a table has no columns for type ${type.name}`);
  const extent = { byteLength: statSync(file, { throwIfNoEntry: false })?.size ?? 0, pageSize };
  const offset = options.offset === undefined ? 0 : bytesFromStart(options.offset, extent, 'the offset');
  const length = elementCount(file, type.size, { type: name, offset, count: options.count });
  const array = mapFile(file, { type, byteOffset: offset, length });
  try {
    for (const text of table(array, name, offset)) await write(text);
  } finally {
    munmap(array);
  }
}

/** How many elements to print. What has no size, as devices, is left to the library, and so is what is missing. */
function elementCount(
  file: string,
  elementBytes: number,
  { type, offset, count }: { type: TypeName; offset: number; count: number | undefined },
): number {
  const stats: Stats | undefined = statSync(file, { throwIfNoEntry: false });
  if (!stats?.isFile()) return count ?? DEFAULT_COUNT;
  const which = `'${file}', which has ${counted(stats.size, 'byte')}`;
  if (offset > stats.size) {
    throw new Error(`offset ${offset} lies past the end of ${which}: 0 to ${stats.size} is allowed`);
  }
  const available = Math.floor((stats.size - offset) / elementBytes);
  if (count === undefined) return Math.min(available, DEFAULT_COUNT);
  if (count <= available) return count;
  const allowed = `from byte ${offset} on, 0 to ${available} elements of ${type} are allowed`;
  throw new Error(`count ${count} reaches past the end of ${which}: ${allowed}`);
}
