import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { float64, mapFile, struct, uint32 } from 'carray';

export const SIZE = 24;
const record = struct({ x: float64, y: float64, id: uint32, flags: uint32 });

function fill(path, length) {
  const fd = openSync(path, 'w');
  const chunk = new DataView(new ArrayBuffer(1024 * SIZE));
  for (let index = 0; index < 1024; index++) {
    chunk.setFloat64(index * SIZE, index, true);
    chunk.setFloat64(index * SIZE + 8, 1, true);
    chunk.setUint32(index * SIZE + 16, index, true);
  }
  for (let done = 0; done < length; done += 1024)
    writeSync(fd, chunk, 0, Math.min(1024, length - done) * SIZE);
  closeSync(fd);
}

/** So many records of a file: all accessors are measured over this mapping. */
export function mapped(path, length) {
  if (!existsSync(path)) fill(path, length);
  return mapFile(path, { type: record, length, access: 'read-write' });
}
