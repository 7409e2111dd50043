import type { Backend } from '@carray/backend';
import type { ArrayToken, MappedArray } from '../array/carray.js';
import { type BackendName, resolveBackend, selectedBackend } from '../backend/select.js';
import { type LockAllOptions, lockAllOn, unlockAllOn } from '../memory/locks.js';
import type { ElementType } from '../types/element-type.js';
import { uint8 } from '../types/numbers.js';
import { attachOn } from './attach.js';
import { createMemoryFileOn, type MemoryFileOptions } from './create-memory-file.js';
import { type MapAnonymousOptions, mapAnonymousOn } from './map-anonymous.js';
import { mapFileOn } from './map-file.js';
import type { MapFileOptions } from './map-file-options.js';
import type { MemoryFile } from './memory-file.js';
import { mmapOn } from './mmap.js';
import { madvise, mprotect, msync, munmap } from './posix.js';
import { openSharedMemoryOn, type SharedMemoryOptions } from './shared-memory.js';
import { unlinkSharedMemoryOn } from './shared-name.js';
import type { Source } from './source.js';

/**
 * Maps memory, in the shape of mmap(2).
 *
 * @param type of the elements: the array has as many as fit into `length`; the bytes left over are mapped, but
 * not addressable.
 * @param length bytes, at least 1.
 * @param prot PROT_NONE, or PROT_READ, PROT_WRITE, PROT_EXEC or-ed.
 * @param flags one of MAP_SHARED and MAP_PRIVATE, and further MAP_* or-ed.
 * @param source a path, URL, descriptor, FileHandle or stream; left out with MAP_ANONYMOUS. A path is opened for
 * reading, and for writing where the mapping is shared and `prot` has PROT_WRITE. Nothing is ever created or extended.
 * @param offset bytes into the source, a multiple of the page size; default 0.
 * @param addr where the mapping is wanted, a hint; default 0: anywhere.
 * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, ERR_INVALID_ARG_VALUE before anything is opened; SystemError:
 * EINVAL (length 0, offset, flags), EBADF, EACCES, ENODEV, ENOMEM, ENOENT ...
 * @see mmap(2)
 * @example
 * const header = mmap(uint32, 64, PROT_READ, MAP_PRIVATE, process.execPath);
 * console.log(header.get(0).toString(16)); // 464c457f on a little-endian machine with ELF files
 * munmap(header);
 */
export function mmap<E extends ElementType>(
  type: E,
  length: number | bigint,
  prot: number,
  flags: number,
  source?: Source | null,
  offset?: number | bigint,
  addr?: number | bigint,
): MappedArray<E> {
  return mmapOn(selectedBackend, type, length, prot, flags, source, offset, addr);
}

/**
 * Maps a file as an array of elements: all of it, or `length` elements from any byte.
 *
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE (past the end of the file); SystemError
 * ENOENT, EACCES, EISDIR, ENODEV (a pipe, a directory), ENOMEM ...
 * @example
 * const bytes = mapFile(process.execPath);
 * try {
 *   console.log(bytes.length, bytes.get(0)); // the file's size, its first byte
 * } finally {
 *   munmap(bytes);
 * }
 */
export function mapFile<E extends ElementType = typeof uint8>(
  source: Source,
  options?: MapFileOptions<E>,
): MappedArray<E> {
  return mapFileOn(selectedBackend, source, options);
}

/**
 * Maps zeroed memory that belongs to no file. `length` is in elements, at least 1.
 *
 * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE; SystemError EINVAL (length 0), ENOMEM.
 * @example
 * const counters = mapAnonymous(uint32, 1024, { shared: true });
 */
export function mapAnonymous<E extends ElementType>(
  type: E,
  length: number | bigint,
  options?: MapAnonymousOptions,
): MappedArray<E> {
  return mapAnonymousOn(selectedBackend, type, length, options);
}

/**
 * The array that another thread of this process has shared, over the same pages: nothing is copied. It is this thread's own to
 * unmap; the pages stay until all have.
 *
 * @param token what `array.share()` has returned there.
 * @param type of the elements: what fits into the bytes of the array that was shared; default `uint8`.
 * @throws ERR_MAPPING_UNMAPPED once the last holder has let go; ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE (a token of
 * another backend), ERR_BACKEND_UNAVAILABLE.
 * @example
 * // const { parentPort } = require('node:worker_threads');
 * // parentPort.once('message', (token) => attach(token, float64).get(0));
 */
export const attach: Attach = attachWith(backendNamed);

/** The call itself: without a type the elements are bytes. */
interface Attach {
  (token: ArrayToken): MappedArray<typeof uint8>;
  <E extends ElementType>(token: ArrayToken, type: E): MappedArray<E>;
}

function attachWith(backendFor: (name: string) => Backend): Attach {
  function attachArray(token: ArrayToken): MappedArray<typeof uint8>;
  function attachArray<E extends ElementType>(token: ArrayToken, type: E): MappedArray<E>;
  function attachArray(token: ArrayToken, type: ElementType = uint8): MappedArray<ElementType> {
    return attachOn(backendFor, token, type);
  }
  return attachArray;
}

function backendNamed(name: string): Backend {
  return name === 'native' || name === 'ffi' ? resolveBackend(name) : selectedBackend();
}

