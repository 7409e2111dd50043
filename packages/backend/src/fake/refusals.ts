import { constants } from 'node:os';
import {
  isAvailable,
  MAP_DROPPABLE,
  MAP_FIXED,
  MAP_FIXED_NOREPLACE,
  MAP_PRIVATE,
  MAP_SHARED,
  MREMAP_MAYMOVE,
  MS_ASYNC,
  MS_INVALIDATE,
  MS_SYNC,
  names,
  PROT_EXEC,
  PROT_READ,
  PROT_SEM,
  PROT_WRITE,
  platform,
  valueOn,
} from '@carray/constants';
import { ADDRESS_SPACE_BYTES, type Extent, isFree } from './address-space.js';
import type { Region } from './region.js';

const { EACCES, EBUSY, EEXIST, EINVAL, ENOMEM, ENOTSUP } = constants.errno;

const everyProtection = PROT_READ | PROT_WRITE | PROT_EXEC | PROT_SEM;
const everySync = MS_SYNC | MS_ASYNC | MS_INVALIDATE;
const everyAdvice = new Set(
  names()
    .filter((name) => name.startsWith('MADV_') && isAvailable(name))
    .map((name) => valueOn(platform, name)),
);

/** What a region can be asked for without looking at a file. */
export interface MapNumbers {
  readonly byteLength: number;
  readonly flags: number;
  readonly fileOffset: number;
}

/** The same with the place that it asks for. */
export interface MapRequest extends MapNumbers {
  readonly address: number;
}

/** The -errno of mmap(2) for what is wrong with the numbers alone, or 0. */
export function mapRefusal(request: MapRequest, pageSize: number, taken: Iterable<Extent>): number {
  return numbersRefusal(request, pageSize) || placeRefusal(request, pageSize, taken);
}

/** The -errno of a mapping over part of a reservation, at an address in it, or 0. */
export function insideRefusal(request: MapRequest, pageSize: number, reservation: Region): number {
  const { address, byteLength } = request;
  const byteOffset = address - reservation.address;
  if (byteLength <= 0 || !isWithin(reservation, byteOffset, byteLength)) return -EINVAL;
  if (!isFree(reservation.inside, address, byteLength)) return -EEXIST;
  return address % pageSize === 0 ? numbersRefusal(request, pageSize) : -EINVAL;
}

/** The -errno of mmap(2) for what is wrong wherever it maps, or 0. */
export function numbersRefusal({ byteLength, flags, fileOffset }: MapNumbers, pageSize: number): number {
  if (byteLength <= 0 || fileOffset < 0 || fileOffset % pageSize !== 0) return -EINVAL;
  if ((flags & (MAP_SHARED | MAP_PRIVATE | MAP_DROPPABLE)) === 0) return -EINVAL;
  return byteLength > ADDRESS_SPACE_BYTES ? -ENOMEM : 0;
}

/** An exact address is refused where it is taken: to replace what is there cannot be simulated. */
function placeRefusal(request: MapRequest, pageSize: number, taken: Iterable<Extent>): number {
  const { address, byteLength, flags } = request;
  if ((flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)) === 0) return 0;
  if (address + byteLength > ADDRESS_SPACE_BYTES) return -ENOMEM;
  if (address % pageSize !== 0) return -EINVAL;
  if (isFree(taken, address, byteLength)) return 0;
  return (flags & MAP_FIXED_NOREPLACE) !== 0 ? -EEXIST : -ENOTSUP;
}

/** The -errno of mremap(2) for what is wrong with the numbers alone, or 0. */
export function resizeRefusal(byteLength: number, flags: number): number {
  if (byteLength <= 0 || (flags & ~MREMAP_MAYMOVE) !== 0) return -EINVAL;
  return byteLength > ADDRESS_SPACE_BYTES ? -ENOMEM : 0;
}

/** The -errno of a call on part of a region, or 0. */
export function rangeRefusal(
  region: Region,
  byteOffset: number,
  byteLength: number,
  alignment: number,
): number {
  if (!isWithin(region, byteOffset, byteLength) || byteOffset % alignment !== 0) return -EINVAL;
  return isFree(region.inside, region.address + byteOffset, byteLength) ? 0 : -EBUSY;
}

function isWithin(region: Region, byteOffset: number, byteLength: number): boolean {
  return byteOffset >= 0 && byteLength >= 0 && byteOffset <= region.byteLength - byteLength;
}

/** The -errno of mprotect(2) for a protection, or 0. */
export function protectionRefusal(region: Region, protection: number): number {
  if ((protection & ~everyProtection) !== 0) return -EINVAL;
  const needsFile = region.shared && (protection & PROT_WRITE) !== 0;
  return needsFile && region.source?.takesStores === false ? -EACCES : 0;
}

/** The -errno of madvise(2) for an advice, or 0. */
export function adviceRefusal(advice: number): number {
  return everyAdvice.has(advice) ? 0 : -EINVAL;
}

/** The -errno of msync(2) for its flags, or 0. */
export function syncRefusal(flags: number): number {
  const both = MS_SYNC | MS_ASYNC;
  return (flags & ~everySync) !== 0 || (flags & both) === both ? -EINVAL : 0;
}
