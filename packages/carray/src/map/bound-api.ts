import type { Backend } from '@carray/backend';
import { type BackendName, resolveBackend } from '../backend/select.js';
import {
  type attach,
  type createMemoryFile,
  lockAll,
  type mapAnonymous,
  type mapFile,
  type mmap,
  type openSharedMemory,
  type unlinkSharedMemory,
  unlockAll,
} from './api.js';
import { attachOn } from './attach.js';
import { createMemoryFileOn } from './create-memory-file.js';
import { mapAnonymousOn } from './map-anonymous.js';
import { mapFileOn } from './map-file.js';
import { mmapOn } from './mmap.js';
import { madvise, mprotect, msync, munmap } from './posix.js';
import { openSharedMemoryOn } from './shared-memory.js';
import { unlinkSharedMemoryOn } from './shared-name.js';

/** The functions that map, bound to one backend. Those that take an array use the backend that made it, as everywhere. */
export interface Api {
  /** {@link attach}, of tokens of this backend alone. */
  readonly attach: typeof attach;
  /** {@link mmap} */
  readonly mmap: typeof mmap;
  /** {@link munmap} */
  readonly munmap: typeof munmap;
  /** {@link mprotect} */
  readonly mprotect: typeof mprotect;
  /** {@link madvise} */
  readonly madvise: typeof madvise;
  /** {@link msync} */
  readonly msync: typeof msync;
  /** {@link mapFile} */
  readonly mapFile: typeof mapFile;
  /** {@link mapAnonymous} */
  readonly mapAnonymous: typeof mapAnonymous;
  /** {@link lockAll}, of the mappings of every backend. */
  readonly lockAll: typeof lockAll;
  /** {@link unlockAll}, of the mappings of every backend. */
  readonly unlockAll: typeof unlockAll;
  /** {@link openSharedMemory} */
  readonly openSharedMemory: typeof openSharedMemory;
  /** {@link unlinkSharedMemory} */
  readonly unlinkSharedMemory: typeof unlinkSharedMemory;
  /** {@link createMemoryFile} */
  readonly createMemoryFile: typeof createMemoryFile;
  /** Bytes of a page of ordinary memory, as this backend says. */
  readonly pageSize: number;
}

/**
 * The same functions, bound to one backend: 'native', 'ffi', or an object that implements the interface of
 * `@carray/backend`. A named backend never becomes the other one.
 *
 * @param backend its name, or an object of your own, which is taken at its word.
 * @throws ERR_BACKEND_UNAVAILABLE where it cannot be loaded, with the cause; ERR_INVALID_ARG_TYPE for what is neither.
 * @example
 * const { mapFile } = withBackend('ffi');
 * console.log(mapFile(process.execPath).mapping.backend); // ffi
 */
export function withBackend(backend: BackendName | Backend): Api {
  const resolved = resolveBackend(backend);
  const bound = () => resolved;
  return {
    mmap: (...args) => mmapOn(bound, ...args),
    munmap,
    mprotect,
    madvise,
    msync,
    mapFile: (...args) => mapFileOn(bound, ...args),
    mapAnonymous: (...args) => mapAnonymousOn(bound, ...args),
    lockAll,
    unlockAll,
    openSharedMemory: (...args) => openSharedMemoryOn(bound, ...args),
    unlinkSharedMemory: (name) => unlinkSharedMemoryOn(bound, name),
    createMemoryFile: (...args) => createMemoryFileOn(bound, ...args),
    attach: (...args) => attachOn(bound, ...args),
    pageSize: resolved.pageSize,
  };
}
