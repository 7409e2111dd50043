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

/** What is asked for, checked. */
interface Request {
  /** Elements. */
  readonly length: number;
  readonly byteLength: number;
  readonly maxByteLength: number;
  readonly shared: boolean;
  readonly reserve: boolean;
  readonly populate: boolean;
  readonly lock: boolean;
  /** Whether pages are to be put together, by advice. */
  readonly isAdvised: boolean;
  /** MAP_HUGETLB and the size, where pages of a pool are asked for. */
  readonly poolFlags: number;
}

/** `mapAnonymous` on a given backend; see there. */
export function mapAnonymousOn<E extends ElementType>(
  backend: () => Backend,
  type: E,
  length: number | bigint,
  options: MapAnonymousOptions = {},
): MappedArray<E> {
  checkElementType('type', type);
  const request = checkRequest(type, length, options);
  const { byteLength, maxByteLength, populate, lock, isAdvised } = request;
  // What is set aside and may never be used must not be populated; advised pages are put together as they are brought in.
  const populatesLate = populate && (maxByteLength > byteLength || isAdvised);
  const memory = mapRegion(backend(), {
    length: Math.max(byteLength, maxByteLength),
    byteLength,
    keepsAddresses: maxByteLength > 0,
    protection: PROT_READ | PROT_WRITE,
    flags: flagsOf(request) | (populate && !populatesLate ? MAP_POPULATE : 0),
    fd: -1,
    offset: 0,
    address: 0,
  });
  return ownedArray(type, memory, 0, request.length, () => {
    if (isAdvised) memory.region?.advise(0, memory.maxByteLength, adviceNumber('hugepage'));
    if (populatesLate) memory.populateSync();
    if (lock) memory.lock();
  });
}

function checkRequest(type: ElementType, length: unknown, options: MapAnonymousOptions): Request {
  const count = checkCount('length', length, Math.floor(Number.MAX_SAFE_INTEGER / type.size));
  checkOptions(options, ['shared', 'reserve', 'populate', 'maxByteLength', 'lock', 'hugePages']);
  const {
    shared = false,
    reserve = true,
    populate = false,
    maxByteLength: most = 0,
    lock = false,
    hugePages,
  } = options;
  checkBoolean('options.shared', shared);
  checkBoolean('options.reserve', reserve);
  checkBoolean('options.populate', populate);
  const maxByteLength = checkCount('options.maxByteLength', most);
  checkBoolean('options.lock', lock);
  const poolFlags = hugePageFlags(hugePages);
  if (populate && !isAvailable('MAP_POPULATE')) {
    throw plainError(
      'ERR_UNSUPPORTED',
      'This platform cannot populate anonymous memory: it has no MAP_POPULATE',
    );
  }
  const isAdvised = hugePages === 'advise';
  const byteLength = count * type.size;
  return { length: count, byteLength, maxByteLength, shared, reserve, populate, lock, isAdvised, poolFlags };
}

function flagsOf({ byteLength, maxByteLength, shared, reserve, poolFlags }: Request): number {
  // What is set aside and may never be used must not count as memory that is promised; a pool promises all.
  const promisesAll = reserve && (maxByteLength <= byteLength || poolFlags !== 0);
  const sharing = shared ? MAP_SHARED : MAP_PRIVATE;
  return MAP_ANONYMOUS | sharing | (promisesAll ? 0 : MAP_NORESERVE) | poolFlags;
}
