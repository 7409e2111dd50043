// The entry `carray/sync`. Its code is in the bundle of `carray`, once: this one takes it from there.
import { sync } from './index.js';

export const { notify, RingBuffer, SharedCounter, SharedLock, wait, waitSync } = sync;
