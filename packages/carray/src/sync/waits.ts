import { constants as os } from 'node:os';
import type { CArray } from '../array/carray.js';
import { invalidType, outOfRange } from '../errors/arguments.js';
import { int32 } from '../types/numbers.js';
import { block } from './block.js';
import { park } from './park.js';
import { checkElement, checkPlace, type SharedPlace, sharedPlace } from './place.js';
import {
  checkInt32,
  checkTimeout,
  checkWaitOptions,
  type WaitOptions,
  type WaitSyncOptions,
} from './wait-options.js';
import { checkWaitStatus, waitFailed } from './wait-status.js';

const { EAGAIN, ETIMEDOUT } = os.errno;

/** How a wait ended: woken, or the number is another one now; it was another one at the start; the time was over. */
export type WaitResult = 'ok' | 'not-equal' | 'timed-out';

const types = [int32];
/** More threads than any system has. */
const MOST = 2 ** 31 - 1;

/**
 * Blocks the thread while an element is `expected`, until `notify` in this process or another, as Atomics.wait does for threads. The
 * comparison and falling asleep are one step: who stores first and notifies then is never missed. It may also end 'ok' without a
 * reason, so look at the number again.
 *
 * On the main thread it blocks the event loop: no timer, no I/O, no handler of a signal until it ends. `Worker.terminate` and
 * `process.exit` are heard within 100 ms. Two processes that wait for each other meet in microseconds; where the system has no
 * futex(2) (outside of Linux), the thread looks again and again, at most 4 ms apart, and ends only when the number has changed.
 *
 * @param array of int32, in a shared mapping of a file, of memory by name or without one; it may be read-only.
 * @param index from 0 to `length - 1`.
 * @param expected an integer from -(2 ** 31) to 2 ** 31 - 1.
 * @param options `timeout` in milliseconds, default Infinity.
 * @returns 'ok', 'not-equal' where it is another number at the call, 'timed-out'.
 * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE; ERR_ELEMENT_TYPE, ERR_UNSUPPORTED (a column), ERR_NOT_MAPPED (memory of the engine),
 * ERR_MISALIGNED, ERR_NOT_SHARED, ERR_MAPPING_UNMAPPED, ERR_MAPPING_NO_ACCESS, ERR_MAPPING_FAULT; SystemError.
 * @see futex(2)
 * @example
 * const flags = openSharedMemory('/example', int32, 1, { create: true });
 * flags.set(0, 1);
 * console.log(waitSync(flags, 0, 0)); // not-equal
 * console.log(waitSync(flags, 0, 1, { timeout: 10 })); // timed-out
 */
export function waitSync(
  array: CArray<typeof int32>,
  index: number,
  expected: number,
  options: WaitSyncOptions = {},
): WaitResult {
  checkElement(array, index);
  checkInt32('expected', expected);
  const timeout = checkTimeout(options);
  const place = sharedPlace(array, index, types);
  checkPlace(place, 'read');
  return resultOf(place, block(place, expected, timeout));
}

/**
 * `waitSync` that does not block: the promise resolves when the wait is over. The process or worker stays as long. Any number
 * can wait at once; they leave the threads of Node's pool to others. A mapping that is unmapped meanwhile, or whose element cannot be read
 * any more, ends the wait with an error; a resize that would have to move it is EBUSY (native).
 *
 * On the ffi backend, and where the system has no futex(2), the event loop looks again and again: at once at first, then up to 5 ms apart.
 * It ends only when the number has changed, so store before `notify`; a number that changes and changes back may be missed.
 *
 * @param array as of `waitSync`.
 * @param index from 0 to `length - 1`.
 * @param expected an integer from -(2 ** 31) to 2 ** 31 - 1.
 * @param options `timeout` in milliseconds, default Infinity; `signal`.
 * @returns as `waitSync`.
 * @throws as `waitSync`, as a rejection; the signal's reason.
 * @see futex(2)
 * @example
 * const flags = openSharedMemory('/example', int32, 1, { create: true });
 * const ended = wait(flags, 0, 0, { signal: AbortSignal.timeout(1000) });
 * flags.set(0, 1);
 * notify(flags, 0);
 * console.log(await ended); // ok
 */
export async function wait(
  array: CArray<typeof int32>,
  index: number,
  expected: number,
  options: WaitOptions = {},
): Promise<WaitResult> {
  checkElement(array, index);
  checkInt32('expected', expected);
  const { timeout, signal } = checkWaitOptions(options);
  const place = sharedPlace(array, index, types);
  checkPlace(place, 'read');
  return resultOf(place, await park(place, expected, timeout, signal));
}

/**
 * Ends waits at an element, in whatever process and thread, both of `waitSync` and of `wait`, and of futex(2) in other languages. A
 * notification that nobody waits for is lost: store a number first. Which of several waits ends first is not promised.
 *
 * @param array as of `waitSync`.
 * @param index from 0 to `length - 1`.
 * @param count at most so many, an integer from 0 on; default Infinity.
 * @returns how many. 0 where the system has no futex(2). Those that look again and again (`wait` on ffi) are not counted.
 * @throws as `waitSync`.
 * @see futex(2)
 * @example
 * const flags = mapAnonymous(int32, 1, { shared: true });
 * flags.set(0, 1); // first, so that who comes later does not wait
 * console.log(notify(flags, 0)); // 0
 */
export function notify(
  array: CArray<typeof int32>,
  index: number,
  count: number = Number.POSITIVE_INFINITY,
): number {
  checkElement(array, index);
  if (typeof count !== 'number') throw invalidType('count', 'of type number', count);
  if (!(count >= 0) || !(Number.isInteger(count) || count === Number.POSITIVE_INFINITY)) {
    throw outOfRange('count', 'an integer from 0 on, or Infinity', count);
  }
  const place = sharedPlace(array, index, types);
  checkPlace(place, 'read');
  return wake(place, count);
}

/** @returns how many */
export function wake(place: SharedPlace, count: number): number {
  const { region } = place.mapping;
  if (!region?.backend.supports.waits) return 0;
  const woken = region.backend.wakeAt(region.id, place.byteOffset, Math.min(count, MOST));
  if (woken < 0) throw waitFailed(place, woken);
  return woken;
}

function resultOf(place: SharedPlace, status: number): WaitResult {
  checkWaitStatus(place, status);
  if (status === -EAGAIN) return 'not-equal';
  return status === -ETIMEDOUT ? 'timed-out' : 'ok';
}
