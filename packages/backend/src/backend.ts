import type { MemoryFileCalls } from './memory-file-calls.js';
import type { RegionId } from './region-id.js';
import type { ResidencyCalls } from './residency-calls.js';
import type { WaitCalls } from './wait-calls.js';

export type { RegionId } from './region-id.js';

/**
 * Names a region in all threads of one process: a plain object, of which structured cloning and `postMessage` make a copy that
 * is as good. What else is in it is the backend's business.
 */
export interface ShareToken {
  /** The `name` of the backend that made it: no other can attach it. */
  readonly backend: string;
  /** A number of the process that made it: no other can attach it. */
  readonly process: number;
}

/** What a backend can do beyond the calls that all of them have. */
export interface Supports {
  /**
   * `detach` empties the views over a buffer. Where false, they keep their length and read zeros, and so do the
   * whole pages that the buffer lies in: such a buffer is detached only when its region is about to end, and
   * inside of a reservation its place is free again only when it was collected.
   */
  readonly detach: boolean;
  /**
   * The pages of a buffer that was moved away with `transfer` come back once the moved one is collected. Where
   * false, nobody can watch the moved one, and its pages are kept for good.
   */
  readonly collectsMoved: boolean;
  /**
   * Memory is shared the moment it is stored: two mappings of one file, two buffers over one region, and
   * `fs.readSync` all see a store at once. Where false (a simulation), a file sees it at `sync` and `unmap`,
   * and a buffer always covers its whole region.
   */
  readonly sharedPages: boolean;
  /**
   * A fault in a guarded region is survived wherever it happens, in machine code and in the engine's own functions too.
   * Where false, a guarded region has a counter and marks, but only `copyOut` and `copyIn` get past a page that cannot
   * be had; to touch it otherwise ends the process.
   */
  readonly guards: boolean;
  /**
   * All of a shared region is shared: who attaches it sees the same guard, and the regions inside of it. Where false, marks and
   * counter are those of the thread, `share` refuses a region inside of another or with one inside (ENOTSUP), `mapInside`
   * refuses a shared one (ENOTSUP), and `liveRegions` counts the regions that the calling thread holds.
   */
  readonly sharedRegions: boolean;
  /** `sharedBuffer` makes SharedArrayBuffers. Where false, it answers ENOTSUP. */
  readonly sharedBuffers: boolean;
  /**
   * `residency` and `lock` are about the memory of the machine. Where false (a simulation), no page is ever away that could be
   * had, and a lock is nothing but its refusals.
   */
  readonly physicalMemory: boolean;
  /** `createMemoryFile` is there. Where false, it answers -ENOSYS. */
  readonly memoryFiles: boolean;
  /** Memory files can be sealed. Where false, `addSeals` and `seals` answer -ENOSYS or -ENOTSUP. */
  readonly seals: boolean;
  /** `waitAt` and `wakeAt` are there. Where false, they answer -ENOSYS. */
  readonly waits: boolean;
  /** `waitAsync` is there. Where false, it answers -ENOTSUP. */
  readonly asyncWaits: boolean;
}

/**
 * Why a page is at fault. 0: it is not. 1: there is nothing behind it; where the fault was survived it reads as zeros
 * now. 2: it was read-only and stored into; it is a private copy now, with the store. 3: it had no access; it is a private copy now.
 */
export type FaultMark = 0 | 1 | 2 | 3;

/**
 * The system calls of memory mapping and nothing else. Flat numbers go in, a result or a *negated errno*
 * comes out; no policy is set and no message is worded here, so every backend gives the same answers.
 *
 * Addresses and lengths are in bytes and are not rounded. Arguments are trusted to be integers in the safe
 * range; what the kernel would refuse, it refuses. A region that is not held by the calling thread (never
 * mapped, or unmapped) is answered with -EINVAL, without a system call. No method throws for a reason that
 * lies in its arguments.
 *
 * `backendContract` in `@carray/backend/contract` is this page as tests.
 */
export interface Backend extends ResidencyCalls, MemoryFileCalls, WaitCalls {
  readonly name: string;
  /** Bytes in a page of ordinary memory, asked from the system. */
  readonly pageSize: number;
  /** Bytes in the longest ArrayBuffer that the engine accepts. */
  readonly maxBufferBytes: number;
  readonly supports: Supports;

  /**
   * mmap(2). `address` is a hint (0: none), `fd` is -1 for anonymous memory, `fileOffset` is in bytes.
   * @returns the new region, held once by the calling thread, or -errno.
   */
  map(
    address: number,
    byteLength: number,
    protection: number,
    flags: number,
    fd: number,
    fileOffset: number,
  ): RegionId | number;

