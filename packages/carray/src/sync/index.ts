export { SharedCounter } from './counter.js';
export { SharedLock } from './lock.js';
export type { Acquired } from './lock-word.js';
export { RingBuffer } from './ring-buffer.js';
export type { RingCreateOptions, RingOpenOptions } from './ring-options.js';
export type { WaitOptions, WaitSyncOptions } from './wait-options.js';
export { notify, type WaitResult, wait, waitSync } from './waits.js';
