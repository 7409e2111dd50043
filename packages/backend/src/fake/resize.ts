import { constants } from 'node:os';
import { MREMAP_MAYMOVE } from '@carray/constants';
import { findGap, isFree } from './address-space.js';
import { errnoOf } from './file-source.js';
import type { Owners } from './owners.js';
import { resizeRefusal } from './refusals.js';
import type { Region } from './region.js';
import { writeBack } from './write-back.js';

const { EBUSY, ENOMEM } = constants.errno;

/** What decides the answer, next to the region. */
export interface Surroundings {
  readonly pageSize: number;
  readonly canDetach: boolean;
  /** The regions whose pages exist, this one among them. */
  readonly taken: readonly Region[];
  /** Whether the region was ever shared. */
  readonly isShared: boolean;
  readonly owners: Owners;
}

/** Gives a region another length, and another place where the flags allow it. @returns 0 or -errno. */
export function resizeRegion(
  region: Region,
  byteLength: number,
  flags: number,
  around: Surroundings,
): number {
  const refusal = resizeRefusal(byteLength, flags) || busyRefusal(region, byteLength, flags, around);
  if (refusal !== 0) return refusal;
  const size = Math.ceil(byteLength / around.pageSize) * around.pageSize;
  const address = placeFor(region, size, flags, around.taken);
  if (address === undefined) return -ENOMEM;
  const written = writeBack(region, 0, region.byteLength);
  if (written !== 0) return written;
  const { shown } = region;
  try {
    region.resize(address, address + size, byteLength);
  } catch (error) {
    return error instanceof RangeError ? -ENOMEM : errnoOf(error);
  }
  // Bytes that go on showing the region cannot be simulated: they are what they were, until it ends.
  if (shown !== undefined) around.owners.end(shown, (ended) => region.outlive(ended));
  if (flags !== 0) region.blankOutlived();
  return 0;
}

/** -EBUSY where anybody but the one hold needs the pages, but for a buffer that is ended by this since nothing else can end it. */
function busyRefusal(
  region: Region,
  byteLength: number,
  flags: number,
  { canDetach, isShared, owners }: Surroundings,
): number {
  const isHeldOnce = region.holds === 1 && !isShared && region.pendingCalls === 0;
  const isAlone = region.reservation === undefined && region.inside.size === 0;
  if (!isHeldOnce || !isAlone) return -EBUSY;
  if (region.buffers === 0) return 0;
  const isEnding = !canDetach && region.shown !== undefined && owners.regionOf(region.shown) === region;
  const wouldLeaveBytes = flags === 0 && byteLength < region.byteLength;
  return isEnding && region.buffers === 1 && !wouldLeaveBytes ? 0 : -EBUSY;
}

function placeFor(region: Region, size: number, flags: number, taken: readonly Region[]): number | undefined {
  const others = taken.filter((other) => other !== region);
  if (isFree(others, region.address, size)) return region.address;
  return (flags & MREMAP_MAYMOVE) === 0 ? undefined : findGap(taken, size);
}
