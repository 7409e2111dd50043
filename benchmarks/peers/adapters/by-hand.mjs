// What is the same for each way to call libc.
import { closeSync, openSync } from 'node:fs';
import { viewOf } from '../kinds.mjs';

const PROT_READ = 1;
const PROT_WRITE = 2;
const MAP_SHARED = 1;
const MS_SYNC = 4;
const PAGE = 4096;

/** `view(pointer, byteLength)` is an ArrayBuffer over memory; the calls take and give pointers as the way has them. */
export function openerOf({ mmap, munmap, msync, mincore, view, isFailed }) {
  return (path, byteLength, { kind = 'uint8', write = false } = {}) => {
    const fd = openSync(path, write ? 'r+' : 'r');
    const pointer = mmap(byteLength, write ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, fd);
    closeSync(fd);
    if (isFailed(pointer)) throw new Error('mmap failed');
    let pages;
    return {
      array: viewOf(kind, view(pointer, byteLength), 0, byteLength),
      unmap: () => munmap(pointer, byteLength),
      sync: () => msync(pointer, PAGE, MS_SYNC),
      residency: () => {
        pages ??= new Uint8Array(Math.ceil(byteLength / PAGE));
        if (mincore(pointer, byteLength, pages) !== 0) throw new Error('mincore failed');
        return pages.reduce((sum, page) => sum + (page & 1), 0);
      },
    };
  };
}
