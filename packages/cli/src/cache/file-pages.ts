import { accessSync, closeSync, constants as fs, fstatSync, type Stats } from 'node:fs';
import { type Api, MAP_PRIVATE, type MappedArray, type Mapping, PROT_NONE, uint8 } from 'carray';
import { type Range, spanOf } from '../arguments/range.js';
import { hasCode } from '../errors.js';
import { openAtOnce } from '../open-file.js';
import { counted } from '../text.js';
import type { Path } from './paths.js';

/** Whether the bytes can be reached. To look and to evict needs none: then no view is made over them, which costs the engine a collection. */
export type Access = 'none' | 'read';

/** Pages of a file, looked at in one go: 256 MiB of the usual ones. */
export const PIECE_PAGES = 65_536;

/** Some pages side by side. */
export interface Piece {
  /** Of the file. */
  readonly firstPage: number;
  /** One byte each: 1 where it is in the page cache. */
  readonly pages: Uint8Array;
  readonly resident: number;
}

/** The pages of a file, or of a range of it, mapped. */
export interface FilePages {
  /** None where there are no pages. */
  readonly mapping: Mapping | undefined;
  readonly pageSize: number;
  /** Bytes of the file. */
  readonly bytes: number;
  /** The first page of the range, and how many there are. */
  readonly firstPage: number;
  readonly pages: number;
  /** Whether the system tells this user which are in the page cache; else it says that all are. */
  readonly isTold: boolean;
  /** Lets the mapping outlive the job. @returns what ends it */
  keep(): () => void;
}

/** The pages that a range has bytes in. @throws RangeError */
export function pagesIn(
  bytes: number,
  pageSize: number,
  range: Range | undefined,
): { firstPage: number; pages: number } {
  const { byteOffset, byteLength } =
    range === undefined
      ? { byteOffset: 0, byteLength: bytes }
      : spanOf(range, { byteLength: bytes, pageSize });
  const firstPage = Math.floor(byteOffset / pageSize);
  const end = Math.ceil((byteOffset + byteLength) / pageSize);
  return { firstPage, pages: byteLength === 0 ? 0 : end - firstPage };
}

/**
 * Runs `use` with the pages of a file. Nothing of it is read, and the time of its last access stays what it was, where the system allows.
 * @throws also where the file has become shorter meanwhile
 */
export async function withFilePages<T>(
  api: Api,
  path: Path,
  { range, access }: { readonly range: Range | undefined; readonly access: Access },
  use: (pages: FilePages) => T | Promise<T>,
): Promise<T> {
  const fd = openUntouched(path);
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile()) throw new Error('it is no regular file any more');
    const mapped = mapPages(api, { fd, stats, path, range, access });
    try {
      const result = await use(mapped.pages);
      checkLength(fd, stats);
      return result;
    } finally {
      mapped.end();
    }
  } finally {
    closeSync(fd);
  }
}

interface Mapped {
  readonly pages: FilePages;
  /** Unless it is kept. */
  end(): void;
}

interface Wanted {
  readonly fd: number;
  readonly stats: Stats;
  readonly path: Path;
  readonly range: Range | undefined;
  readonly access: Access;
}

/** Maps the pages of an open file. */
function mapPages(api: Api, { fd, stats, path, range, access }: Wanted): Mapped {
  const { pageSize, munmap } = api;
  const { firstPage, pages } = pagesIn(stats.size, pageSize, range);
  const byteOffset = firstPage * pageSize;
  const length = Math.min(stats.size, (firstPage + pages) * pageSize) - byteOffset;
  const array = pages === 0 ? undefined : mapBytes(api, fd, { byteOffset, length }, access);
  const unmap = (): void => {
    if (array !== undefined) munmap(array);
  };
  let isKept = false;
  const keep = (): (() => void) => {
    isKept = true;
    return unmap;
  };
  const facts = { pageSize, bytes: stats.size, firstPage, pages, isTold: isTold(stats, path) };
  return { pages: { ...facts, mapping: array?.mapping, keep }, end: () => (isKept ? undefined : unmap()) };
}

function mapBytes(
  { mapFile, mmap }: Api,
  fd: number,
  { byteOffset, length }: { byteOffset: number; length: number },
  access: Access,
): MappedArray<typeof uint8> {
  return access === 'read'
    ? mapFile(fd, { byteOffset, length })
    : mmap(uint8, length, PROT_NONE, MAP_PRIVATE, fd, byteOffset);
}

/** Which of the pages are in the page cache, piece by piece: a long file has many. */
export function* residencyOf(
  { mapping, pageSize, firstPage }: FilePages,
  from = 0,
  to = Number.POSITIVE_INFINITY,
  piecePages = PIECE_PAGES,
): Generator<Piece> {
  const end = Math.min(to * pageSize, mapping?.byteLength ?? 0);
  for (let offset = from * pageSize; offset < end; offset += piecePages * pageSize) {
    const size = Math.min(piecePages * pageSize, end - offset);
    const look = mapping?.residency(offset, size);
    if (look === undefined) return;
    yield { firstPage: firstPage + offset / pageSize, pages: look.pages, resident: look.resident };
  }
}

/** To look is no access. */
function openUntouched(path: Path): number {
  try {
    return openAtOnce(path, fs.O_RDONLY | (fs.O_NOATIME ?? 0));
  } catch (error) {
    if (!hasCode(error, 'EPERM')) throw error;
    return openAtOnce(path, fs.O_RDONLY); // the owner alone may ask for it
  }
}

function checkLength(fd: number, { size }: Stats): void {
  const now = fstatSync(fd).size;
  if (now >= size) return;
  throw new Error(`it was cut from ${counted(size, 'byte')} to ${now} while it was looked at`);
}

/** mincore(2): to who owns a file, or may write it. */
function isTold({ uid }: Stats, path: Path): boolean {
  const user = process.geteuid?.();
  if (user === undefined || user === 0 || user === uid) return true;
  try {
    accessSync(path, fs.W_OK);
    return true;
  } catch {
    return false;
  }
}
