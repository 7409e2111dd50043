import { constants } from 'node:os';
import type { Backend, ResidencyCalls } from '@carray/backend';
import type { Libc } from './libc.js';
import { locate } from './region.js';
import type { Regions } from './regions.js';

const { EINVAL } = constants.errno;

/** What is in the machine's memory, and what the processor executes. */
export function residencyCalls(
  libc: Libc,
  regions: Regions,
): ResidencyCalls & Pick<Backend, 'synchronizeCode'> {
  const { pageSize } = libc;
  const start = (id: number, byteOffset: number, byteLength: number): number =>
    locate(regions.find(id), byteOffset, byteLength, pageSize);
  return {
    residency(id, byteOffset, byteLength, pages) {
      const address = start(id, byteOffset, byteLength);
      if (address < 0) return address;
      if (pages.length < Math.ceil(((address % pageSize) + byteLength) / pageSize)) return -EINVAL;
      // As in copies.ts: the bytes stay where they are.
      return libc.mincore(address, byteLength, pages.length === 0 ? 0 : libc.addressOf(pages));
    },
    lock(id, byteOffset, byteLength, flags) {
      const address = start(id, byteOffset, byteLength);
      return address < 0 ? address : libc.mlock(address, byteLength, flags);
    },
    unlock(id, byteOffset, byteLength) {
      const address = start(id, byteOffset, byteLength);
      return address < 0 ? address : libc.munlock(address, byteLength);
    },
    lockAll: libc.mlockall,
    unlockAll: libc.munlockall,
    adviseFile: libc.posixFadvise,
    synchronizeCode(id, byteOffset, byteLength) {
      const address = start(id, byteOffset, byteLength);
      return address < 0 ? address : libc.clearCache(address, byteLength);
    },
  };
}