  /**
   * mmap(2) with MAP_FIXED over bytes of a region that is only a reservation: that it has no access and no buffer
   * is the caller's business, and what it has there is gone, even where the call fails. The new region is one of its
   * own; when it ends its addresses are reserved again, and those of the reservation stay taken as long as there is a
   * region inside, even when it is unmapped itself.
   * @returns the new region, or -errno: EEXIST where another region is inside already, EBUSY where the reservation is
   * guarded, EINVAL where the range leaves it.
   */
  mapInside(
    reservation: RegionId,
    byteOffset: number,
    byteLength: number,
    protection: number,
    flags: number,
    fd: number,
    fileOffset: number,
  ): RegionId | number;

  /** Where the region starts: the true address, never 0. */
  addressOf(region: RegionId): number;

  /**
   * munmap(2), as far as the region's owners allow: gives up the calling thread's hold. The pages go with
   * the last owner; each buffer that was neither detached nor collected is an owner too.
   * @returns 0, or -errno with the region still held.
   */
  unmap(region: RegionId): number;

  /**
   * mprotect(2) on bytes of the region. @returns 0 or -errno; -EINVAL where the range leaves the region, -EBUSY
   * where another region is inside of it.
   */
  protect(region: RegionId, byteOffset: number, byteLength: number, protection: number): number;

  /** madvise(2) on bytes of the region. @returns as `protect`. */
  advise(region: RegionId, byteOffset: number, byteLength: number, advice: number): number;

  /**
   * `advise` off the calling thread. The region keeps its pages until it is done, unmapped or not; that nothing is mapped inside of
   * the range meanwhile is the caller's business.
   * @returns what `advise` would.
   */
  adviseAsync(region: RegionId, byteOffset: number, byteLength: number, advice: number): Promise<number>;

  /** msync(2) on bytes of the region. @returns as `protect`. */
  sync(region: RegionId, byteOffset: number, byteLength: number, flags: number): number;

  /**
   * `sync` off the calling thread. The region keeps its pages until it is done, unmapped or not.
   * @returns what `sync` would.
   */
  syncAsync(region: RegionId, byteOffset: number, byteLength: number, flags: number): Promise<number>;

  /**
   * What was stored in bytes of the region is what is executed from now on: the processor's caches are made to agree, where they do
   * not by themselves. The pages have to be readable. @returns as `protect`; -ENOTSUP where it cannot be done here.
   */
  synchronizeCode(region: RegionId, byteOffset: number, byteLength: number): number;

  /**
   * posix_fallocate(3): blocks of the disk for bytes of a file, which becomes longer where they lie past its
   * end. @returns 0 or -errno: ENOSPC, EBADF, EFBIG, EINVAL (length 0), ENODEV or ESPIPE (no regular file), ENOTSUP
   * where the system has no such call.
   */
  allocate(fd: number, fileOffset: number, byteLength: number): number;

  /**
   * An ArrayBuffer over bytes of the region: the memory itself, no copy. It owns the pages together with
   * the region's holder until it is detached or collected, and a buffer that the caller moved away with
   * `transfer` goes on owning them.
   * @returns the buffer, or -errno: EINVAL where the range leaves the region, EBUSY where another region is inside
   * of it, ENOMEM where the engine refuses.
   */
  buffer(region: RegionId, byteOffset: number, byteLength: number): ArrayBuffer | number;

  /**
   * A SharedArrayBuffer over bytes of the region: the memory itself, in each thread that it is posted to. It owns the pages
   * together with the region's holders, and cannot be detached: it is over when no thread has it any more and that was noticed
   * by the collector, after the end of the thread that asked for it too.
   * @returns the buffer, or -errno as `buffer`; ENOTSUP, whatever is asked, where `supports.sharedBuffers` is false.
   */
  sharedBuffer(region: RegionId, byteOffset: number, byteLength: number): SharedArrayBuffer | number;

  /**
   * Ends a buffer made by `buffer`: its views are emptied and its share in the pages is given up. One that
   * was detached or moved away before is left alone: its pages belong to whoever has them now.
   * @returns 0, or -EINVAL for a buffer that this backend did not make or that was ended before.
   */
  detach(buffer: ArrayBuffer): number;

  /**
   * Guards the region until its pages go: a page that faults is replaced by a private one and marked. Loads from and stores to
   * pages without any access are left to fault, unless `unreadable` is true. To be called a second time changes `unreadable` alone.
   * @returns a view of two numbers, the same view at each call. Both are how many faults there were, 0 again after
   * `forgetFaults`; they change the moment that a fault is survived, in whichever thread. (There are two so that code can look
   * at one which depends on the value that it has read, and so only after it has read that.) Or -errno: EINVAL, ENOMEM, ENOSPC (as
   * many regions are guarded as can be), ENOTSUP (the view cannot be had here), EBUSY (another region is
   * inside; and nothing can be mapped inside of a guarded region).
   */
  guard(region: RegionId, unreadable: boolean): Uint32Array | number;

