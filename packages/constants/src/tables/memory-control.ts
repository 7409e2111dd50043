import { table } from '../table.js';
import { mman } from './sources.js';

/** Commands of memcntl(2) on illumos. */
export const memoryControl = table({
  sources: mman,
  rows: {
    MC_SYNC: { sunos: 1 },
    MC_LOCK: { sunos: 2 },
    MC_UNLOCK: { sunos: 3 },
    MC_ADVISE: { sunos: 4 },
    MC_LOCKAS: { sunos: 5 },
    MC_UNLOCKAS: { sunos: 6 },
    MC_HAT_ADVISE: { sunos: 7 },
    MC_INHERIT_ZERO: { sunos: 8 },
  },
});
