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
import { mapRegion } from './map-region.js';
import { ownedArray } from './owned-array.js';

export interface MapAnonymousOptions {
  /** Whether forked children see each other's stores; default false. */
  shared?: boolean;
  /** Whether swap is set aside for all of it; default true. Without, a huge range can be had and used in parts. */
  reserve?: boolean;
  /** Whether all pages are there when the call returns; default false: each comes with its first access. */
  populate?: boolean;
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
  checkOptions(options, ['shared', 'reserve', 'populate']);
  const { shared = false, reserve = true, populate = false } = options;
  checkBoolean('options.shared', shared);
  checkBoolean('options.reserve', reserve);
  checkBoolean('options.populate', populate);
  if (populate && !isAvailable('MAP_POPULATE')) {
    throw plainError(
      'ERR_UNSUPPORTED',
      'This platform cannot populate anonymous memory: it has no MAP_POPULATE',
    );
  }
  const sharing = shared ? MAP_SHARED : MAP_PRIVATE;
  const flags = MAP_ANONYMOUS | sharing | (reserve ? 0 : MAP_NORESERVE) | (populate ? MAP_POPULATE : 0);
  const memory = mapRegion(backend(), {
    length: count * type.size,
    protection: PROT_READ | PROT_WRITE,
    flags,
    fd: -1,
    offset: 0,
    address: 0,
  });
  return ownedArray(type, memory, 0, count);
}
