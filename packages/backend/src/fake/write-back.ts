import { errnoOf } from './file-source.js';
import type { Region } from './region.js';

/** Writes what was stored in a range of a region to its file: 0 or -errno. */
export function writeBack(region: Region, byteOffset: number, byteLength: number): number {
  try {
    region.writeBack(byteOffset, byteLength);
    return 0;
  } catch (error) {
    return errnoOf(error);
  }
}
