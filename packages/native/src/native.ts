import { constants } from 'node:buffer';
import { constants as os } from 'node:os';
import type { Backend } from '@carray/backend';
import { type Addon, loadAddon } from './addon.js';
import { guardOver } from './guard.js';
import { collectsMoved, watchMoves } from './moves.js';
import { shareCalls } from './share.js';
import { waitAsyncOver } from './waits.js';
import { promised } from './work.js';

/** Flags that no system takes: what answers to them makes nothing. */
const NO_FLAGS = -1;

let loaded: Backend | undefined;

/**
 * Loads the native backend: the system calls through the compiled addon.
 *
 * The addon is loaded at the first call, and stays for the life of the process: its finalizers may run late.
 *
 * @throws Error where there is no binary for this platform, or the runtime refuses addons (ERR_DLOPEN_DISABLED
 * under Node's permission model).
 * @example
 * const { MAP_ANONYMOUS, MAP_PRIVATE, PROT_READ, PROT_WRITE } = require('@carray/constants');
 * const { loadBackend } = require('@carray/native');
 * const native = loadBackend();
 * const region = native.map(0, native.pageSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
 * if (region < 0) throw new Error(`mmap failed with errno ${-region}`);
 * native.unmap(region);
 */
export function loadBackend(): Backend {
  loaded ??= backendOver(loadAddon());
  return loaded;
}

function backendOver({
  faultCounters,
  reinstallHandlers,
  sharedBuffer,
  moved,
  futex,
  cancelWait,
  ...addon
}: Addon): Backend {
  const serials = new WeakMap<ArrayBuffer, number>();
  let lastSerial = 0;
  const maxBufferBytes = constants.MAX_LENGTH;
  const { ENOSYS } = os.errno;
  return {
    ...addon,
    name: 'native',
    maxBufferBytes,
    supports: {
      detach: true,
      collectsMoved,
      sharedPages: true,
      guards: faultCounters !== undefined,
      sharedRegions: true,
      sharedBuffers: sharedBuffer !== undefined,
      physicalMemory: true,
      memoryFiles: addon.createMemoryFile('', NO_FLAGS) !== -ENOSYS,
      seals: addon.seals(-1) !== -ENOSYS,
      waits: futex,
      asyncWaits: futex,
    },
    ...shareCalls(addon),
    guard: guardOver({ guard: addon.guard, faultCounters, reinstallHandlers }),
    adviseAsync: promised(addon.adviseAsync),
    syncAsync: promised(addon.syncAsync),
    waitAsync: waitAsyncOver({ futex, waitAsync: addon.waitAsync, cancelWait }),
    buffer(region, byteOffset, byteLength) {
      const serial = ++lastSerial;
      const buffer = addon.buffer(region, byteOffset, byteLength, serial, maxBufferBytes);
      if (typeof buffer === 'number') return buffer;
      serials.set(buffer, serial);
      watchMoves(buffer, () => moved(serial));
      return buffer;
    },
    sharedBuffer(region, byteOffset, byteLength) {
      if (sharedBuffer === undefined) return -os.errno.ENOTSUP;
      return sharedBuffer(region, byteOffset, byteLength, ++lastSerial, maxBufferBytes);
    },
    detach(buffer) {
      const serial = serials.get(buffer);
      if (serial === undefined) return -os.errno.EINVAL;
      const status = addon.detach(serial, buffer);
      if (status === 0) serials.delete(buffer);
      return status;
    },
  };
}
