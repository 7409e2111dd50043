import type { BufferCalls } from './buffer-calls.js';
import type { FaultCalls } from './fault-calls.js';
import type { MapCalls } from './map-calls.js';
import type { MemoryFileCalls } from './memory-file-calls.js';
import type { RangeCalls } from './range-calls.js';
import type { ResidencyCalls } from './residency-calls.js';
import type { ShareCalls } from './share-calls.js';
import type { Supports } from './supports.js';
import type { WaitCalls } from './wait-calls.js';

export type { FaultMark } from './fault-calls.js';
export type { RegionId } from './region-id.js';
export type { ShareToken } from './share-calls.js';
export type { Supports } from './supports.js';

/**
 * The system calls of memory mapping and nothing else. Flat numbers go in, a result or a *negated errno*
 * comes out; no policy is set and no message is worded here, so every backend gives the same answers.
 *
 * Addresses, offsets and lengths are in bytes and are not rounded. Arguments are trusted to be integers in the safe
 * range; what the kernel would refuse, it refuses. A region that is not held by the calling thread (never
 * mapped, or unmapped) is answered with -EINVAL, without a system call. No method throws for a reason that
 * lies in its arguments.
 *
 * The calls stand in the interfaces that this one extends, with their parameters and errors. `backendContract` in
 * `@carray/backend/contract` is all of it as tests.
 */
export interface Backend
  extends MapCalls,
    RangeCalls,
    BufferCalls,
    FaultCalls,
    ShareCalls,
    ResidencyCalls,
    MemoryFileCalls,
    WaitCalls {
  /** What it is called in messages, in `backendInfo()` and in tokens. */
  readonly name: string;
  /** Bytes in a page of ordinary memory, asked from the system: a power of two. */
  readonly pageSize: number;
  /** Bytes in the longest ArrayBuffer that the engine accepts. */
  readonly maxBufferBytes: number;
  readonly supports: Supports;

  /**
   * posix_fallocate(3): blocks of the disk for bytes of a file, which becomes longer where they lie past its
   * end.
   * @param fd open for writing
   * @param fileOffset 0 or more, aligned to nothing
   * @param byteLength 1 or more
   * @returns 0 or -errno: ENOSPC, EBADF, EFBIG, EINVAL (length 0), ENODEV or ESPIPE (no regular file), ENOTSUP
   * where the system has no such call.
   */
  allocate(fd: number, fileOffset: number, byteLength: number): number;

  /** How many regions have pages in this process, each once however often it is attached, those with a buffer as their last owner included. */
  liveRegions(): number;
}
