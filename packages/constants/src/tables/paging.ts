import { ABSENT, table } from '../table.js';
import { mman } from './sources.js';

/** When the pages of a mapping are there, and where they go: reserved, filled, locked, written back, dumped. */
export const paging = table({
  sources: mman,
  rows: {
    MAP_NORESERVE: {
      linux: 0x4000,
      'linux-alpha': 0x10000,
      'linux-mips*': 0x400,
      'linux-ppc*': 0x40,
      'linux-sparc64': 0x40,
      darwin: 0x40,
      dragonfly: 0x40,
      netbsd: 0x40,
      openbsd: 0,
      sunos: 0x40,
    },
    MAP_POPULATE: {
      linux: 0x8000,
      'linux-alpha': 0x20000,
      'linux-hppa': 0x10000,
      'linux-mips*': 0x10000,
      since: '2.5.46',
    },
    MAP_NONBLOCK: {
      linux: 0x10000,
      'linux-alpha': 0x40000,
      'linux-hppa': 0x20000,
      'linux-mips*': 0x20000,
      since: '2.5.46',
    },
    MAP_PREFAULT_READ: { freebsd: 0x40000 },
    MAP_LOCKED: {
      linux: 0x2000,
      'linux-alpha': 0x8000,
      'linux-mips*': 0x8000,
      'linux-ppc*': 0x80,
      'linux-sparc64': 0x100,
      since: '2.5.37',
    },
    MAP_WIRED: { netbsd: 0x800 },
    MAP_UNINITIALIZED: {
      linux: 0x4000000,
      'linux-alpha': ABSENT,
      'linux-hppa': 0,
      'linux-mips*': ABSENT,
      since: '2.6.33',
    },
    MAP_SYNC: {
      linux: 0x80000,
      'linux-alpha': ABSENT,
      'linux-hppa': ABSENT,
      'linux-mips*': ABSENT,
      since: '4.15',
    },
    MAP_NOSYNC: { freebsd: 0x800, dragonfly: 0x800 },
    MAP_NOCORE: { freebsd: 0x20000, dragonfly: 0x20000 },
    MAP_CONCEAL: { openbsd: 0x8000 },
    MAP_NOCACHE: { darwin: 0x400 },
    __MAP_NOFAULT: { openbsd: 0x2000 },
  },
});
