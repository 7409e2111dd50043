import { constants } from 'node:os';
import type { Marks } from '@carray/backend/marks';
import type { Parts } from './parts.js';

/** One mapped range, and who needs it. */
export interface Region {
  readonly id: number;
  readonly address: number;
  /** Changed by `resizeInPlace` alone. */
  byteLength: number;
  /** Who keeps the pages: the holder, and each buffer over them. */
  owners: number;
  /** How many of the owners are buffers. */
  buffers: number;
  /** How often all buffers were ended at once: those made before are ghosts. */
  generation: number;
  /** The reservation whose addresses these are, which keeps them taken. */
  readonly reservation?: Region;
  /** The regions inside of this one. */
  readonly inside: Set<Region>;
  /** Ended buffers that could not be emptied: their addresses must stay taken until they are collected. */
  ghosts: number;
  /** Memory of it was moved to where nobody sees it: its pages stay for good. */
  isKept?: boolean;
  /** There from the moment on that the region is guarded. */
  marks?: Marks;
  /** There from the moment on that other threads may have the pages too. */
  parts?: Parts;
}

/** A region that is held once. */
export function createRegion(id: number, address: number, byteLength: number): Region {
  return { id, address, byteLength, owners: 1, buffers: 0, generation: 0, ghosts: 0, inside: new Set() };
}

/**
 * Where bytes of the region start; -EINVAL without a region or where the range leaves it, -EBUSY where another
 * region is inside of it.
 */
export function locate(
  region: Region | undefined,
  byteOffset: number,
  byteLength: number,
  pageSize: number,
): number {
  if (region === undefined || !isWithin(region, byteOffset, byteLength)) return -constants.errno.EINVAL;
  const start = region.address + byteOffset;
  for (const { address, byteLength: size } of region.inside) {
    if (start < ceil(address + size, pageSize) && address < ceil(start + byteLength, pageSize)) {
      return -constants.errno.EBUSY;
    }
  }
  return start;
}

function isWithin(region: Region, byteOffset: number, byteLength: number): boolean {
  if (byteOffset < 0 || byteLength < 0) return false;
  return byteOffset <= region.byteLength && byteLength <= region.byteLength - byteOffset;
}

const ceil = (address: number, pageSize: number): number => Math.ceil(address / pageSize) * pageSize;
