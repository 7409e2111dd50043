import { constants } from 'node:os';
import type { Backend } from '@carray/backend';
import { Buffers } from './buffers.js';
import { copyCalls } from './copies.js';
import { atEndOfWorker } from './ending.js';
import { faultCalls } from './faults.js';
import { type Libc, loadLibc } from './libc.js';
import { mapCalls } from './mapping.js';
import { memoryFileCalls } from './memory-files.js';
import { rangeCalls } from './ranges.js';
import { Regions } from './regions.js';
import { residencyCalls } from './residency.js';
import { resizeCall } from './resize.js';
import { shareCalls } from './sharing.js';
import { hasFutex, waitCalls } from './waits.js';

const { ENOSYS, ENOTSUP } = constants.errno;

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
    ...mapCalls(libc, regions),
    ...rangeCalls(libc, regions),
    allocate: libc.posixFallocate,
    buffer: (id, byteOffset, byteLength) => buffers.over(regions.find(id), byteOffset, byteLength),
    sharedBuffer: () => -ENOTSUP, // koffi knows ArrayBuffers alone
    detach: (buffer) => buffers.detach(buffer),
    ...faultCalls(regions, pageSize),
    resize: resizeCall(libc, regions),
    ...residencyCalls(libc, regions),
    ...memoryFileCalls(libc),
    ...copyCalls(libc, regions),
    ...shareCalls(regions),
    ...waitCalls(libc, regions),
    liveRegions: () => regions.liveCount,
  };
}