/**
 * Keeps all pages of the process in the machine's memory, those of the engine too: what is mapped now, and what will be. Each thread
 * of the process is meant. Without the right to lock any amount (CAP_IPC_LOCK) it mostly fails, since all that is mapped counts; and once
 * it has worked, everything that would be mapped past the limit fails, the engine's own memory among it, which ends the process.
 * `mapping.lock` is for single mappings.
 *
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE (neither current nor future), ERR_UNSUPPORTED; SystemError ENOMEM (more than
 * RLIMIT_MEMLOCK, which the message names), EPERM (a limit of 0), EAGAIN.
 * @see mlockall(2)
 */
export function lockAll(options?: LockAllOptions): void {
  lockAllOn(selectedBackend, options);
}

/**
 * Ends all locks of the process: those of `lockAll`, `mapping.lock`, the option `lock` and MAP_LOCKED.
 *
 * @throws ERR_UNSUPPORTED; SystemError.
 * @see munlockall(2)
 */
export function unlockAll(): void {
  unlockAllOn(selectedBackend);
}

/**
 * Maps shared memory by its name: what every process sees that asks for the same name, until `unlinkSharedMemory`, and after that as
 * long as it is mapped. Its bytes are the elements and nothing else, so other languages have them too.
 *
 * What is made here is zeros, its pages reserved: a full disk is ENOSPC, not a fault later. What is there already keeps its bytes,
 * and is made longer where `create` is set and it is shorter than asked. A call that fails leaves everything as it was.
 *
 * @param name with or without a '/' in front, no other '/', at most 255 bytes; `mapping.path` is '/name'.
 * @param length elements; may be left out for what is there already: then it is what fits. Of what somebody else is just making, and
 * has not made long enough yet, there may be none.
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE (shorter than asked, without `create`: the message tells its
 * size); SystemError ENOENT (not there, without `create`), EEXIST (there, with `exclusive`), EACCES, ENAMETOOLONG, ENOSPC,
 * ENOMEM, EMFILE ...
 * @see shm_open(3)
 * @example
 * const counters = openSharedMemory('counters', uint32, 1024, { create: true });
 * counters.set(0, 7); // every process that opens 'counters' sees it
 * munmap(counters);
 * unlinkSharedMemory('counters');
 */
export function openSharedMemory<E extends ElementType>(
  name: string,
  type: E,
  length?: number | bigint,
  options?: SharedMemoryOptions,
): MappedArray<E> {
  return openSharedMemoryOn(selectedBackend, name, type, length, options);
}

/**
 * Takes the name of shared memory away. Who has it mapped keeps it; the memory goes with the last of them.
 *
 * @returns true if it was there, false where nothing has the name.
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE; SystemError EACCES (of another user), ENAMETOOLONG.
 * @see shm_unlink(3)
 */
export function unlinkSharedMemory(name: string): boolean {
  return unlinkSharedMemoryOn(selectedBackend, name);
}

/**
 * Makes a file that is memory, of zeros, its pages reserved. It has no path: other processes get it as a descriptor. Linux and
 * FreeBSD have such files.
 *
 * @param name a label for /proc and debuggers, at most 249 bytes; it need not be unique.
 * @param byteLength bytes, with `hugePages` rounded up to whole pages; 0 is legal.
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE, ERR_UNSUPPORTED (the platform has none, or not such a
 * seal); SystemError ENOMEM (more than is free), ENOSPC (too few huge pages), EMFILE, EINVAL ... Nothing stays open then.
 * @see memfd_create(2)
 * @example
 * const file = createMemoryFile('frame', 1920 * 1080 * 4, { seals: ['shrink', 'grow', 'seal'] });
 * const pixels = file.map(uint32);
 * // child_process.spawn(program, { stdio: ['inherit', 'inherit', 'inherit', file.fd] }): there it is descriptor 3
 * munmap(pixels);
 * file.close();
 */
export function createMemoryFile(
  name: string,
  byteLength: number | bigint,
  options?: MemoryFileOptions,
): MemoryFile {
  return createMemoryFileOn(selectedBackend, name, byteLength, options);
}

/** The functions that map, bound to one backend. */
export interface Api {
  readonly attach: typeof attach;
  readonly mmap: typeof mmap;
  readonly munmap: typeof munmap;
  readonly mprotect: typeof mprotect;
  readonly madvise: typeof madvise;
  readonly msync: typeof msync;
  readonly mapFile: typeof mapFile;
  readonly mapAnonymous: typeof mapAnonymous;
  readonly lockAll: typeof lockAll;
  readonly unlockAll: typeof unlockAll;
  readonly openSharedMemory: typeof openSharedMemory;
  readonly unlinkSharedMemory: typeof unlinkSharedMemory;
  readonly createMemoryFile: typeof createMemoryFile;
  /** Bytes of a page of ordinary memory, as this backend says. */
  readonly pageSize: number;
}

/**
 * The same functions, bound to one backend: 'native', 'ffi', or an object that implements the interface of
 * `@carray/backend`. A named backend never becomes the other one.
 *
 * @throws ERR_BACKEND_UNAVAILABLE where it cannot be loaded, with the cause.
 * @example
 * const { mapFile } = withBackend('ffi');
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
    lockAll: (options) => lockAllOn(bound, options),
    unlockAll: () => unlockAllOn(bound),
    openSharedMemory: (...args) => openSharedMemoryOn(bound, ...args),
    unlinkSharedMemory: (name) => unlinkSharedMemoryOn(bound, name),
    createMemoryFile: (...args) => createMemoryFileOn(bound, ...args),
    attach: attachWith(bound),
    pageSize: resolved.pageSize,
  };
}
