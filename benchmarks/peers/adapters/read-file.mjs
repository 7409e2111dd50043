// The whole file in an ordinary ArrayBuffer: a copy, which others do not see.
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { mustHave, viewOf } from '../kinds.mjs';

export { indexed as access } from '../kinds.mjs';

export function open(path, byteLength, { kind = 'uint8' } = {}) {
  const bytes = readFileSync(path);
  mustHave(byteLength, bytes.length);
  const { buffer, byteOffset } =
    bytes.byteOffset % 8 === 0 ? bytes : { buffer: bytes.slice().buffer, byteOffset: 0 };
  let fd;
  return {
    array: viewOf(kind, buffer, byteOffset, byteLength),
    unmap: () => fd !== undefined && closeSync(fd),
    sync: () => {
      fd ??= openSync(path, 'r+');
      writeSync(fd, bytes, 0, 4096, 0);
      fsyncSync(fd);
    },
  };
}
