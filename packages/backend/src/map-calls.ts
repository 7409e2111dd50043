import type { RegionId } from './region-id.js';

/**
 * Regions: how they come to be, where they are, and how they end. A part of `Backend`.
 *
 * Of the calls that map: `protection` is PROT_* and `flags` MAP_*, given to the system as they are. `fd` is an open descriptor, which
 * stays the caller's, or -1 with MAP_ANONYMOUS. `fileOffset` is in bytes, a multiple of `pageSize`, and 0 with MAP_ANONYMOUS.
 */
export interface MapCalls {
  /**
   * mmap(2).
   * @param address a hint in bytes, 0 for none. With MAP_FIXED it is exact, and what is mapped there is gone: that nobody needs it is
   * the caller's business.
   * @param byteLength 1 or more. The region has so many bytes; its pages are whole ones.
   * @returns the new region, held once by the calling thread, or -errno.
   * @example
   * const region = backend.map(0, backend.pageSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
   * if (region < 0) throw new Error(`mmap: errno ${-region}`);
   * backend.addressOf(region) % backend.pageSize; // 0
   * backend.unmap(region); // 0
   * backend.unmap(region); // -EINVAL
   * backend.map(0, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); // -EINVAL
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
   * @param byteOffset from the start of the reservation, a multiple of `pageSize`
   * @param byteLength 1 or more, at most to the end of the reservation. Its last page is taken whole.
   * @returns the new region, or -errno: EEXIST where another region is inside already, EBUSY where the reservation is
   * guarded, EINVAL where the range leaves it.
   * @example
   * const [reserved, anonymous] = [MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, MAP_PRIVATE | MAP_ANONYMOUS];
   * const { pageSize } = backend;
   * const reservation = backend.map(0, 4 * pageSize, PROT_NONE, reserved, -1, 0);
   * const inside = backend.mapInside(reservation, pageSize, pageSize, PROT_READ, anonymous, -1, 0);
   * backend.addressOf(inside) - backend.addressOf(reservation); // pageSize
   * backend.mapInside(reservation, 0, 2 * pageSize, PROT_READ, anonymous, -1, 0); // -EEXIST
   * for (const region of [reservation, inside]) backend.unmap(region);
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

  /**
   * mmap(2) with MAP_FIXED over whole pages of the region: what it maps there from now on. Buffers over them go on showing them.
   * @param byteOffset from the start of the region, a multiple of `pageSize`
   * @param byteLength 1 or more, at most to the end of the region. A last page that the region takes in part counts as whole.
   * @returns 0, or -errno as `protect`, and those of mmap(2). A kernel may have taken the pages
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
   * mremap(2) of the whole region, which keeps its id; `addressOf` may answer another address from then on. Bytes up to the shorter
   * length are kept. What a file or shared memory does not have is not there behind it either: such pages fault. The guard
   * of a guarded region ends; `guard` starts another one.
   *
   * All buffers over the region are ended. Where `supports.detach`, that is the caller's to do before: a buffer that is left is
   * EBUSY. Where not, those that are left read zeros as after `detach`; but where `flags` is 0 they go on showing the bytes until
   * the region ends, and a shorter length is EBUSY, also by those that were ended before and not collected. `detach` of them answers EINVAL.
   * @param byteLength 1 or more; of a region of huge pages a multiple of those
   * @param flags 0, which leaves the region where it is, or MREMAP_MAYMOVE
   * @returns 0, or -errno with all as before: EINVAL for a length that is not positive and for other flags; EBUSY where anybody
   * but the calling thread's one hold needs the pages (a buffer, also one that was moved away or a shared one, a `syncAsync` or `waitAsync`
   * that is not done), where the region was ever shared, lies inside of another or has one inside; ENOTSUP where the system cannot; and
   * those of mremap(2): ENOMEM, EFAULT (longer, with pages of several protections, advices or mappings), EAGAIN (locked).
   */
  resize(region: RegionId, byteLength: number, flags: number): number;

  /** Where the region starts. @returns the true address in bytes, never 0; -EINVAL for a region that is not held. */
  addressOf(region: RegionId): number;

  /**
   * munmap(2), as far as the region's owners allow: gives up the calling thread's hold. The pages go with
   * the last owner; each buffer that was neither detached nor collected is an owner too.
   * @returns 0, or -errno with the region still held.
   */
  unmap(region: RegionId): number;
}
