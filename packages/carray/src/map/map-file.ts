import { constants as fs, type Stats } from 'node:fs';
import type { Backend } from '@carray/backend';
import { MAP_NORESERVE, MAP_PRIVATE, MAP_SHARED, PROT_READ, PROT_WRITE } from '@carray/constants';
import type { MappedArray } from '../array/carray.js';
import { currentFaultGuard } from '../backend/configuration.js';
import { invalidValue } from '../errors/arguments.js';
import { rangeError } from '../errors/coded.js';
import { BackingFile } from '../memory/backing-file.js';
import { withFileGrown } from '../memory/grow.js';
import { Mapping } from '../memory/mapping.js';
import type { MappingFacts } from '../memory/mapping-facts.js';
import { pageFloor } from '../memory/range.js';
import type { ElementType } from '../types/element-type.js';
import { pageSizeOfFile } from './huge-pages.js';
import {
  checkMapFileOptions,
  type FileAccess,
  type MapFileOptions,
  type MapFileRequest,
} from './map-file-options.js';
import { mapRegion } from './map-region.js';
import { ownedArray } from './owned-array.js';
import { type CheckedSource, checkSource, type Source, statOf, withDescriptor } from './source.js';

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
  const request = checkMapFileOptions(options);
  const checked = checkSource(source);
  if (request.create && checked.path === undefined) {
    throw invalidValue('options.create', 'needs a path as the source', source);
  }
  const use = (fd: number) => mapDescriptor(backend(), request, fd, checked);
  return withDescriptor(checked, MODES[request.access].open, use, request.create);
}

function mapDescriptor<E extends ElementType>(
  backend: Backend,
  request: MapFileRequest<E>,
  fd: number,
  source: CheckedSource,
): MappedArray<E> {
  const { type, byteOffset } = request;
  const { path } = source;
  const stats = statOf(fd, path);
  const count = request.length ?? defaultLength(type, stats, byteOffset);
  const end = byteOffset + count * type.size;
  if (request.grow) {
    const map = () => mapOpenFile(backend, request, { fd, source, stats: statOf(fd, path), count });
    return withFileGrown(backend, fd, path, stats.size, end, map);
  }
  if (!request.allowPastEnd) refusePastEnd(stats, byteOffset, end, request.access);
  return mapOpenFile(backend, request, { fd, source, stats, count });
}

export interface OpenFile {
  readonly fd: number;
  readonly source: CheckedSource;
  readonly stats: Stats;
  /** Elements to map. */
  readonly count: number;
}

/** Maps a file that is open, with options that were checked. */
export function mapOpenFile<E extends ElementType>(
  backend: Backend,
  request: MapFileRequest<E>,
  { fd, source, stats, count }: OpenFile,
): MappedArray<E> {
  const { type, byteOffset, access, maxByteLength } = request;
  const { open, protection, flags } = MODES[access];
  const offset = pageFloor(byteOffset, pageSizeOfFile(backend, fd, stats));
  const lead = byteOffset - offset;
  const file = BackingFile.of(source, open, stats);
  const extent = extentOf(request);
  const facts = { path: source.path, file, access, protection, extent, exposeWritable: access === 'read' };
  if (count === 0 && maxByteLength === 0 && stats.isFile()) {
    return emptyArray(type, { ...facts, backend, fileOffset: offset, flags }, lead);
  }
  // What is neither a file nor a device goes to the kernel with a length that is its to refuse.
  const byteLength = Math.max(stats.isFile() ? 0 : 1, lead + count * type.size);
  const length = Math.max(byteLength, maxByteLength === 0 ? 0 : lead + maxByteLength);
  // What is set aside and may never be used must not count as memory that is promised.
  const noReserve = length > byteLength && access === 'copy-on-write' ? MAP_NORESERVE : 0;
  const place = { fd, offset, address: 0, length, byteLength, keepsAddresses: maxByteLength > 0 };
  const memory = mapRegion(backend, { ...facts, ...place, flags: flags | noReserve, stats });
  return ownedArray(type, memory, lead, count, () => prepare(memory, request));
}

function prepare(memory: Mapping, { advice, populate, lock }: MapFileRequest<ElementType>): void {
  if (advice !== undefined) memory.advise(advice);
  // Not MAP_POPULATE: it would copy every page of a private writable mapping.
  if (populate) memory.advise('populate-read');
  if (lock) memory.lock();
}

function defaultLength(type: ElementType, stats: Stats, byteOffset: number): number {
  if (stats.isCharacterDevice() || stats.isBlockDevice()) {
    throw invalidValue('options.length', 'is needed for a device, which does not tell its size', undefined);
  }
  return stats.isFile() ? Math.floor(Math.max(0, stats.size - byteOffset) / type.size) : 0;
}

function refusePastEnd(stats: Stats, byteOffset: number, end: number, access: FileAccess): void {
  if (!stats.isFile() || end <= stats.size) return;
  const asked = `${end - byteOffset} bytes from byte ${byteOffset}`;
  const cure =
    access === 'read-write'
      ? 'neither grow, which makes it longer, nor allowPastEnd is set'
      : 'allowPastEnd is not set';
  throw rangeError(
    'ERR_OUT_OF_RANGE',
    `Cannot map ${asked}: the file ends at byte ${stats.size}, and ${cure}`,
  );
}

/** Nothing is mapped, until `resize` does. */
function emptyArray<E extends ElementType>(
  type: E,
  facts: Omit<MappingFacts, 'region' | 'byteLength' | 'faultGuard' | 'reach' | 'canFault'>,
  lead: number,
): MappedArray<E> {
  const memory = new Mapping({
    ...facts,
    region: undefined,
    byteLength: 0,
    faultGuard: currentFaultGuard(),
    reach: 0,
    canFault: false,
  });
  return ownedArray(type, memory, lead, 0);
}

/** What becomes of the mapping where another file takes the place of this one. */
function extentOf({ length, allowPastEnd }: MapFileRequest<ElementType>): 'to-end' | 'fixed' | 'past-end' {
  if (allowPastEnd) return 'past-end';
  return length === undefined ? 'to-end' : 'fixed';
}
