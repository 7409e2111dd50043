import { constants as os } from 'node:os';
import { SystemError } from '../errors/system-error.js';
import type { SharedPlace } from './place.js';

/** What a wait, or a wake, that the backend refused throws. */
export function waitFailed({ mapping, byteOffset, array }: SharedPlace, status: number): Error {
  if (status === -os.errno.EFAULT) return mapping.failed(byteOffset, array);
  return new SystemError({ errno: -status, syscall: 'futex', path: mapping.path, info: { byteOffset } });
}