  /**
   * The first marked page with bytes of the range, as the offset of its first byte. @returns -1 where there is none; as
   * `protect`, and -EINVAL for a region without a guard (as the three calls below).
   */
  faulted(region: RegionId, byteOffset: number, byteLength: number): number;

  /** Why the page with the byte is at fault. @returns a FaultMark, or -errno: EINVAL for a byte outside of the region. */
  faultMark(region: RegionId, byteOffset: number): FaultMark | number;

  /** The end of the pages in a row that have the same mark as the page with the byte, at most the region's length. @returns as `faultMark`. */
  faultEnd(region: RegionId, byteOffset: number): number;

  /**
   * Marks the pages with bytes of the range with 1, those that have no mark yet, and counts one fault, for one that the kernel
   * told by an errno. @returns 0 or -errno.
   */
  markFault(region: RegionId, byteOffset: number, byteLength: number): number;

  /**
   * Forgets all marks, and sets the counter to 0. Pages that were replaced stay private until `remap`. To be called before
   * that, not after: a fault in between must not be forgotten.
   */
  forgetFaults(region: RegionId): number;

  /**
   * mmap(2) with MAP_FIXED over whole pages of the region: what it maps there from now on. A last page that the region
   * takes in part counts as whole. @returns 0, or -errno as `protect`, and those of mmap(2). A kernel may have taken the pages
   * away before it failed: they have no access then, and their place stays taken.
   */
  remap(
    region: RegionId,
    byteOffset: number,
    byteLength: number,
    protection: number,
    flags: number,
    fd: number,
    fileOffset: number,
  ): number;

  /**
   * mremap(2) of the whole region, which keeps its id; `addressOf` may answer another address from then on. `flags` is 0, which
   * leaves it where it is, or MREMAP_MAYMOVE. Bytes up to the shorter length are kept. What a file or shared memory does not
   * have is not there behind it either: such pages fault. Lengths of regions of huge pages are multiples of those. The guard
   * of a guarded region ends; `guard` starts another one.
   *
   * All buffers over the region are ended. Where `supports.detach`, that is the caller's to do before: a buffer that is left is
   * EBUSY. Where not, those that are left read zeros as after `detach`; but where `flags` is 0 they go on showing the bytes until
   * the region ends, and a shorter length is EBUSY, also by those that were ended before and not collected. `detach` of them answers EINVAL.
   * @returns 0, or -errno with all as before: EINVAL for a length that is not positive and for other flags; EBUSY where anybody
   * but the calling thread's one hold needs the pages (a buffer, also one that was moved away or a shared one, a `syncAsync` or `waitAsync`
   * that is not done), where the region was ever shared, lies inside of another or has one inside; ENOTSUP where the system cannot; and
   * those of mremap(2): ENOMEM, EFAULT (longer, with pages of several protections, advices or mappings), EAGAIN (locked).
   * @see mremap(2)
   */
  resize(region: RegionId, byteLength: number, flags: number): number;

  /**
   * Copies bytes of the region into `target`, as many as it has, without a fault: at memory speed, by a call of the kernel.
   * Marks nothing.
   * @returns how many were copied, in order: fewer than all where the next one cannot be had. Or -errno: EINVAL; EBUSY; ENOSYS
   * or EPERM where a sandbox forbids the call.
   * @see process_vm_readv(2)
   */
  copyOut(region: RegionId, byteOffset: number, target: Uint8Array): number;

  /** Copies all bytes of `source` into the region, as `copyOut` the other way. @see process_vm_writev(2) */
  copyIn(region: RegionId, byteOffset: number, source: Uint8Array): number;

  /**
   * Names the region for `attach` in any thread of this process, as long as somebody holds it or has a buffer over it.
   * @returns a value that structured cloning copies, or -errno.
   */
  share(region: RegionId): ShareToken | number;

  /**
   * Holds a shared region in the calling thread too: the same pages, under an id of its own, also where the thread holds it
   * already. The pages stay until every holder has unmapped, in every thread; marks and counter of a guard are those of the pages.
   * @returns the id, or -errno: ENOENT once the last holder let go, or for a token of another process; EINVAL for
   * what is no token.
   */
  attach(token: ShareToken): RegionId | number;

  /** How many regions have pages in this process, each once however often it is attached, those with a buffer as their last owner included. */
  liveRegions(): number;
}
