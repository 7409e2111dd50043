import { fdatasyncSync } from 'node:fs';
import { constants as os } from 'node:os';
import {
  isAvailable,
  MADV_DONTNEED,
  MADV_PAGEOUT,
  MAP_ANONYMOUS,
  MAP_SHARED,
  MS_SYNC,
  POSIX_FADV_DONTNEED,
} from '@carray/constants';
import { plainError } from '../errors/coded.js';
import { SystemError } from '../errors/system-error.js';
import type { BackingFile } from './backing-file.js';
import { type ByteRange, pageCeil } from './range.js';
import type { Region } from './region.js';

const { EINVAL, EROFS } = os.errno;

/** What is to be evicted. */
export interface Eviction extends ByteRange {
  readonly region: Region;
  readonly file: BackingFile;
  readonly fileOffset: number;
  readonly pageSize: number;
  readonly flags: number;
  /** Whether private pages may have stores that are nowhere else. */
  readonly mayHaveChanges: boolean;
}

/** @throws ERR_UNSUPPORTED for memory that is in no page cache, and where pages cannot be evicted. */
export function checkEvictable(flags: number): void {
  if ((flags & MAP_ANONYMOUS) !== 0) {
    throw plainError(
      'ERR_UNSUPPORTED',
      "Anonymous memory is in no page cache to be evicted from: advise('pageout') moves it to swap",
    );
  }
  if (isAvailable('POSIX_FADV_DONTNEED') && isAvailable('MADV_DONTNEED')) return;
  throw plainError('ERR_UNSUPPORTED', 'This platform has no POSIX_FADV_DONTNEED: it evicts when it likes');
}

/** Lets pages of a file leave the page cache: written first, then let go of by this mapping, then by the system. */
export function evictPages(eviction: Eviction): void {
  eviction.file.withDescriptor((fd) => {
    write(eviction, fd);
    letGo(eviction);
    const { region, fileOffset, byteOffset, byteLength, pageSize } = eviction;
    const from = fileOffset + byteOffset;
    const size = pageCeil(byteLength, pageSize); // a last page that is asked for in part would stay
    const status = region.backend.adviseFile(fd, from, size, POSIX_FADV_DONTNEED);
    if (status < 0) throw region.failure('posix_fadvise', status, { offset: from, length: size });
  });
}

/** Dirty pages stay in the cache. Those of a private mapping, or of one that cannot be stored into, others have made so. */
function write({ region, file, flags, byteOffset, byteLength }: Eviction, fd: number): void {
  if ((flags & MAP_SHARED) !== 0 && file.isOpenedForWriting) {
    region.sync(byteOffset, byteLength, MS_SYNC);
    return;
  }
  try {
    fdatasyncSync(fd);
  } catch (error) {
    if (!(error instanceof Error) || !('errno' in error) || typeof error.errno !== 'number') throw error;
    if (error.errno === -EINVAL || error.errno === -EROFS) return; // what has no disk to be written to has nothing dirty
    throw new SystemError({ errno: -error.errno, syscall: 'fdatasync', path: file.path });
  }
}

/** A page that a process has mapped stays in the cache. Private ones with stores must not be let go of. */
function letGo({ region, flags, mayHaveChanges, byteOffset, byteLength }: Eviction): void {
  const losesNothing = (flags & MAP_SHARED) !== 0 || !mayHaveChanges;
  if (!losesNothing && !isAvailable('MADV_PAGEOUT')) return;
  const advice = losesNothing ? MADV_DONTNEED : MADV_PAGEOUT;
  const status = region.backend.advise(region.id, byteOffset, byteLength, advice);
  if (status >= 0) return;
  const cause =
    status === -EINVAL ? 'the pages are locked, or of a kind that stays: unlock them first' : undefined;
  throw region.failure('madvise', status, { byteOffset, byteLength, advice }, cause);
}
