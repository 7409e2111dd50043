import { constants as os } from 'node:os';
import { isUnchanged } from './compare.js';
import type { SharedPlace } from './place.js';
import { TimeLeft } from './time.js';

const { EAGAIN, EINTR, ENOSYS, ETIMEDOUT } = os.errno;

/** A thread that is blocked in the kernel does not hear of `Worker.terminate` and `process.exit`: between pieces it does. */
const PIECE = 100;
/** Of sleeps between looks, where the system cannot wake anybody. */
const [SHORTEST_SLEEP, LONGEST_SLEEP] = [1 / 16, 4];

let sleeper: Int32Array | undefined;

/**
 * Blocks the thread while the number is `expected`, at most for `timeout` milliseconds.
 * @returns 0 where it was woken, or the number is another one now; -EAGAIN where it was another one at the start; -ETIMEDOUT, or
 * another -errno.
 */
export function block(place: SharedPlace, expected: number, timeout: number): number {
  const { region } = place.mapping;
  if (region === undefined) return -os.errno.EINVAL;
  const { backend, id } = region;
  if (!backend.supports.waits) return look(place, expected, timeout);
  const time = new TimeLeft(timeout);
  for (let piece = 0; ; piece++) {
    const left = time.milliseconds;
    const status = backend.waitAt(id, place.byteOffset, expected, Math.min(left, PIECE));
    if (status === -EAGAIN && piece > 0) return 0;
    if (status === -EINTR || (status === -ETIMEDOUT && left > PIECE)) continue;
    return status === -ENOSYS ? look(place, expected, time.milliseconds) : status;
  }
}

/** The same without the system: looks again and again. */
function look(place: SharedPlace, expected: number, timeout: number): number {
  const time = new TimeLeft(timeout);
  if (!isUnchanged(place, expected)) return -EAGAIN;
  sleeper ??= new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  for (let sleep = SHORTEST_SLEEP; ; sleep = Math.min(2 * sleep, LONGEST_SLEEP)) {
    const left = time.milliseconds;
    if (left === 0) return -ETIMEDOUT;
    Atomics.wait(sleeper, 0, 0, Math.min(sleep, left));
    if (!isUnchanged(place, expected)) return 0;
  }
}
