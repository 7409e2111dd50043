import { constants as os } from 'node:os';
import { SystemError } from '../errors/system-error.js';
import type { SharedPlace } from './place.js';

const { EAGAIN, EFAULT, ETIMEDOUT } = os.errno;

/** Throws unless a wait can end so: woken, the number was another one at the start, the time was over. */
export function checkWaitStatus(place: SharedPlace, status: number): void {
  if (status !== 0 && status !== -EAGAIN && status !== -ETIMEDOUT) throw waitFailed(place, status);
}

/** What a wait, or a wake, that the backend refused throws. */
export function waitFailed({ mapping, byteOffset, array }: SharedPlace, status: number): Error {
  if (status === -EFAULT) return mapping.failed(byteOffset, array);
  return new SystemError({ errno: -status, syscall: 'futex', path: mapping.path, info: { byteOffset } });
}
