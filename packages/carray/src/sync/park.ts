import { constants as os } from 'node:os';
import type { AsyncWait, RegionId } from '@carray/backend';
import { typeError } from '../errors/coded.js';
import type { Region } from '../memory/region.js';
import { isUnchanged } from './compare.js';
import { checkPlace, type SharedPlace } from './place.js';
import { poll } from './poll.js';
import { TimeLeft } from './time.js';

const { EAGAIN, ECANCELED, EINTR, EINVAL, ENOTSUP } = os.errno;
const FOREVER = -1;

/**
 * Waits off the thread while the number is `expected`, at most for `timeout` milliseconds. The wait ends with the access to the
 * number: by unmap, protect, resize, or another file.
 * @returns 0, or -errno, as `block` answers; not -ECANCELED
 * @throws the signal's reason, what `checkPlace` throws
 */
export async function park(
  place: SharedPlace,
  expected: number,
  timeout: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  signal?.throwIfAborted();
  const { region } = place.mapping;
  if (region === undefined) return -EINVAL;
  // Looked at here, so that a number which another one replaces before the waiting thread is there ends a wait: it did not prevent it.
  if (!isUnchanged(place, expected)) return -EAGAIN;
  const time = new TimeLeft(timeout);
  for (;;) {
    const status = await parkOnce(place, region, expected, time.milliseconds, signal);
    if (status === -EAGAIN) return 0;
    if (status !== -EINTR) return status;
  }
}

async function parkOnce(
  place: SharedPlace,
  region: Region,
  expected: number,
  timeout: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  const wait = begin(place, region, expected, timeout);
  if (typeof wait === 'number') return wait;
  let end: { readonly reason: unknown } | undefined;
  const stop = (reason: unknown): void => {
    end ??= { reason };
    wait.cancel();
  };
  const onAbort = (): void => stop(signal?.reason);
  const unwatch = place.mapping.watch({ memoryChanged: () => stopUnlessSame(place, region.id, stop) });
  signal?.addEventListener('abort', onAbort);
  try {
    const status = await wait.status;
    // One that was woken just before it was to end has had somebody's wake: it must not be lost.
    if (status === -ECANCELED && end !== undefined) throw end.reason;
    return status;
  } finally {
    unwatch();
    signal?.removeEventListener('abort', onAbort);
  }
}

function begin(place: SharedPlace, region: Region, expected: number, timeout: number): AsyncWait | number {
  const { backend, id } = region;
  if (!backend.supports.asyncWaits) return poll(place, expected, timeout);
  const wait = backend.waitAsync(
    id,
    place.byteOffset,
    expected,
    timeout === Number.POSITIVE_INFINITY ? FOREVER : timeout,
  );
  return wait === -ENOTSUP ? poll(place, expected, timeout) : wait;
}

function stopUnlessSame(place: SharedPlace, id: RegionId, stop: (reason: unknown) => void): void {
  try {
    checkPlace(place, 'read');
  } catch (error) {
    stop(error);
    return;
  }
  if (place.mapping.region?.id === id) return;
  stop(
    typeError(
      'ERR_MAPPING_UNMAPPED',
      'Another file was mapped (remap with reopen) while this waited for a number in the one before',
    ),
  );
}
