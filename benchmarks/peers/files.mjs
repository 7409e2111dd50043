import { closeSync, existsSync, ftruncateSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { kinds } from './kinds.mjs';

const CHUNK = 2 ** 20;

/** A file of so many bytes without any blocks. */
export function sparseFile(folder, byteLength) {
  const path = join(folder, `sparse-${byteLength}.bin`);
  if (existsSync(path)) return path;
  const fd = openSync(path, 'w');
  ftruncateSync(fd, byteLength);
  closeSync(fd);
  return path;
}

/** A file of small numbers of a kind, in the page cache; as doubles, the bytes of integers would be denormal. */
export function fullFile(folder, byteLength, kind = 'uint32') {
  const path = join(folder, `full-${kind}-${byteLength}.bin`);
  if (existsSync(path) && statSync(path).size === byteLength) return path;
  const fd = openSync(path, 'w');
  const Elements = kind === 'safeInt64' ? BigInt64Array : kinds[kind];
  const small = Elements === BigInt64Array ? (index) => BigInt(index & 127) : (index) => index & 127;
  const length = Math.min(CHUNK, byteLength) / Elements.BYTES_PER_ELEMENT;
  const chunk = Elements.from({ length }, (_, index) => small(index));
  for (let done = 0; done < byteLength; done += CHUNK) writeSync(fd, chunk);
  closeSync(fd);
  return path;
}
