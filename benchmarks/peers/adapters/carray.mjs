// Each adapter opens a file as `kind` elements: { array, unmap, sync, residency }, those that the subject has.
import {
  float64,
  int64,
  MS_SYNC,
  mapFile,
  msync,
  munmap,
  pageSize,
  safeInt64,
  uint8,
  uint16,
  uint32,
} from 'carray';

export { called as access } from '../kinds.mjs';

const types = { uint8, uint16, uint32, float64, int64, safeInt64 };

export function open(path, byteLength, { kind = 'uint8', write = false } = {}) {
  const type = types[kind];
  const access = write ? 'read-write' : 'read';
  const array = mapFile(path, { type, length: byteLength / type.size, access });
  return {
    array,
    unmap: () => munmap(array),
    sync: () => msync(array, MS_SYNC, 0, pageSize),
    residency: () => array.mapping.residency().resident,
  };
}
