import type { RegionId } from './region-id.js';

/**
 * Why a page is at fault. 0: it is not. 1: there is nothing behind it; where the fault was survived it reads as zeros
 * now. 2: it was read-only and stored into; it is a private copy now, with the store. 3: it had no access; it is a private copy now.
 */
export type FaultMark = 0 | 1 | 2 | 3;

/**
 * Guards, and what they remember of pages. A part of `Backend`. `byteOffset` is any byte of the region, and means its page; all but
 * `guard` answer -EINVAL for a region without a guard, and for bytes outside of it.
 */
export interface FaultCalls {
  /**
   * Guards the region until its pages go: a page that faults is replaced by a private one and marked. To be called a second time
   * changes `unreadable` alone.
   * @param unreadable whether loads from and stores to pages without any access are survived too; else they are left to fault
   * @returns a view of two numbers, the same view at each call. Both are how many faults there were, 0 again after
   * `forgetFaults`; they change the moment that a fault is survived, in whichever thread. (There are two so that code can look
   * at one which depends on the value that it has read, and so only after it has read that.) Or -errno: EINVAL, ENOMEM, ENOSPC (as
   * many regions are guarded as can be), ENOTSUP (the view cannot be had here), EBUSY (another region is
   * inside; and nothing can be mapped inside of a guarded region).
   * @example
   * const { pageSize } = backend;
   * const region = backend.map(0, 4 * pageSize, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
   * const counter = backend.guard(region, false);
   * if (typeof counter === 'number') throw new Error(`no guard: errno ${-counter}`);
   * backend.markFault(region, pageSize + 5, pageSize); // 0
   * [...counter]; // [1, 1]
   * backend.faulted(region, 0, 4 * pageSize); // pageSize
   * backend.faultMark(region, pageSize + 1); // 1
   * backend.faultEnd(region, pageSize + 1); // 3 * pageSize
   * backend.forgetFaults(region); // 0
   * backend.faulted(region, 0, 4 * pageSize); // -1
   * backend.unmap(region);
   */
  guard(region: RegionId, unreadable: boolean): Uint32Array | number;

  /** The first marked page with bytes of the range. @returns the offset of its first byte, -1 where there is none, or -errno as `protect`. */
  faulted(region: RegionId, byteOffset: number, byteLength: number): number;

  /** Why the page with the byte is at fault. @returns a FaultMark, or -errno. */
  faultMark(region: RegionId, byteOffset: number): FaultMark | number;

  /**
   * The end of the pages in a row that have the same mark as the page with the byte.
   * @returns the offset behind their last byte, at most the region's length, or -errno.
   */
  faultEnd(region: RegionId, byteOffset: number): number;

  /**
   * Marks the pages with bytes of the range with 1, those that have no mark yet, and counts one fault, for one that the kernel
   * told by an errno. @returns 0 or -errno as `protect`.
   */
  markFault(region: RegionId, byteOffset: number, byteLength: number): number;

  /**
   * Forgets all marks, and sets the counter to 0. Pages that were replaced stay private until `remap`. To be called before
   * that, not after: a fault in between must not be forgotten. @returns 0 or -errno.
   */
  forgetFaults(region: RegionId): number;
}
