import type { Backend } from '@carray/backend';
import type { ArrayToken, MappedArray } from '../array/carray.js';
import { isBackendName, resolveBackend, selectedBackend } from '../backend/select.js';
import { type LockAllOptions, lockEverything, unlockEverything } from '../memory/lock-all.js';
import type { ElementType } from '../types/element-type.js';
import type { uint8 } from '../types/numbers.js';
import { attachOn } from './attach.js';
import { createMemoryFileOn, type MemoryFileOptions } from './create-memory-file.js';
import { type MapAnonymousOptions, mapAnonymousOn } from './map-anonymous.js';
import { mapFileOn } from './map-file.js';
import type { MapFileOptions } from './map-file-options.js';
import type { MemoryFile } from './memory-file.js';
import { mmapOn } from './mmap.js';
import { openSharedMemoryOn, type SharedMemoryOptions } from './shared-memory.js';
import { unlinkSharedMemoryOn } from './shared-name.js';
import type { Source } from './source.js';

/**
 * Maps memory, in the shape of mmap(2): what is asked for goes to the system as it is. Memory that is mapped already is never replaced: with
 * MAP_FIXED it is EEXIST, unless all of it is a reservation (PROT_NONE, MAP_ANONYMOUS) of this library.
 *
 * The mapping ends with `munmap`, or when the collector finds that nobody has the array any more, at some time or never.
 *
 * @param type of the elements: the array has as many as fit into `length`; the bytes left over are mapped, but
 * not addressable.
 * @param length bytes, from 1 to 2 ** 53 - 1; past the end of a file too: elements there throw ERR_MAPPING_FAULT.
 * @param prot PROT_NONE, or PROT_READ, PROT_WRITE, PROT_EXEC or-ed.
 * @param flags one of MAP_SHARED and MAP_PRIVATE, and further MAP_* or-ed. Linux ignores those that it does not know, unless
 * MAP_SHARED_VALIDATE is among them.
 * @param source a path, URL, descriptor, FileHandle or stream; left out with MAP_ANONYMOUS. A path is opened for
 * reading, and for writing where the mapping is shared and `prot` has PROT_WRITE. Nothing is ever created or extended.
 * @param offset bytes into the source, a multiple of the page size; default 0.
 * @param addr where the mapping is wanted, a hint; default 0: anywhere.
 * @throws ERR_INVALID_ARG_TYPE, ERR_ELEMENT_TYPE, ERR_OUT_OF_RANGE, ERR_INVALID_ARG_VALUE (MAP_SHARED with MAP_PRIVATE, a source with
 * MAP_ANONYMOUS) before anything is opened; ERR_BACKEND_UNAVAILABLE; SystemError: EINVAL (length 0, offset, neither MAP_SHARED nor MAP_PRIVATE),
 * EBADF (no source), ENOENT, EACCES, ENODEV (a pipe, a socket, a directory), EPERM (sealed, or a file system without execution), EEXIST, ENOMEM
 * (no room, or more mappings than `configure` allows), EAGAIN (MAP_LOCKED beyond the limit).
 * @see mmap(2)
 * @example
 * const header = mmap(uint8, 64, PROT_READ, MAP_PRIVATE, process.execPath);
 * console.log(header.length, header.mapping.byteLength); // 64 64
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
 * Maps a file as an array of elements: all of it, or `length` elements from any byte. An empty file is an empty array.
 *
 * The length is that of the file at the call: `mapping.resize` and `mapping.remap` follow changes. Where somebody makes the file shorter, elements
 * behind its end throw ERR_MAPPING_FAULT. Nothing keeps others from changing the bytes meanwhile, and no access is atomic: `carray/sync` is for
 * that.
 *
 * @param source a path, URL, Buffer, descriptor, FileHandle or stream: {@link Source}.
 * @param options `access` 'read' (default), 'read-write' or 'copy-on-write', `type`, `byteOffset`, `length` ...: {@link MapFileOptions}.
 * @throws ERR_INVALID_ARG_TYPE, ERR_ELEMENT_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE (past the end of the file),
 * ERR_UNSUPPORTED (advice that the platform lacks), ERR_BACKEND_UNAVAILABLE; SystemError ENOENT, EACCES, EROFS, EISDIR (to write to a directory),
 * ENODEV (a pipe, a directory), ENOSPC and EFBIG (`grow`), ENOMEM, EPERM (sealed), EMFILE; with `populate` EFAULT (past the
 * end of the file, or no room), with `lock` as `mapping.lock`. Nothing stays open or mapped then, and a file that was created or made longer is as before.
 * @see open(2), mmap(2)
 * @example
 * const bytes = mapFile(process.execPath);
 * try {
 *   console.log(bytes.length === fs.statSync(process.execPath).size, bytes.writable); // true false
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
 * Maps zeroed memory that belongs to no file, outside of the engine's heap.
 *
 * @param type of the elements.
 * @param length elements, at least 1, of together at most 2 ** 53 - 1 bytes.
 * @param options `shared`, `reserve`, `populate`, `lock`, `hugePages`, `maxByteLength`: {@link MapAnonymousOptions}.
 * @throws ERR_INVALID_ARG_TYPE, ERR_ELEMENT_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE, ERR_UNSUPPORTED, ERR_BACKEND_UNAVAILABLE; SystemError
 * EINVAL (length 0, or no pages of that size), ENOMEM (also of an empty pool of huge pages); with `lock` as `mapping.lock`.
 * @see mmap(2) with MAP_ANONYMOUS
 * @example
 * const counters = mapAnonymous(uint32, 1024, { shared: true });
 * counters.set(0, 7);
 * munmap(counters);
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
 * @throws ERR_MAPPING_UNMAPPED once the last holder has let go, and for a token of another process; ERR_INVALID_ARG_TYPE, ERR_ELEMENT_TYPE,
 * ERR_INVALID_ARG_VALUE (a token of another backend), ERR_BACKEND_UNAVAILABLE.
 * @example
 * const counters = mapAnonymous(int32, 4); // share() gives a token, and postMessage takes it to another thread
 * const same = attach(counters.share(), int32);
 * same.set(0, 7);
 * console.log(counters.get(0)); // 7
 */
