import { type Stats, statSync } from 'node:fs';
import { elementTypes } from '../element-types.js';
import { apiOf, type GlobalOptions } from '../library.js';
import { write } from '../output.js';
import { table } from '../table.js';
import { counted } from '../text.js';
import type { TypeName } from '../types.js';

export interface DumpOptions extends GlobalOptions {
  readonly type: TypeName;
  /** Bytes. */
  readonly offset: number;
  /** Elements. */
  readonly count?: number;
}

const DEFAULT_COUNT = 256;

/** `carray dump FILE`. */
export async function dump(file: string, options: DumpOptions): Promise<void> {
  const { mapFile, munmap } = apiOf(options);
  const type = elementTypes[options.type];
  const length = elementCount(file, type.size, options);
  const array = mapFile(file, { type, byteOffset: options.offset, length });
  try {
    for (const text of table(array, options.type, options.offset)) await write(text);
  } finally {
    munmap(array);
  }
}

/** How many elements to print. What has no size, as devices, is left to the library, and so is what is missing. */
function elementCount(file: string, elementBytes: number, { type, offset, count }: DumpOptions): number {
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
