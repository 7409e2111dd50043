import { constants as fs, type Stats } from 'node:fs';
import type { Backend } from '@carray/backend';
import { MAP_NORESERVE, MAP_PRIVATE, MAP_SHARED, PROT_READ, PROT_WRITE } from '@carray/constants';
import type { MappedArray } from '../array/carray.js';
import { checkBoolean, checkCount, checkElementType, checkOptions } from '../declarations/check.js';
import { invalidValue } from '../errors/arguments.js';
import { rangeError } from '../errors/coded.js';
import { Mapping } from '../memory/mapping.js';
import { pageFloor } from '../memory/range.js';
import type { ElementType } from '../types/element-type.js';
import { uint8 } from '../types/numbers.js';
import { mapRegion } from './map-region.js';
import { ownedArray } from './owned-array.js';
import { checkSource, type Source, statOf, withDescriptor } from './source.js';

/** How a file is mapped, in one word: what may be done with the elements, and where stores go. */
export type FileAccess = 'read' | 'read-write' | 'copy-on-write';

export interface MapFileOptions<E extends ElementType> {
  /** Type of the elements; default uint8. */
  type?: E;
  /**
   * 'read' (default): stores are refused. 'read-write': stores reach the file and everyone who maps it.
   * 'copy-on-write': stores stay in this process, the file never changes.
   */
  access?: FileAccess;
  /** First byte of the file; any byte, default 0. */
  byteOffset?: number | bigint;
  /** Elements; default: all that the file has from `byteOffset` on. */
  length?: number | bigint;
  /** Lets the array reach past the end of the file; elements there throw ERR_MAPPING_FAULT until it has grown. */
  allowPastEnd?: boolean;
}

const OPTIONS = ['type', 'access', 'byteOffset', 'length', 'allowPastEnd'];

/*
 * 'read' is private, so that pages may be made writable for raw views: a stray store there neither ends the
 * process nor reaches the file. It reserves no swap, since nothing is ever stored by intent.
 */
const MODES = {
  read: { open: fs.O_RDONLY, protection: PROT_READ, flags: MAP_PRIVATE | MAP_NORESERVE },
  'read-write': { open: fs.O_RDWR, protection: PROT_READ | PROT_WRITE, flags: MAP_SHARED },
  'copy-on-write': { open: fs.O_RDONLY, protection: PROT_READ | PROT_WRITE, flags: MAP_PRIVATE },
} as const;

/** `mapFile` on a given backend; see there. */
export function mapFileOn<E extends ElementType>(
  backend: () => Backend,
  source: Source,
  options: MapFileOptions<E> = {},
): MappedArray<E> {
  checkOptions(options, OPTIONS);
  const { type = uint8 as ElementType as E, access = 'read', allowPastEnd = false } = options;
  checkElementType('options.type', type);
  checkAccess(access);
  const byteOffset = checkCount(
    'options.byteOffset',
    options.byteOffset === undefined ? 0 : options.byteOffset,
  );
  const length = options.length === undefined ? undefined : checkLength(type, options.length);
  checkBoolean('options.allowPastEnd', allowPastEnd);
  const checked = checkSource(source);
  const mode = MODES[access];
  return withDescriptor(checked, mode.open, (fd) => {
    const { path } = checked;
    const stats = statOf(fd, path);
    const count = length ?? defaultLength(type, stats, byteOffset);
    const byteLength = count * type.size;
    if (!allowPastEnd) refusePastEnd(stats, byteOffset, byteLength);
    const chosen = backend();
    if (byteLength === 0 && stats.isFile()) return emptyArray(chosen, type, access, path);
    const offset = pageFloor(byteOffset, chosen.pageSize);
    const lead = byteOffset - offset;
    const memory = mapRegion(chosen, {
      // What is neither a file nor a device goes to the kernel with a length that is its to refuse.
      length: Math.max(1, lead + byteLength),
      protection: mode.protection,
      flags: mode.flags,
      fd,
      offset,
      address: 0,
      path,
      stats,
      access,
      exposeWritable: access === 'read',
    });
    return ownedArray(type, memory, lead, count);
  });
}

function checkAccess(access: unknown): void {
  if (access === 'read' || access === 'read-write' || access === 'copy-on-write') return;
  throw invalidValue('options.access', "must be 'read', 'read-write' or 'copy-on-write'", access);
}

function checkLength(type: ElementType, length: number | bigint): number {
  return checkCount('options.length', length, Math.floor(Number.MAX_SAFE_INTEGER / type.size));
}

function defaultLength(type: ElementType, stats: Stats, byteOffset: number): number {
  if (stats.isCharacterDevice() || stats.isBlockDevice()) {
    throw invalidValue('options.length', 'is needed for a device, which does not tell its size', undefined);
  }
  return stats.isFile() ? Math.floor(Math.max(0, stats.size - byteOffset) / type.size) : 0;
}

function refusePastEnd(stats: Stats, byteOffset: number, byteLength: number): void {
  if (!stats.isFile() || byteOffset + byteLength <= stats.size) return;
  const asked = `${byteLength} bytes from byte ${byteOffset}`;
  throw rangeError(
    'ERR_OUT_OF_RANGE',
    `Cannot map ${asked}: the file ends at byte ${stats.size}, and allowPastEnd is not set`,
  );
}

function emptyArray<E extends ElementType>(
  backend: Backend,
  type: E,
  access: FileAccess,
  path: string | undefined,
): MappedArray<E> {
  const { protection, flags } = MODES[access];
  const memory = new Mapping({
    backend,
    region: undefined,
    byteLength: 0,
    fileOffset: 0,
    path,
    protection,
    flags,
    access,
    reach: 0,
    exposeWritable: false,
  });
  return ownedArray(type, memory, 0, 0);
}
