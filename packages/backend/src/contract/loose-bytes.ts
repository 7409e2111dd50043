import type { Backend, RegionId } from '../backend.js';

/** A buffer from the start of a region, which the fixture does not know of: nothing but the caller keeps or ends it. */
export function looseBytes(backend: Backend, region: RegionId, byteLength: number): Uint8Array<ArrayBuffer> {
  const buffer = backend.buffer(region, 0, byteLength);
  if (typeof buffer === 'number') throw new Error(`Cannot make a buffer: errno is ${-buffer}`);
  return new Uint8Array(buffer);
}
