import type { Stats } from 'node:fs';
import type { Backend } from '@carray/backend';
import { MAP_PRIVATE, MAP_SHARED, PROT_EXEC, PROT_READ, PROT_WRITE } from '@carray/constants';
import { SystemError } from '../errors/system-error.js';
import { type Access, Mapping } from '../memory/mapping.js';
import { pageCeil } from '../memory/range.js';
import { explainMap, isAnonymous, type MapRequest } from './explain.js';

export interface RegionRequest extends MapRequest {
  readonly path?: string | undefined;
  /** Of the file, where one is mapped. */
  readonly stats?: Stats | undefined;
  readonly access?: Access;
  readonly exposeWritable?: boolean;
}

/** The one place that calls mmap(2): a Mapping, or the kernel's answer as a SystemError. */
export function mapRegion(backend: Backend, request: RegionRequest): Mapping {
  const { address, length, protection, flags, fd, offset, path } = request;
  const region = backend.map(address, length, protection, flags, fd, offset);
  if (region < 0) {
    const info = { length, protection, flags, offset, ...(address === 0 ? {} : { address }) };
    const cause = explainMap(-region, request, backend.pageSize);
    throw new SystemError({ errno: -region, syscall: 'mmap', path, info, cause });
  }
  return new Mapping({
    backend,
    region,
    byteLength: length,
    fileOffset: isAnonymous(flags) ? 0 : offset,
    path,
    protection,
    flags,
    access: request.access ?? accessOf(protection, flags),
    reach: reachOf(request, backend.pageSize),
    exposeWritable: request.exposeWritable ?? false,
  });
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
  return pageCeil(Math.max(0, stats.size - offset), pageSize);
}
