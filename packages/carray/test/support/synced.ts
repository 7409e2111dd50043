import { MAP_SHARED, PROT_READ, PROT_WRITE, uint8 } from '../../src/index.js';
import { fakeApi } from './api.js';
import { fileOf, pattern } from './files.js';

export const page = 4096;
/** Bytes of the mapping: not a multiple of the page. */
export const total = 3 * page + 100;
export const path = fileOf(pattern(4 * page));

/** A shared, writable mapping, and the backend that hears what is to be synced. */
export function mapped() {
  const { mmap, fake } = fakeApi({ pageSize: page });
  return { fake, array: mmap(uint8, total, PROT_READ | PROT_WRITE, MAP_SHARED, path) };
}
