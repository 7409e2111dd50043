import { constants } from 'node:os';
import type { Backend } from '@carray/backend';
import { MAP_FIXED, MS_ASYNC } from '@carray/constants';
import type { Libc } from './libc.js';
import { locate } from './region.js';
import type { Regions } from './regions.js';

const { EBUSY, EEXIST, EINVAL, ENOMEM, ENOTSUP } = constants.errno;

type MapCalls = Pick<Backend, 'map' | 'mapInside' | 'remap' | 'addressOf' | 'unmap'>;

/** mmap(2): anywhere, inside of a reservation, over pages of a region once more; and what ends a region. */
export function mapCalls(libc: Libc, regions: Regions): MapCalls {
  const { pageSize } = libc;
  return {
    map(address, byteLength, protection, flags, fd, fileOffset) {
      const mapped = libc.mmap(address, byteLength, protection, flags, fd, fileOffset);
      return mapped < 0 ? mapped : regions.adopt(mapped, byteLength).id;
    },
    mapInside(id, byteOffset, byteLength, protection, flags, fd, fileOffset) {
      const reservation = regions.find(id);
      const start = locate(reservation, byteOffset, byteLength, pageSize);
      if (start === -EBUSY) return -EEXIST;
      if (reservation === undefined || start < 0) return start;
      if (byteLength === 0) return -EINVAL;
      if (reservation.marks !== undefined) return -EBUSY;
      if (reservation.parts !== undefined) return -ENOTSUP; // other threads would not know of it
      const mapped = libc.mmap(start, byteLength, protection, flags | MAP_FIXED, fd, fileOffset);
      if (mapped >= 0) return regions.adoptInside(reservation, start, byteLength).id;
      // A kernel may have unmapped before it failed; at an address inside a page it has done nothing.
      if (start % pageSize === 0) regions.reserve(start, byteLength);
      return mapped;
    },
    remap(id, byteOffset, byteLength, protection, flags, fd, fileOffset) {
      const start = locate(regions.find(id), byteOffset, byteLength, pageSize);
      if (start < 0) return start;
      const mapped = libc.mmap(start, byteLength, protection, flags | MAP_FIXED, fd, fileOffset);
      if (mapped >= 0) return 0;
      // A kernel may have unmapped before it failed. The hole must not be taken by others, who would lose it to `unmap`.
      if (libc.msync(start, byteLength, MS_ASYNC) === -ENOMEM) regions.reserve(start, byteLength);
      return mapped;
    },
    addressOf: (id) => regions.find(id)?.address ?? -EINVAL,
    unmap: (id) => regions.giveUp(id),
  };
}
