import type { RegionId } from './region-id.js';

/** A wait off the calling thread. */
export interface AsyncWait {
  /** As `waitAt` answers; -ECANCELED after `cancel`. Settles once, and never in an environment that has ended before. */
  readonly status: Promise<number>;
  /** Ends the wait now, unless it is over. One that was woken just before answers 0 all the same. */
  cancel(): void;
}

/**
 * futex(2) on numbers of 32 bits in memory, not private: whoever has the same byte of the same file or shared memory mapped, at
 * whatever address and in whatever process, waits for and wakes one another. A wake that nobody waits for is not kept: what all
 * of them see is the number, so store before `wakeAt`, and look again after a wait, which may also end without a reason. Which of
 * several waits is woken first is not promised. A part of `Backend`.
 */
export interface WaitCalls {
  /**
   * FUTEX_WAIT: blocks the calling thread while the int32 at the byte is `expected`, which is compared at once with falling asleep, until
   * `wakeAt`, or until `timeout` is over. Nothing ends it early but a signal whose
   * handler says so: neither does `Worker.terminate`, nor does `process.exit` in another thread. Where those have to be heard, wait in pieces.
   * @param byteOffset from the start of the region, a multiple of 4, with 4 bytes of the region behind it
   * @param expected an integer of 32 bits, with a sign
   * @param timeout milliseconds; fractions count, and less than 0 is without an end
   * @returns 0 where it was woken, -EAGAIN where there was another value, -ETIMEDOUT, -EINTR, -EFAULT where the page is at fault,
   * cannot be read, or is private and cannot be written; -EINVAL for a byte outside of the region or not at a multiple of 4, -EBUSY where another
   * region is there, -ENOSYS where `supports.waits` is false.
   * @example
   * const region = backend.map(0, backend.pageSize, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
   * backend.waitAt(region, 8, 1, -1); // -EAGAIN
   * backend.waitAt(region, 8, 0, 1.5); // -ETIMEDOUT
   * backend.wakeAt(region, 8, 1); // 0
   * backend.waitAt(region, 6, 0, 1); // -EINVAL
   * backend.unmap(region);
   */
  waitAt(region: RegionId, byteOffset: number, expected: number, timeout: number): number;

  /**
   * FUTEX_WAKE: ends at most `count` of the waits at the byte, of `waitAt`, `waitAsync`, and FUTEX_WAIT of others.
   * @param byteOffset as `waitAt`
   * @param count 0 to 2 ** 31 - 1
   * @returns how many, or -errno as `waitAt`.
   */
  wakeAt(region: RegionId, byteOffset: number, count: number): number;

  /**
   * `waitAt` off the calling thread. It begins a moment after the call; the time counts from the call on. The region keeps its pages until
   * it is over, unmapped or not, and the process or worker stays as long. An environment that ends before it (`process.exit`,
   * `Worker.terminate`) ends the wait. Its parameters are those of `waitAt`.
   * @returns the wait, or -errno where it cannot be begun: as `waitAt`, -ENOMEM where there is no memory or no thread for it, -ENOTSUP
   * where `supports.asyncWaits` is false.
   * @example
   * const region = backend.map(0, backend.pageSize, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
   * const wait = backend.waitAsync(region, 0, 0, -1);
   * if (typeof wait === 'number') throw new Error(`no wait: errno ${-wait}`);
   * wait.cancel();
   * await wait.status; // -ECANCELED
   * backend.unmap(region);
   */
  waitAsync(region: RegionId, byteOffset: number, expected: number, timeout: number): AsyncWait | number;
}
