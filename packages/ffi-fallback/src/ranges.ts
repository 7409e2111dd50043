import type { Backend } from '@carray/backend';
import type { Libc } from './libc.js';
import { locate } from './region.js';
import type { Regions } from './regions.js';

type RangeCalls = Pick<Backend, 'protect' | 'advise' | 'adviseAsync' | 'sync' | 'syncAsync'>;

/** The calls that take bytes of a region and one number. Off the thread the region has an owner more, so that its pages stay. */
export function rangeCalls(libc: Libc, regions: Regions): RangeCalls {
  const { pageSize } = libc;
  const onRange =
    (call: Libc['madvise']) =>
    (id: number, byteOffset: number, byteLength: number, argument: number): number => {
      const address = locate(regions.find(id), byteOffset, byteLength, pageSize);
      return address < 0 ? address : call(address, byteLength, argument);
    };
  const offThread =
    (call: Libc['madviseAsync']) =>
    async (id: number, byteOffset: number, byteLength: number, argument: number): Promise<number> => {
      const region = regions.find(id);
      const address = locate(region, byteOffset, byteLength, pageSize);
      if (region === undefined || address < 0) return address;
      region.owners++;
      try {
        return await call(address, byteLength, argument);
      } finally {
        regions.dropOwner(region);
      }
    };
  return {
    protect: onRange(libc.mprotect),
    advise: onRange(libc.madvise),
    adviseAsync: offThread(libc.madviseAsync),
    sync: onRange(libc.msync),
    syncAsync: offThread(libc.msyncAsync),
  };
}
