import type { RegionId } from './region-id.js';

/** What is in the machine's memory, and what has to stay there. A part of `Backend`. */
export interface ResidencyCalls {
  /**
   * mincore(2) on bytes of the region: one byte for each page of `pageSize` into the first of `pages`, whose lowest bit is 1 where
   * the page can be had without reading a disk; the other bits say what the system likes. It is a look at one moment. Linux tells
   * of a file's pages to those only who may write the file: to others all of them are there.
   * @returns as `protect`; -EINVAL where `pages` is shorter than the pages of the range, -EFAULT where it cannot be written,
   * -ENOSYS where the system has no such call.
   */
  residency(region: RegionId, byteOffset: number, byteLength: number, pages: Uint8Array): number;

  /**
   * mlock2(2): the pages with bytes of the range stay in memory, those that are not there yet are brought in, or with MLOCK_ONFAULT
   * where they are first touched. Flags 0 is mlock(2). Locks do not count: one `unlock` ends several, and so does the end of the
   * pages. A start inside a page is rounded down by Linux, and refused by others (-EINVAL).
   * @returns as `protect`, and those of mlock(2): -ENOMEM (more than RLIMIT_MEMLOCK, a page that cannot be had), -EPERM (a limit
   * of 0), -EAGAIN; -ENOSYS for flags where the system has no mlock2(2). After -ENOMEM and -EAGAIN some pages, or all, may be
   * locked: `unlock` is safe then.
   */
  lock(region: RegionId, byteOffset: number, byteLength: number, flags: number): number;

  /** munlock(2): the pages with bytes of the range may leave memory again, locked or not. @returns as `lock`. */
  unlock(region: RegionId, byteOffset: number, byteLength: number): number;

  /**
   * posix_fadvise(2): how bytes of a file will be read, or that its pages may leave the page cache (POSIX_FADV_DONTNEED: those that
   * are neither mapped nor dirty). `byteLength` 0 is up to the end of the file.
   * @returns 0 or -errno: EBADF, EINVAL (advice, negative length), ESPIPE (a pipe), ENOSYS where the system has no such call.
   */
  adviseFile(fd: number, fileOffset: number, byteLength: number, advice: number): number;
}
