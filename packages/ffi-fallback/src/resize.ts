import { constants } from 'node:os';
import type { Backend } from '@carray/backend';
import { MREMAP_DONTUNMAP, MREMAP_FIXED, MREMAP_MAYMOVE } from '@carray/constants';
import { Buffers } from './buffers.js';
import type { Libc } from './libc.js';
import type { Region } from './region.js';
import type { Regions } from './regions.js';

const { EBUSY, EINVAL, ENOMEM, ENOTSUP } = constants.errno;

/** mremap(2) of regions that nobody else needs, but for buffers that cannot be emptied: these must never show foreign memory. */
export function resizeCall(libc: Libc, regions: Regions): Backend['resize'] {
  const longest = 2 ** (8 * libc.pointerSize) - 1;

  /** With buffers that are left to show the bytes. A length shorter than theirs would leave them at foreign addresses. */
  function inPlace(region: Region, byteLength: number): number {
    if (byteLength < region.byteLength) return -EBUSY;
    const resized = libc.mremap(region.address, region.byteLength, byteLength, 0, 0);
    if (resized < 0) return resized;
    regions.resizeInPlace(region, byteLength);
    return 0;
  }

  /** With buffers that are left behind, where zeros take the place of the pages. There is never a hole that others could map. */
  function elsewhere(region: Region, byteLength: number): number {
    const { address, byteLength: before } = region;
    const moved = libc.mremap(address, before, before, MREMAP_MAYMOVE | MREMAP_DONTUNMAP, 0);
    if (moved < 0) return moved === -EINVAL ? -ENOTSUP : moved; // before Linux 5.7, and 5.13 for most memory
    const blanked = regions.blank(address, before);
    const resized = blanked < 0 ? blanked : libc.mremap(moved, before, byteLength, MREMAP_MAYMOVE, 0);
    if (resized >= 0) {
      regions.resizeElsewhere(region, resized, byteLength);
      return 0;
    }
    const back = libc.mremap(moved, before, before, MREMAP_MAYMOVE | MREMAP_FIXED, address);
    // Where not even that can be had, the region lives on there: no byte of it is lost.
    if (back < 0) regions.resizeElsewhere(region, moved, before);
    return resized;
  }

  function freely(region: Region, byteLength: number, flags: number): number {
    const resized = libc.mremap(region.address, region.byteLength, byteLength, flags, 0);
    if (resized < 0) return resized;
    if (resized === region.address) regions.resizeInPlace(region, byteLength);
    else regions.resizeElsewhere(region, resized, byteLength);
    return 0;
  }

  return (id, byteLength, flags) => {
    const region = regions.find(id);
    if (region === undefined || byteLength <= 0 || (flags & ~MREMAP_MAYMOVE) !== 0) return -EINVAL;
    if (byteLength > longest) return -ENOMEM;
    if (!isHeldAlone(region)) return -EBUSY;
    if (region.buffers + region.ghosts === 0) return freely(region, byteLength, flags);
    return flags === 0 ? inPlace(region, byteLength) : elsewhere(region, byteLength);
  };
}

/** Whether nobody needs the pages but their holder, and buffers that only this call can end. */
function isHeldAlone({ owners, buffers, parts, reservation, inside }: Region): boolean {
  const own = Buffers.canDetach ? 1 : 1 + buffers;
  return owners === own && parts === undefined && reservation === undefined && inside.size === 0;
}
