import type { Backend } from '../../src/index.js';

/** Bytes of the mapping that one buffer covers, and what they were when it was last looked at. */
interface Copy {
  readonly start: number;
  readonly bytes: Uint8Array;
  seen: Uint8Array;
}

/** A backend whose one region is longer than its longest buffer. */
export interface WindowedBackend extends Backend {
  /** Makes what was stored through one buffer visible in all: real memory does that by itself. */
  settle(): void;
  /** Start and length of each buffer that was asked for, in bytes. */
  readonly buffers: readonly [number, number][];
  readonly memory: Uint8Array;
}

const ENOMEM = 12;
const EINVAL = 22;
const ENOSYS = 38;
const ENOTSUP = 95;

/**
 * A backend with one region of anonymous memory and small buffers over it. No two ArrayBuffers can share bytes in
 * plain JavaScript, so the stores are carried over by `settle`, and whenever a buffer is made.
 */
export function createWindowedBackend(pageSize: number, maxBufferBytes: number): WindowedBackend {
  let memory = new Uint8Array();
  let mapped = false;
  const copies: Copy[] = [];
  const buffers: [number, number][] = [];

  const settle = () => {
    for (const { start, bytes, seen } of copies) {
      for (const [at, byte] of bytes.entries()) if (byte !== seen[at]) memory[start + at] = byte;
    }
    for (const copy of copies) {
      copy.bytes.set(memory.subarray(copy.start, copy.start + copy.bytes.length));
      copy.seen = copy.bytes.slice();
    }
  };

  return {
    name: 'windowed',
    pageSize,
    maxBufferBytes,
    supports: {
      ...{ detach: true, collectsMoved: false, sharedPages: true, physicalMemory: false },
      ...{ guards: false, sharedRegions: false, sharedBuffers: false, memoryFiles: false, seals: false },
      ...{ waits: false, asyncWaits: false },
    },
    buffers,
    settle,
    get memory() {
      settle();
      return memory;
    },
    map(_address, byteLength) {
      memory = new Uint8Array(byteLength);
      mapped = true;
      return 1;
    },
    addressOf: () => pageSize,
    unmap() {
      mapped = false;
      return 0;
    },
    protect: () => 0,
    advise: () => 0,
    adviseAsync: async () => 0,
    sync: () => 0,
    syncAsync: async () => 0,
    synchronizeCode: () => 0,
    residency: () => -ENOTSUP,
    lock: () => 0,
    unlock: () => 0,
    adviseFile: () => 0,
    createMemoryFile: () => -ENOSYS,
    addSeals: () => -ENOSYS,
    seals: () => -ENOSYS,
    openShared: () => -ENOSYS,
    unlinkShared: () => -ENOSYS,
    closeFile: () => -EINVAL,
    waitAt: () => -ENOSYS,
    wakeAt: () => -ENOSYS,
    waitAsync: () => -ENOTSUP,
    mapInside: () => -EINVAL,
    allocate: () => -EINVAL,
    guard: () => -ENOTSUP,
    faulted: () => -EINVAL,
    faultMark: () => -EINVAL,
    faultEnd: () => -EINVAL,
    markFault: () => -EINVAL,
    forgetFaults: () => -EINVAL,
    remap: () => -EINVAL,
    resize: () => -ENOTSUP,
    copyOut(_region, byteOffset, target) {
      settle();
      target.set(memory.subarray(byteOffset, byteOffset + target.length));
      return target.length;
    },
    copyIn: () => -EINVAL,
    share: () => -ENOTSUP,
    attach: () => -EINVAL,
    sharedBuffer: () => -ENOTSUP,
    buffer(_region, byteOffset, byteLength) {
      if (byteOffset % pageSize !== 0 || byteOffset + byteLength > memory.length) return -EINVAL;
      if (byteLength > maxBufferBytes) return -ENOMEM;
      settle();
      const bytes = memory.slice(byteOffset, byteOffset + byteLength);
      copies.push({ start: byteOffset, bytes, seen: bytes.slice() });
      buffers.push([byteOffset, byteLength]);
      return bytes.buffer;
    },
    detach(buffer) {
      structuredClone(buffer, { transfer: [buffer] });
      return 0;
    },
    liveRegions: () => Number(mapped),
  };
}
