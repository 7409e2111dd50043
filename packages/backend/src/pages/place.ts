import { constants } from 'node:os';
import {
  MAP_ANONYMOUS,
  MAP_FIXED,
  MAP_FIXED_NOREPLACE,
  MAP_NORESERVE,
  MAP_PRIVATE,
  PROT_NONE,
} from '@carray/constants';
import type { Backend, RegionId } from '../backend.js';
import type { RegionPages } from './region-pages.js';

const { EINVAL } = constants.errno;

const EXACT = MAP_FIXED | MAP_FIXED_NOREPLACE;
const RESERVING = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
const ATTEMPTS = 50;

/** `map` of whole larger pages, at addresses that such pages start at. */
export function mapAligned(backend: Backend, pages: RegionPages): Backend['map'] {
  /** An address with free ones behind it; -errno where there are none. */
  function findPlace(byteLength: number): number {
    const probe = backend.map(0, byteLength + pages.pageSize, PROT_NONE, RESERVING, -1, 0);
    if (probe < 0) return probe;
    const address = backend.addressOf(probe);
    backend.unmap(probe);
    return pages.ceil(address);
  }

  function tryAt(hint: number, byteLength: number, ...rest: [number, number, number, number]) {
    const answer = backend.map(hint, byteLength, ...rest);
    if (answer < 0 || pages.isAligned(backend.addressOf(answer))) return answer;
    backend.unmap(answer);
    return undefined;
  }

  return (address, byteLength, protection, flags, fd, fileOffset): RegionId | number => {
    if (!pages.isAligned(fileOffset)) return -EINVAL;
    const rest: [number, number, number, number] = [protection, flags, fd, fileOffset];
    const whole = pages.ceil(byteLength);
    if ((flags & EXACT) !== 0) {
      return pages.isAligned(address) ? backend.map(address, whole, ...rest) : -EINVAL;
    }
    let answer = address > 0 ? tryAt(pages.ceil(address), whole, ...rest) : undefined;
    // Another thread may take the place meanwhile.
    for (let attempt = 0; answer === undefined && attempt < ATTEMPTS; attempt++) {
      const place = whole > 0 ? findPlace(whole) : 0;
      answer = place < 0 || whole <= 0 ? backend.map(0, whole, ...rest) : tryAt(place, whole, ...rest);
    }
    if (answer === undefined) throw new Error(`No place for ${byteLength} bytes: each one found was taken`);
    return answer;
  };
}
