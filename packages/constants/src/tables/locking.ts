import { table } from '../table.js';
import { mman } from './sources.js';

/** What mlockall(2) and mlock2(2) lock. */
export const locking = table({
  sources: mman,
  rows: {
    MCL_CURRENT: { all: 1, 'linux-alpha': 0x2000, 'linux-ppc*': 0x2000, 'linux-sparc64': 0x2000, aix: 0x100 },
    MCL_FUTURE: { all: 2, 'linux-alpha': 0x4000, 'linux-ppc*': 0x4000, 'linux-sparc64': 0x4000, aix: 0x200 },
    MCL_ONFAULT: {
      linux: 4,
      'linux-alpha': 0x8000,
      'linux-ppc*': 0x8000,
      'linux-sparc64': 0x8000,
      since: '4.4',
    },
    MLOCK_ONFAULT: { linux: 1, since: '4.4' },
  },
});
