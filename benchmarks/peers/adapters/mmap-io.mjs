import { closeSync, openSync } from 'node:fs';
import mmap from '@riaskov/mmap-io';
import { mustHave, viewOf } from '../kinds.mjs';

export { indexed as access } from '../kinds.mjs';

const { MAP_SHARED, PAGESIZE, PROT_READ, PROT_WRITE } = mmap;

/** There is no call that unmaps: collections do. */
export function open(path, byteLength, { kind = 'uint8', write = false } = {}) {
  const fd = openSync(path, write ? 'r+' : 'r');
  const buffer = mmap.map(byteLength, write ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, fd);
  closeSync(fd);
  mustHave(byteLength, buffer.length);
  return {
    array: viewOf(kind, buffer.buffer, buffer.byteOffset, byteLength),
    sync: () => mmap.sync(buffer, 0, PAGESIZE, true),
    residency: () => mmap.incore(buffer)[1],
  };
}
