export { RingBuffer, type RingCreateOptions, type RingOpenOptions } from './ring-buffer.js';
export type { WaitOptions, WaitSyncOptions } from './wait-options.js';
export { notify, type WaitResult, wait, waitSync } from './waits.js';
