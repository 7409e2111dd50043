import { constants } from 'node:os';
import type { WaitCalls } from '@carray/backend';
import type { Libc } from './libc.js';
import { locate } from './region.js';
import type { Regions } from './regions.js';
import { putWord, wordOrder } from './words.js';

const { EINVAL, ENOTSUP } = constants.errno;

/** Without FUTEX_PRIVATE_FLAG: other processes take part. */
const [FUTEX_WAIT, FUTEX_WAKE] = [0, 1];

const WORD_BYTES = 4;
const MILLISECONDS_IN_SECOND = 1e3;
const NANOSECONDS_IN_MILLISECOND = 1e6;
const MAX_COUNT = 2 ** 31 - 1;
/** Milliseconds: 31 years, which a 32-bit number of seconds takes. What is longer has no end. */
const LIFE = 1e12;

/** Waits on the calling thread: koffi's other threads are those of the runtime's pool, which waits would use up. */
export function waitCalls(libc: Libc, regions: Regions): WaitCalls {
  // Asked for its address, the engine never moves it: see copies.ts.
  const order = wordOrder(libc.pointerSize);
  const time = new Uint32Array(2 * order.count);
  const timeAddress = libc.addressOf(new Uint8Array(time.buffer));

  function call(id: number, byteOffset: number, use: (address: number) => number): number {
    const address = locate(regions.find(id), byteOffset, WORD_BYTES, libc.pageSize);
    if (address < 0) return address;
    return address % WORD_BYTES === 0 ? use(address) : -EINVAL;
  }

  /** The address of a timespec, or 0 for a time without an end. */
  function put(timeout: number): number {
    if (!(timeout >= 0 && timeout <= LIFE)) return 0;
    const milliseconds = timeout % MILLISECONDS_IN_SECOND;
    const seconds = Math.round((timeout - milliseconds) / MILLISECONDS_IN_SECOND);
    const nanoseconds = Math.min(Math.ceil(milliseconds * NANOSECONDS_IN_MILLISECOND), 999_999_999);
    putWord(time, 0, seconds, order);
    putWord(time, order.count, nanoseconds, order);
    return timeAddress;
  }

  return {
    waitAt: (id, byteOffset, expected, timeout) =>
      call(id, byteOffset, (address) => libc.futex(address, FUTEX_WAIT, expected, put(timeout))),
    wakeAt: (id, byteOffset, count) =>
      // The kernel wakes one for a count of 0.
      call(id, byteOffset, (address) =>
        count <= 0 ? 0 : libc.futex(address, FUTEX_WAKE, Math.min(count, MAX_COUNT), 0),
      ),
    waitAsync: () => -ENOTSUP,
  };
}

/** Whether the kernel has such a call, and lets this process use it. */
export function hasFutex(libc: Libc): boolean {
  const word = new Uint8Array(WORD_BYTES);
  return libc.futex(libc.addressOf(word), FUTEX_WAKE, 1, 0) === 0;
}
