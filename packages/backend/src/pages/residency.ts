import { constants } from 'node:os';
import type { Backend } from '../backend.js';
import type { RegionPages } from './region-pages.js';

const { EINVAL } = constants.errno;

/** `residency` by larger pages: one is there where any of the backend's pages in it is. */
export function residencyOf(backend: Backend, pages: RegionPages, pageSize: number): Backend['residency'] {
  return (region, byteOffset, byteLength, told) => {
    const refused = pages.fromPage(region, byteOffset, byteLength);
    const count = Math.ceil(byteLength / pageSize);
    if (refused !== 0 || told.length < count) return -EINVAL;
    const parts = pageSize / backend.pageSize;
    const small = new Uint8Array(count * parts);
    // The first call is for its refusal where `told` cannot be written.
    const status =
      backend.residency(region, byteOffset, count * backend.pageSize, told) ||
      backend.residency(region, byteOffset, count * pageSize, small);
    if (status !== 0) return status;
    for (let page = 0; page < count; page++) {
      told[page] = small.subarray(page * parts, (page + 1) * parts).reduce((all, part) => all | part, 0);
    }
    return 0;
  };
}
