import { constants } from 'node:os';
import type { Backend } from '@carray/backend';
import { MAP_FIXED, MS_ASYNC } from '@carray/constants';
import { Buffers } from './buffers.js';
import { copyCalls } from './copies.js';
import { atEndOfWorker } from './ending.js';
import { faultCalls } from './faults.js';
import { type Libc, loadLibc } from './libc.js';
import { memoryFileCalls } from './memory-files.js';
import { locate } from './region.js';
import { Regions } from './regions.js';
import { residencyCalls } from './residency.js';
import { resizeCall } from './resize.js';
import { shareCalls } from './sharing.js';
import { hasFutex, waitCalls } from './waits.js';

const { EBUSY, EEXIST, EINVAL, ENOMEM, ENOSYS, ENOTSUP } = constants.errno;

/** Flags that no system takes: what answers to them makes nothing. */
const NO_FLAGS = -1;

let loaded: Backend | undefined;

/**
 * Loads the ffi backend: the system calls through koffi, for machines without a native backend.
 *
 * koffi is loaded at the first call.
 *
 * @throws Error where koffi has no binary for this platform, or the runtime refuses addons (ERR_DLOPEN_DISABLED
 * under Node's permission model).
 * @example
 * const { loadBackend } = require('@carray/ffi-fallback');
 * const ffi = loadBackend();
 * const region = ffi.map(0, ffi.pageSize, 3, 0x22, -1, 0); // PROT_READ | PROT_WRITE, private, anonymous
 * if (region < 0) throw new Error(`mmap failed with errno ${-region}`);
 * ffi.unmap(region);
 */
export function loadBackend(): Backend {
  loaded ??= backendOver(loadLibc(), atEndOfWorker);
  return loaded;
}

/** The backend over any C library, also one that a test makes fail. `atEnd` is given what is to be called at the end of the thread. */
export function backendOver(libc: Libc, atEnd?: (leave: () => void) => void): Backend {
  const { pageSize } = libc;
  const regions = new Regions(libc);
  atEnd?.(() => regions.leave());
  const buffers = new Buffers(libc, regions);
  const onRange =
    (call: (address: number, length: number, argument: number) => number) =>
    (id: number, byteOffset: number, byteLength: number, argument: number): number => {
      const address = locate(regions.find(id), byteOffset, byteLength, pageSize);
      return address < 0 ? address : call(address, byteLength, argument);
    };
  const offThread =
    (call: (address: number, length: number, argument: number) => Promise<number>) =>
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
    name: 'ffi',
    pageSize,
    maxBufferBytes: Buffers.maxBytes,
    supports: {
      detach: Buffers.canDetach,
      collectsMoved: false,
      sharedPages: true,
      guards: false,
      sharedRegions: false,
      sharedBuffers: false,
      physicalMemory: true,
      memoryFiles: libc.memfdCreate('', NO_FLAGS) !== -ENOSYS,
      seals: libc.getSeals(-1) !== -ENOSYS,
      waits: hasFutex(libc),
      asyncWaits: false,
    },
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
    addressOf: (id) => regions.find(id)?.address ?? -EINVAL,
    unmap: (id) => regions.giveUp(id),
    protect: onRange(libc.mprotect),
    advise: onRange(libc.madvise),
    adviseAsync: offThread(libc.madviseAsync),
    sync: onRange(libc.msync),
    syncAsync: offThread(libc.msyncAsync),
    allocate: libc.posixFallocate,
    buffer: (id, byteOffset, byteLength) => buffers.over(regions.find(id), byteOffset, byteLength),
    sharedBuffer: () => -ENOTSUP, // koffi knows ArrayBuffers alone
    detach: (buffer) => buffers.detach(buffer),
    ...faultCalls(regions, pageSize),
    remap(id, byteOffset, byteLength, protection, flags, fd, fileOffset) {
      const start = locate(regions.find(id), byteOffset, byteLength, pageSize);
      if (start < 0) return start;
      const mapped = libc.mmap(start, byteLength, protection, flags | MAP_FIXED, fd, fileOffset);
      if (mapped >= 0) return 0;
      // A kernel may have unmapped before it failed. The hole must not be taken by others, who would lose it to `unmap`.
      if (libc.msync(start, byteLength, MS_ASYNC) === -ENOMEM) regions.reserve(start, byteLength);
      return mapped;
    },
    resize: resizeCall(libc, regions),
    ...residencyCalls(libc, regions),
    ...memoryFileCalls(libc),
    ...copyCalls(libc, regions),
    ...shareCalls(regions),
    ...waitCalls(libc, regions),
    liveRegions: () => regions.liveCount,
  };
}
