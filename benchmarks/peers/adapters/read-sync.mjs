// One system call for each element.
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { kinds } from '../kinds.mjs';

export { called as access } from '../kinds.mjs';

class Elements {
  constructor(fd, kind, byteLength) {
    this.fd = fd;
    this.one = new kinds[kind](1);
    this.bytes = new Uint8Array(this.one.buffer);
    this.size = this.one.BYTES_PER_ELEMENT;
    this.length = byteLength / this.size;
  }
  get(index) {
    readSync(this.fd, this.bytes, 0, this.size, index * this.size);
    return this.one[0];
  }
  set(index, value) {
    this.one[0] = value;
    writeSync(this.fd, this.bytes, 0, this.size, index * this.size);
  }
}

export function open(path, byteLength, { kind = 'uint8', write = false } = {}) {
  const fd = openSync(path, write ? 'r+' : 'r');
  return { array: new Elements(fd, kind, byteLength), unmap: () => closeSync(fd) };
}

export const hasPages = false;
