import type { Backend } from '@carray/backend';
import {
  isAvailable,
  MAP_ANONYMOUS,
  MAP_NORESERVE,
  MAP_POPULATE,
  MAP_PRIVATE,
  MAP_SHARED,
  PROT_READ,
  PROT_WRITE,
} from '@carray/constants';
import type { MappedArray } from '../array/carray.js';
import { checkBoolean, checkCount, checkElementType, checkOptions } from '../declarations/check.js';
import { plainError } from '../errors/coded.js';
import type { ElementType } from '../types/element-type.js';
import { type HugePages, hugePageFlags } from './huge-pages.js';
import { mapRegion } from './map-region.js';
import { ownedArray } from './owned-array.js';

export interface MapAnonymousOptions {
  /** Whether forked children see each other's stores; default false. */
  shared?: boolean;
  /** Whether swap is set aside for all of it; default true. Without, a huge range can be had and used in parts. */
  reserve?: boolean;
  /** Whether all pages are there when the call returns; default false: each comes with its first access. */
  populate?: boolean;
  /** Whether all pages are there when the call returns, and stay in the machine's memory: `mapping.lock`. Default false. */
  lock?: boolean;
  /** Pages larger than ordinary ones; `mapping.pageSize` says how large those of a pool are. Default: none are asked for. */
  hugePages?: HugePages;
}

/** `mapAnonymous` on a given backend; see there. */
export function mapAnonymousOn<E extends ElementType>(
  backend: () => Backend,
  type: E,
  length: number | bigint,
  options: MapAnonymousOptions = {},
): MappedArray<E> {
  checkElementType('type', type);
  const count = checkCount('length', length, Math.floor(Number.MAX_SAFE_INTEGER / type.size));
  checkOptions(options, ['shared', 'reserve', 'populate', 'lock', 'hugePages']);
  const { shared = false, reserve = true, populate = false, lock = false, hugePages } = options;
  checkBoolean('options.shared', shared);
  checkBoolean('options.reserve', reserve);
  checkBoolean('options.populate', populate);
  checkBoolean('options.lock', lock);
  const huge = hugePageFlags(hugePages);
  if (populate && !isAvailable('MAP_POPULATE')) {
    throw plainError(
      'ERR_UNSUPPORTED',
      'This platform cannot populate anonymous memory: it has no MAP_POPULATE',
    );
  }
  const isAdvised = hugePages === 'advise';
  const sharing = shared ? MAP_SHARED : MAP_PRIVATE;
  // Advised pages are put together as they are brought in: after the advice.
  const early = (reserve ? 0 : MAP_NORESERVE) | (populate && !isAdvised ? MAP_POPULATE : 0);
  const memory = mapRegion(backend(), {
    length: count * type.size,
    protection: PROT_READ | PROT_WRITE,
    flags: MAP_ANONYMOUS | sharing | early | huge,
    fd: -1,
    offset: 0,
    address: 0,
  });
  return ownedArray(type, memory, 0, count, () => {
    if (isAdvised) memory.advise('hugepage');
    if (isAdvised && populate) memory.populateSync();
    if (lock) memory.lock();
  });
}
