import type { RegionId } from './region-id.js';

/** The memory of regions as the engine's own objects. A part of `Backend`. */
export interface BufferCalls {
  /**
   * An ArrayBuffer over bytes of the region: the memory itself, no copy. It owns the pages together with
   * the region's holder until it is detached or collected, and a buffer that the caller moved away with
   * `transfer` goes on owning them.
   * @param byteOffset any byte of the region; 0 where `supports.sharedPages` is false
   * @param byteLength at most `maxBufferBytes`; all of the region where `supports.sharedPages` is false
   * @returns the buffer, or -errno: EINVAL where the range leaves the region, EBUSY where another region is inside
   * of it, ENOMEM where the engine refuses.
   * @example
   * const { pageSize } = backend;
   * const region = backend.map(0, pageSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
   * const buffer = backend.buffer(region, 0, pageSize);
   * if (typeof buffer === 'number') throw new Error(`no buffer: errno ${-buffer}`);
   * new Uint8Array(buffer)[0] = 7;
   * backend.unmap(region); // 0
   * new Uint8Array(buffer)[0]; // 7
   * backend.liveRegions(); // 1
   * backend.detach(buffer); // 0
   * backend.liveRegions(); // 0
   */
  buffer(region: RegionId, byteOffset: number, byteLength: number): ArrayBuffer | number;

  /**
   * A SharedArrayBuffer over bytes of the region: the memory itself, in each thread that it is posted to. It owns the pages
   * together with the region's holders, and cannot be detached: it is over when no thread has it any more and that was noticed
   * by the collector, after the end of the thread that asked for it too.
   * @param byteOffset any byte of the region
   * @param byteLength at most `maxBufferBytes`
   * @returns the buffer, or -errno as `buffer`; ENOTSUP, whatever is asked, where `supports.sharedBuffers` is false.
   */
  sharedBuffer(region: RegionId, byteOffset: number, byteLength: number): SharedArrayBuffer | number;

  /**
   * Ends a buffer made by `buffer`: its views are emptied and its share in the pages is given up. One that
   * was detached or moved away before is left alone: its pages belong to whoever has them now.
   * @returns 0, or -EINVAL for a buffer that this backend did not make or that was ended before.
   */
  detach(buffer: ArrayBuffer): number;
}
