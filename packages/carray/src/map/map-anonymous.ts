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
import { checkBoolean, checkCount, checkOptions } from '../arguments/check.js';
import type { MappedArray } from '../array/carray.js';
import { plainError } from '../errors/coded.js';
import { adviceNumber } from '../memory/advice.js';
import { checkElementType } from '../types/check.js';
import type { ElementType } from '../types/element-type.js';
import { type HugePages, hugePageFlags } from './huge-pages.js';
import { mapRegion } from './map-region.js';
import { ownedArray } from './owned-array.js';

/** Options of `mapAnonymous`. */
export interface MapAnonymousOptions {
  /** Whether forked children see each other's stores (MAP_SHARED); default false. Threads share either by `share` and `attach`. */
  shared?: boolean;
  /**
   * Whether memory and swap are set aside for all of it; default true. Without (MAP_NORESERVE) a huge range can be had and used in parts,
   * and where the machine runs out of memory, the kernel ends processes.
   */
  reserve?: boolean;
  /**
   * Whether all pages are there when the call returns; default false: each comes with its first access. ERR_UNSUPPORTED where the platform
   * has no MAP_POPULATE.
   */
  populate?: boolean;
  /**
   * Bytes of address space that are set aside: up to there `resize` does not move the array. It costs no memory, but in a pool of huge
   * pages. Default: what the array takes.
   */
  maxByteLength?: number | bigint;
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
  checkOptions(options, ['shared', 'reserve', 'populate', 'maxByteLength', 'lock', 'hugePages']);
  const { shared = false, reserve = true, populate = false, maxByteLength = 0, lock = false } = options;
  checkBoolean('options.shared', shared);
  checkBoolean('options.reserve', reserve);
  checkBoolean('options.populate', populate);
  const most = checkCount('options.maxByteLength', maxByteLength);
  checkBoolean('options.lock', lock);
  const huge = hugePageFlags(options.hugePages);
  if (populate && !isAvailable('MAP_POPULATE')) {
    throw plainError(
      'ERR_UNSUPPORTED',
      'This platform cannot populate anonymous memory: it has no MAP_POPULATE',
    );
  }
  const isAdvised = options.hugePages === 'advise';
  const sharing = shared ? MAP_SHARED : MAP_PRIVATE;
  const byteLength = count * type.size;
  // What is set aside and may never be used must not count as memory that is promised, nor be populated; a pool promises all.
  const hasReserve = most > byteLength;
  const isLate = hasReserve || isAdvised;
  const flags =
    MAP_ANONYMOUS |
    sharing |
    (reserve && (!hasReserve || huge !== 0) ? 0 : MAP_NORESERVE) |
    (populate && !isLate ? MAP_POPULATE : 0) |
    huge;
  const memory = mapRegion(backend(), {
    length: Math.max(byteLength, most),
    byteLength,
    keepsAddresses: most > 0,
    protection: PROT_READ | PROT_WRITE,
    flags,
    fd: -1,
    offset: 0,
    address: 0,
  });
  return ownedArray(type, memory, 0, count, () => {
    // Advised pages are put together as they are brought in: after the advice.
    if (isAdvised) memory.region?.advise(0, memory.maxByteLength, adviceNumber('hugepage'));
    if (populate && isLate) memory.populateSync();
    if (lock) memory.lock();
  });
}
