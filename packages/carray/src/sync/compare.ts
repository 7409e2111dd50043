import { constants as os } from 'node:os';
import { waitFailed } from './failed.js';
import { checkPlace, type SharedPlace } from './place.js';

const { EAGAIN, EINTR, ETIMEDOUT } = os.errno;

/**
 * Whether the number is `expected` now. The kernel is asked where it can be: it answers for pages at fault, where a look of our own
 * could end the process.
 * @throws as `checkPlace`, ERR_MAPPING_FAULT, SystemError
 */
export function isUnchanged(place: SharedPlace, expected: number): boolean {
  checkPlace(place, 'read');
  const { mapping, byteOffset, array } = place;
  const { region } = mapping;
  if (region?.backend.supports.waits) {
    const status = region.backend.waitAt(region.id, byteOffset, expected, 0);
    if (status === -ETIMEDOUT || status === -EINTR || status === 0) return true;
    if (status === -EAGAIN) return false;
    throw waitFailed(place, status);
  }
  const { size, codec } = array.type;
  const load = ({ buffer, byteOffset: start }: Uint8Array) =>
    codec.load(new DataView(buffer, start, size), 0);
  return mapping.read(byteOffset, size, load, array) === expected;
}
