import type { Format } from './format.js';

const BLOCK_BYTES = 2 ** 20;

/** The bytes themselves. */
export const raw = (): Format => ({
  unitBytes: 1,
  blockBytes: BLOCK_BYTES,
  isStateless: false, // nothing to do in another thread
  block: (bytes) => bytes,
});
