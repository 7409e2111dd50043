import type { RegionId } from './region-id.js';

/**
 * What is in the machine's memory, and what has to stay there. A part of `Backend`. `byteOffset` is from the start of the region, and the
 * range may end anywhere up to the region's end.
 */
export interface ResidencyCalls {
  /**
   * mincore(2) on bytes of the region: one byte for each page of `pageSize` into the first of `pages`, whose lowest bit is 1 where
   * the page can be had without reading a disk; the other bits say what the system likes. It is a look at one moment. Linux tells
   * of a file's pages to those only who may write the file: to others all of them are there.
   * @param byteOffset a multiple of `pageSize`
   * @param pages at least as many bytes as the range has pages, a last one that it takes in part included; those behind are left alone
   * @returns as `protect`; -EINVAL where `pages` is shorter than the pages of the range, -EFAULT where it cannot be written,
   * -ENOSYS where the system has no such call.
   * @example
   * const { pageSize } = backend;
   * const region = backend.map(0, 2 * pageSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
   * backend.copyIn(region, pageSize, Uint8Array.of(1));
   * const pages = new Uint8Array(2);
   * backend.residency(region, 0, pageSize + 1, pages); // 0
   * pages[1] & 1; // 1
   * backend.residency(region, 0, 2 * pageSize, new Uint8Array(1)); // -EINVAL
   * backend.unmap(region);
   */
  residency(region: RegionId, byteOffset: number, byteLength: number, pages: Uint8Array): number;

  /**
   * mlock2(2): the pages with bytes of the range stay in memory, those that are not there yet are brought in, or with MLOCK_ONFAULT
   * where they are first touched. Flags 0 is mlock(2). Locks do not count: one `unlock` ends several, and so does the end of the
   * pages. A start inside a page is rounded down by Linux, and refused by others (-EINVAL).
   * @param flags 0 or MLOCK_ONFAULT
   * @returns as `protect`, and those of mlock(2): -ENOMEM (more than RLIMIT_MEMLOCK, a page that cannot be had), -EPERM (a limit
   * of 0), -EAGAIN; -ENOSYS for flags where the system has no mlock2(2). After -ENOMEM and -EAGAIN some pages, or all, may be
   * locked: `unlock` is safe then.
   */
  lock(region: RegionId, byteOffset: number, byteLength: number, flags: number): number;

  /** munlock(2): the pages with bytes of the range may leave memory again, locked or not. @returns as `lock`. */
  unlock(region: RegionId, byteOffset: number, byteLength: number): number;

  /**
   * posix_fadvise(2): how bytes of a file will be read, or that its pages may leave the page cache (POSIX_FADV_DONTNEED: those that
   * are neither mapped nor dirty).
   * @param fileOffset aligned to nothing
   * @param byteLength 0 is up to the end of the file
   * @param advice POSIX_FADV_*
   * @returns 0 or -errno: EBADF, EINVAL (advice, negative length), ESPIPE (a pipe), ENOSYS where the system has no such call.
   */
  adviseFile(fd: number, fileOffset: number, byteLength: number, advice: number): number;
}
