import { constants } from 'node:os';
import type { Backend } from '@carray/backend';
import { Buffers } from './buffers.js';
import { type Libc, loadLibc } from './libc.js';
import { locate, Regions } from './regions.js';

const EINVAL = -constants.errno.EINVAL;

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
  loaded ??= backendOver(loadLibc());
  return loaded;
}

function backendOver(libc: Libc): Backend {
  const regions = new Regions(libc);
  const buffers = new Buffers(libc, regions);
  const onRange =
    (call: (address: number, length: number, argument: number) => number) =>
    (id: number, byteOffset: number, byteLength: number, argument: number): number => {
      const region = regions.find(id);
      const address = region && locate(region, byteOffset, byteLength);
      return address === undefined ? EINVAL : call(address, byteLength, argument);
    };
  return {
    name: 'ffi',
    pageSize: libc.pageSize,
    maxBufferBytes: Buffers.maxBytes,
    supports: { detach: Buffers.canDetach, collectsMoved: false, sharedPages: true },
    map(address, byteLength, protection, flags, fd, fileOffset) {
      const mapped = libc.mmap(address, byteLength, protection, flags, fd, fileOffset);
      return mapped < 0 ? mapped : regions.adopt(mapped, byteLength).id;
    },
    addressOf: (id) => regions.find(id)?.address ?? EINVAL,
    unmap: (id) => regions.giveUp(id),
    protect: onRange(libc.mprotect),
    advise: onRange(libc.madvise),
    sync: onRange(libc.msync),
    buffer: (id, byteOffset, byteLength) => buffers.over(regions.find(id), byteOffset, byteLength),
    detach: (buffer) => buffers.detach(buffer),
    liveRegions: () => regions.liveCount,
  };
}
