// Shared memory, no files: what is opened is a new segment of that size.

import shm from 'shm-typed-array';
import { kinds } from '../kinds.mjs';

export { indexed as access } from '../kinds.mjs';

export function open(_path, byteLength, { kind = 'uint8' } = {}) {
  const array = shm.create(byteLength / kinds[kind].BYTES_PER_ELEMENT, kinds[kind].name);
  if (array === null) throw new Error('no segment');
  return { array, unmap: () => shm.destroy(array.key) };
}

process.on('exit', () => shm.detachAll());
