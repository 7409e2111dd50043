import type { Stats } from 'node:fs';
import { constants as os } from 'node:os';
import type { Backend } from '@carray/backend';
import {
  MAP_FIXED,
  MAP_FIXED_NOREPLACE,
  MAP_PRIVATE,
  MAP_SHARED,
  PROT_EXEC,
  PROT_NONE,
  PROT_READ,
  PROT_WRITE,
} from '@carray/constants';
import { currentFaultGuard, currentMaxMappings } from '../backend/configuration.js';
import { SystemError } from '../errors/system-error.js';
import type { BackingFile } from '../memory/backing-file.js';
import { isAnonymous, type MapRequest, mapError } from '../memory/explain-map.js';
import { Mapping } from '../memory/mapping.js';
import type { Access, MappingFacts } from '../memory/mapping-facts.js';
import { reachIn, wholeLength } from '../memory/range.js';
import { addReservation, findReservation } from '../memory/reservations.js';
import { canFault } from './can-fault.js';
import { pageSizeOf } from './huge-pages.js';
import { explainSealed } from './seals.js';

export interface RegionRequest extends MapRequest {
  readonly path?: string | undefined;
  /** Of the file, where one is mapped. */
  readonly stats?: Stats | undefined;
  /** The same, with what is needed to map it again. */
  readonly file?: BackingFile | undefined;
  readonly access?: Access;
  /** What the mapping takes of `length`; default: all. */
  readonly byteLength?: number;
  readonly extent?: MappingFacts['extent'];
  readonly keepsAddresses?: boolean;
  readonly exposeWritable?: boolean;
}

/** The one place that calls mmap(2): a Mapping, or the kernel's answer as a SystemError. */
export function mapRegion(backend: Backend, request: RegionRequest): Mapping {
  const { length, protection, flags, offset, path, byteLength = length } = request;
  const faultGuard = currentFaultGuard();
  refuseTooMany(backend);
  const pageSize = pageSizeOf(backend, request, request.stats);
  const region = mapOrRefuse(backend, request, wholeLength(length, pageSize, backend.pageSize));
  if (region < 0) {
    throw mapError(-region, request, pageSize, path, explainSealed(-region, backend, request));
  }
  const mapping = mappingOf({
    backend,
    region,
    byteLength,
    maxByteLength: length,
    pageSize,
    fileOffset: isAnonymous(flags) ? 0 : offset,
    path,
    protection,
    flags,
    access: request.access ?? accessOf(protection, flags),
    file: isAnonymous(flags) ? undefined : request.file,
    faultGuard,
    reach: reachOf(request, pageSize),
    exposeWritable: request.exposeWritable ?? false,
    extent: request.extent ?? 'past-end',
    keepsAddresses: request.keepsAddresses ?? false,
    canFault: canFault(backend, request, request.stats),
  });
  if (protection === PROT_NONE && isAnonymous(flags)) addReservation(mapping);
  return mapping;
}

/** The engine dies where the kernel has no mapping left for it. */
function refuseTooMany(backend: Backend): void {
  const most = currentMaxMappings();
  const live = backend.liveRegions();
  if (live < most) return;
  const cause = `${live} mappings are live, and configure({ maxMappings }) allows ${most}: unmap some`;
  throw new SystemError({ errno: os.errno.ENOMEM, syscall: 'mmap', info: { live, most }, cause });
}

/** A mapping of a region that is there; where it cannot be made, the region is given up. */
export function mappingOf(facts: MappingFacts): Mapping {
  try {
    return new Mapping(facts);
  } catch (error) {
    if (facts.region !== undefined) facts.backend.unmap(facts.region);
    throw error;
  }
}

function mapOrRefuse(backend: Backend, request: RegionRequest, length: number): number {
  // Linux maps a TCP socket, to receive into: pages that nothing was received into are SIGBUS.
  if (request.stats?.isSocket()) return -os.errno.ENODEV;
  const { address, protection, flags, fd, offset } = request;
  if ((flags & MAP_FIXED) !== 0) return mapFixed(backend, request, length);
  return backend.map(address, length, protection, flags, fd, offset);
}

/** Exactly at the address: inside of a reservation of ours, or where nothing is. What is mapped is never replaced. */
function mapFixed(backend: Backend, request: MapRequest, length: number): number {
  const { address, protection, fd, offset } = request;
  const flags = request.flags & ~MAP_FIXED;
  const reservation = findReservation(backend, address, length);
  if (reservation !== undefined) {
    const byteOffset = address - Number(reservation.address);
    return reservation.mapInside(byteOffset, { length, protection, flags, fd, offset });
  }
  const region = backend.map(address, length, protection, flags | MAP_FIXED_NOREPLACE, fd, offset);
  if (region < 0 || backend.addressOf(region) === address) return region;
  // A system without MAP_FIXED_NOREPLACE takes the address for a hint; an unaligned one it rounds.
  backend.unmap(region);
  return address % backend.pageSize === 0 ? -os.errno.EEXIST : -os.errno.EINVAL;
}

function accessOf(protection: number, flags: number): Access {
  if ((protection & PROT_WRITE) !== 0) {
    const copies = (flags & MAP_PRIVATE) !== 0 && (flags & MAP_SHARED) === 0 && !isAnonymous(flags);
    return copies ? 'copy-on-write' : 'read-write';
  }
  return (protection & (PROT_READ | PROT_EXEC)) === 0 ? 'none' : 'read';
}

/** Bytes of the mapping that a regular file stands behind: the rest of its last page reads as zeros. */
function reachOf({ stats, offset }: RegionRequest, pageSize: number): number {
  if (stats === undefined || !stats.isFile()) return Number.POSITIVE_INFINITY;
  return reachIn(stats.size, offset, pageSize);
}
