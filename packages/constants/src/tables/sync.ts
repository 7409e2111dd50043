import { table } from '../table.js';
import { mman } from './sources.js';

/** How msync(2) writes back. On FreeBSD and DragonFly BSD MS_SYNC is 0: never test it with `&`. */
export const sync = table({
  sources: mman,
  rows: {
    MS_ASYNC: { all: 1, 'linux-hppa': 2, aix: 0x10 },
    MS_INVALIDATE: { all: 2, 'linux-alpha': 4, 'linux-hppa': 4, openbsd: 4, aix: 0x40 },
    MS_SYNC: {
      linux: 4,
      'linux-alpha': 2,
      'linux-hppa': 1,
      darwin: 0x10,
      freebsd: 0,
      dragonfly: 0,
      netbsd: 4,
      openbsd: 2,
      sunos: 4,
      aix: 0x20,
    },
    MS_DEACTIVATE: { darwin: 8 },
    MS_KILLPAGES: { darwin: 4 },
    MS_EINTR: { aix: 0x80 },
    MS_OLDSYNC: { sunos: 0 },
  },
});
