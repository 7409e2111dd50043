import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { Functions, type Koffi, type Library } from './koffi.js';
import { type MemoryFileFunctions, memoryFileFunctions } from './libc-memory-files.js';
import { type ResidencyFunctions, residencyFunctions } from './libc-residency.js';
import { type WaitFunctions, waitFunctions } from './libc-waits.js';
import { addressIn } from './words.js';

/** process_vm_readv or process_vm_writev: the number of bytes copied, or -errno; ENOSYS where there is no such function. */
export type VectorCall = (
  pid: number,
  local: number,
  localCount: number,
  remote: number,
  remoteCount: number,
  flags: number,
) => number;

/** The C functions behind the backend. Each answers its result, or -errno read at once. */
export interface Libc extends ResidencyFunctions, MemoryFileFunctions, WaitFunctions {
  pageSize: number;
  /** Bytes in a pointer and in a size_t. */
  pointerSize: number;
  /** The address of the new mapping, or -errno. */
  mmap(
    address: number,
    length: number,
    protection: number,
    flags: number,
    fd: number,
    offset: number,
  ): number;
  munmap(address: number, length: number): number;
  /** The address from now on, or -errno. `place` is where the flags say so. */
  mremap(address: number, length: number, newLength: number, flags: number, place: number): number;
  mprotect(address: number, length: number, protection: number): number;
  madvise(address: number, length: number, advice: number): number;
  /** madvise on another thread, or in place where no other thread can be had. */
  madviseAsync(address: number, length: number, advice: number): Promise<number>;
  msync(address: number, length: number, flags: number): number;
  /** msync on another thread, or in place where no other thread can be had. */
  msyncAsync(address: number, length: number, flags: number): Promise<number>;
  posixFallocate(fd: number, offset: number, length: number): number;
  getpid(): number;
  processVmRead: VectorCall;
  processVmWrite: VectorCall;
  /** Where bytes of JavaScript are. */
  addressOf(bytes: Uint8Array): number;
  /** The memory itself as an ArrayBuffer, without a finalizer. */
  view(address: number, length: number): ArrayBuffer;
}

/** Bun dies of SIGSEGV where a worker ends while koffi has a call on another thread. */
const canCallAsync = isMainThread || process.versions.bun === undefined;

/** posix_fallocate answers the errno itself; -ENOTSUP where the C library has no such function. */
function fallocate(functions: Functions): Libc['posixFallocate'] {
  const call = functions.findWide('int posix_fallocate(int fd, int64_t offset, int64_t length)');
  return call === undefined ? () => -constants.errno.ENOTSUP : (...args) => 0 - call(...args);
}

/** intptr_t, not a pointer: MAP_FAILED arrives as -1, an address as a number or, from 2^53 on, a bigint. */
function mapping(
  koffi: Koffi,
  functions: Functions,
  { munmap, pageSize }: Pick<Libc, 'munmap' | 'pageSize'>,
): Libc['mmap'] {
  const mmap = functions.findWide(
    'intptr_t mmap(intptr_t address, size_t length, int protection, int flags, int fd, int64_t offset)',
  );
  if (mmap === undefined) throw new Error('The C library has no mmap');
  const pointerSize = koffi.sizeof('size_t');
  const end = 2 ** (8 * pointerSize);
  return (address, length, protection, flags, fd, offset) => {
    if (length >= end) return -constants.errno.ENOMEM; // koffi would cut it short
    // What does not fit becomes as high as there is, for the kernel to refuse or, as a hint, to ignore.
    const place = address < end ? address : end - pageSize + (address % pageSize);
    const mapped = Number(mmap(place, length, protection, flags, fd, offset));
    if (mapped === -1) return -koffi.errno();
    if (mapped !== 0) return addressIn(mapped, pointerSize);
    munmap(0, length); // only MAP_FIXED at 0, as root: nobody could tell it from "no memory"
    return -constants.errno.EINVAL;
  };
}

/** -ENOTSUP where the C library has no such function. */
function remapping(koffi: Koffi, functions: Functions): Libc['mremap'] {
  const call = functions.find(
    'intptr_t mremap(intptr_t address, size_t length, size_t newLength, int flags, ...)',
  );
  if (call === undefined) return () => -constants.errno.ENOTSUP;
  const pointerSize = koffi.sizeof('size_t');
  return (address, length, newLength, flags, place) => {
    // Always given: a C library may hand on whatever is in the place of the last argument.
    const moved = Number(call(address, length, newLength, flags, 'intptr_t', place));
    return moved === -1 ? -koffi.errno() : addressIn(moved, pointerSize);
  };
}

/** Not by `negating`, which costs a list of arguments: each access to a single element may be such a call. */
function vectorCall(koffi: Koffi, functions: Functions, name: string): VectorCall {
  const call = functions.find(
    `intptr_t ${name}(int pid, intptr_t local, unsigned long localCount, intptr_t remote, unsigned long remoteCount, unsigned long flags)`,
  );
  if (call === undefined) return () => -constants.errno.ENOSYS;
  return (pid, local, localCount, remote, remoteCount, flags) => {
    const count = call(pid, local, localCount, remote, remoteCount, flags);
    return count === -1 ? -koffi.errno() : count;
  };
}

/** A function that answers 0 or -1, on this thread and on another one. */
interface RangeFunction {
  direct(...args: number[]): number;
  onOtherThread(...args: number[]): Promise<number>;
}

function rangeFunction(koffi: Koffi, library: Library, declaration: string): RangeFunction {
  const call = library.func(declaration);
  const direct = (...args: number[]): number => (call(...args) === 0 ? 0 : -koffi.errno());
  const onOtherThread = (...args: number[]): Promise<number> =>
    new Promise((resolve, reject) => {
      if (!canCallAsync) return resolve(direct(...args));
      call.async(...args, (error: Error | null, status: number) => {
        if (error) reject(error);
        // errno stays behind on the other thread: what failed is asked again on this one.
        else resolve(status === 0 ? 0 : direct(...args));
      });
    });
  return { direct, onOtherThread };
}

/** Loads koffi and looks the functions up in the C library of the process. Throws where koffi cannot load. */
export function loadLibc(): Libc {
  const koffi: Koffi = createRequire(__filename)('koffi');
  const library = koffi.load(null);
  const functions = new Functions(koffi, library);
  const range = (declaration: string) => rangeFunction(koffi, library, declaration);
  const munmap = range('int munmap(intptr_t address, size_t length)').direct;
  const madvise = range('int madvise(intptr_t address, size_t length, int advice)');
  const msync = range('int msync(intptr_t address, size_t length, int flags)');
  const pageSize: number = library.func('int getpagesize()')();
  return {
    pageSize,
    pointerSize: koffi.sizeof('size_t'),
    mmap: mapping(koffi, functions, { munmap, pageSize }),
    munmap,
    mremap: remapping(koffi, functions),
    mprotect: range('int mprotect(intptr_t address, size_t length, int protection)').direct,
    madvise: madvise.direct,
    madviseAsync: madvise.onOtherThread,
    msync: msync.direct,
    msyncAsync: msync.onOtherThread,
    posixFallocate: fallocate(functions),
    ...residencyFunctions(functions),
    ...memoryFileFunctions(functions),
    ...waitFunctions(functions),
    getpid: library.func('int getpid()'),
    processVmRead: vectorCall(koffi, functions, 'process_vm_readv'),
    processVmWrite: vectorCall(koffi, functions, 'process_vm_writev'),
    addressOf: (bytes) => Number(koffi.address(bytes)),
    view: (address, length) => koffi.view(BigInt(address), length),
  };
}