export function attach<E extends ElementType = typeof uint8>(token: ArrayToken, type?: E): MappedArray<E> {
  return attachOn(backendNamed, token, type);
}

function backendNamed(name: string): Backend {
  return isBackendName(name) ? resolveBackend(name) : selectedBackend();
}

/**
 * Keeps in the machine's memory what this package maps in the calling thread: with `current` every mapping that is there, by
 * `mapping.lock`, whichever backend made it, and with `future` every one that is made until `unlockAll`, and what `resize` adds to one
 * that was locked so. A mapping that cannot be locked then is not made: the function that maps throws, as `mapping.lock` does.
 *
 * Memory of the engine is never locked (nor is `CArray.alloc`'s): its garbage collector gives pages back, which the kernel refuses for
 * locked ones, and the engine would end the process. Bytes without access, as those of reservations, and guard pages are left out:
 * lock them when they can be accessed. So is what `maxByteLength` sets aside, until `resize` takes it.
 *
 * @param options `current` and `future`, default both, and `onFault`: {@link LockAllOptions}.
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE (neither current nor future), ERR_UNSUPPORTED; SystemError ENOMEM (more than
 * RLIMIT_MEMLOCK, which the message names, or a page past the end of a file), EPERM (a limit of 0), EAGAIN, EBUSY: nothing is locked then
 * that was not before, and what is mapped later is locked or not as before.
 * @see mlock(2)
 * @example
 * lockAll();
 * const key = mapAnonymous(uint8, 32); // locked
 * unlockAll();
 */
export function lockAll(options?: LockAllOptions): void {
  lockEverything(options);
}

/**
 * Ends `lockAll`, and all locks of this package's mappings in the calling thread: those of `mapping.lock`, the option `lock` and MAP_LOCKED too.
 * Locks do not count: pages that another thread has locked in a mapping that both have are unlocked with them.
 *
 * @throws ERR_UNSUPPORTED; SystemError: what could be unlocked is.
 * @see munlock(2)
 * @example
 * lockAll({ future: false });
 * unlockAll();
 */
export function unlockAll(): void {
  unlockEverything();
}

/**
 * Maps shared memory by its name: what every process sees that asks for the same name, until `unlinkSharedMemory`, and after that as
 * long as it is mapped. Its bytes are the elements and nothing else, so other languages have them too.
 *
 * What is made here is zeros, its pages reserved: a full disk is ENOSPC, not a fault later. What is there already keeps its bytes,
 * and is made longer where `create` is set and it is shorter than asked. A call that fails leaves everything as it was.
 *
 * On Linux it is a file of /dev/shm, and containers have their own.
 *
 * @param name with or without a '/' in front, no other '/' and no NUL, from 1 to 255 bytes of UTF-8 (fewer on macOS); `mapping.path` is '/name'.
 * @param type of the elements; all who open the name should take the same.
 * @param length elements; may be left out for what is there already: then it is what fits. Of what somebody else is just making, and
 * has not made long enough yet, there may be none.
 * @param options `create`, `exclusive`, `readOnly`, `mode`: {@link SharedMemoryOptions}.
 * @throws ERR_INVALID_ARG_TYPE, ERR_ELEMENT_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE (shorter than asked, without `create`: the message
 * tells its size), ERR_BACKEND_UNAVAILABLE; SystemError ENOENT (not there, without `create`), EEXIST (there, with `exclusive`), EACCES, ENAMETOOLONG, ENOSPC,
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
 * @param name as of `openSharedMemory`.
 * @returns true if it was there, false where nothing has the name.
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_BACKEND_UNAVAILABLE; SystemError EACCES (of another user), ENAMETOOLONG.
 * @see shm_unlink(3)
 * @example
 * console.log(unlinkSharedMemory('nobody-has-made-this')); // false
 */
export function unlinkSharedMemory(name: string): boolean {
  return unlinkSharedMemoryOn(selectedBackend, name);
}

/**
 * Makes a file that is memory, of zeros, its pages reserved. It has no path: other processes get it as a descriptor. Linux and
 * FreeBSD have such files.
 *
 * @param name a label for /proc and debuggers, at most 249 bytes, without a NUL; it need not be unique.
 * @param byteLength bytes, with `hugePages` rounded up to whole pages; 0 is legal.
 * @param options `seals`, `hugePages`: {@link MemoryFileOptions}.
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
