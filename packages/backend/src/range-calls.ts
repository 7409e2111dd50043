import type { RegionId } from './region-id.js';

/**
 * What is done to bytes of a region. A part of `Backend`.
 *
 * `byteOffset` is from the start of the region, and the range may end anywhere up to the region's end; no bytes are a range too. Of
 * `protect`, `advise` and `sync` it starts at a multiple of `pageSize`, and they are done to the last page as a whole.
 */
export interface RangeCalls {
  /**
   * mprotect(2).
   * @param protection PROT_*
   * @returns 0 or -errno: EINVAL where the range leaves the region or starts inside a page, EBUSY where another region is inside of it;
   * and those of mprotect(2): EACCES (a file that is open for reading alone), ENOMEM.
   * @example
   * const { pageSize } = backend;
   * const region = backend.map(0, 2 * pageSize, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
   * backend.protect(region, pageSize, pageSize, PROT_NONE); // 0
   * backend.protect(region, 1, pageSize, PROT_NONE); // -EINVAL
   * backend.protect(region, pageSize, pageSize + 1, PROT_NONE); // -EINVAL
   * backend.unmap(region);
   */
  protect(region: RegionId, byteOffset: number, byteLength: number, protection: number): number;

  /** madvise(2). @param advice MADV_* @returns as `protect`. */
  advise(region: RegionId, byteOffset: number, byteLength: number, advice: number): number;

  /**
   * `advise` off the calling thread. The region keeps its pages until it is done, unmapped or not; that nothing is mapped inside of
   * the range meanwhile is the caller's business.
   * @returns what `advise` would; a promise in any case.
   */
  adviseAsync(region: RegionId, byteOffset: number, byteLength: number, advice: number): Promise<number>;

  /** msync(2). @param flags MS_SYNC or MS_ASYNC, with MS_INVALIDATE or without. @returns as `protect`. */
  sync(region: RegionId, byteOffset: number, byteLength: number, flags: number): number;

  /**
   * `sync` off the calling thread. The region keeps its pages until it is done, unmapped or not.
   * @returns what `sync` would; a promise in any case.
   */
  syncAsync(region: RegionId, byteOffset: number, byteLength: number, flags: number): Promise<number>;

  /**
   * What was stored in the bytes is what is executed from now on: the processor's caches are made to agree, where they do
   * not by themselves. The pages have to be readable; the range may start anywhere.
   * @returns as `protect`; -ENOTSUP where it cannot be done here.
   */
  synchronizeCode(region: RegionId, byteOffset: number, byteLength: number): number;

  /**
   * Copies bytes of the region into `target`, as many as it has, without a fault: at memory speed, by a call of the kernel
   * (process_vm_readv(2)). Marks nothing.
   * @param byteOffset any byte of the region
   * @returns how many were copied, in order: fewer than all where the next one cannot be had. Or -errno: EINVAL; EBUSY; ENOSYS
   * or EPERM where a sandbox forbids the call.
   * @example
   * const region = backend.map(0, backend.pageSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
   * const bytes = new Uint8Array(3);
   * backend.copyIn(region, 10, Uint8Array.of(1, 2, 3)); // 3
   * backend.copyOut(region, 11, bytes); // 3
   * [...bytes]; // [2, 3, 0]
   * backend.copyOut(region, backend.pageSize - 1, bytes); // -EINVAL
   * backend.unmap(region);
   */
  copyOut(region: RegionId, byteOffset: number, target: Uint8Array): number;

  /** Copies all bytes of `source` into the region, as `copyOut` the other way (process_vm_writev(2)). @returns as `copyOut`. */
  copyIn(region: RegionId, byteOffset: number, source: Uint8Array): number;
}
