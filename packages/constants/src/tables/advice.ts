import { ABSENT, table } from '../table.js';
import { mman } from './sources.js';

/** Linux 6.2 gave these the numbers of the other processors. */
const renumbered = { 'linux-hppa': 'Linux 6.2 arch/parisc/include/uapi/asm/mman.h; other numbers before' };

const guard = { linux: 'Linux 6.13 include/uapi/asm-generic/mman-common.h' };

/** What madvise(2) is told. These are numbers to choose from, not flags to combine. */
export const advice = table({
  sources: mman,
  rows: {
    MADV_NORMAL: { all: 0 },
    MADV_RANDOM: { all: 1 },
    MADV_SEQUENTIAL: { all: 2 },
    MADV_WILLNEED: { all: 3 },
    MADV_DONTNEED: { all: 4, 'linux-alpha': 6 },
    MADV_FREE: {
      linux: 8,
      darwin: 5,
      freebsd: 5,
      dragonfly: 5,
      netbsd: 6,
      openbsd: 6,
      sunos: 5,
      since: '4.5',
    },
    MADV_REMOVE: { linux: 9, since: '2.6.16' },
    MADV_DONTFORK: { linux: 10, since: '2.6.16' },
    MADV_DOFORK: { linux: 11, since: '2.6.16' },
    MADV_MERGEABLE: { linux: 12, since: '2.6.32', source: renumbered },
    MADV_UNMERGEABLE: { linux: 13, since: '2.6.32', source: renumbered },
    MADV_HUGEPAGE: { linux: 14, since: '2.6.38', source: renumbered },
    MADV_NOHUGEPAGE: { linux: 15, since: '2.6.38', source: renumbered },
    MADV_DONTDUMP: { linux: 16, since: '3.4', source: renumbered },
    MADV_DODUMP: { linux: 17, since: '3.4', source: renumbered },
    MADV_WIPEONFORK: { linux: 18, since: '4.14', source: renumbered },
    MADV_KEEPONFORK: { linux: 19, since: '4.14', source: renumbered },
    MADV_COLD: { linux: 20, since: '5.4' },
    MADV_PAGEOUT: { linux: 21, darwin: 10, since: '5.4' },
    MADV_POPULATE_READ: { linux: 22, since: '5.14' },
    MADV_POPULATE_WRITE: { linux: 23, since: '5.14' },
    MADV_DONTNEED_LOCKED: { linux: 24, since: '5.18' },
    MADV_COLLAPSE: { linux: 25, since: '6.1', source: renumbered },
    MADV_HWPOISON: { linux: 100, 'linux-alpha': ABSENT, since: '2.6.32' },
    MADV_SOFT_OFFLINE: { linux: 101, 'linux-alpha': ABSENT, 'linux-mips*': ABSENT, since: '2.6.33' },
    MADV_GUARD_INSTALL: { linux: 102, since: '6.13', source: guard },
    MADV_GUARD_REMOVE: { linux: 103, since: '6.13', source: guard },
    MADV_ACCESS_DEFAULT: { sunos: 6 },
    MADV_ACCESS_LWP: { sunos: 7 },
    MADV_ACCESS_MANY: { sunos: 8 },
    MADV_AUTOSYNC: { freebsd: 7, dragonfly: 7 },
    MADV_CAN_REUSE: { darwin: 9 },
    MADV_CONTROL_END: { dragonfly: 11 },
    MADV_CONTROL_START: { dragonfly: 10 },
    MADV_CORE: { freebsd: 9, dragonfly: 9 },
    MADV_FREE_REUSABLE: { darwin: 7 },
    MADV_FREE_REUSE: { darwin: 8 },
    MADV_INVAL: { dragonfly: 10 },
    MADV_NOCORE: { freebsd: 8, dragonfly: 8 },
    MADV_NOSYNC: { freebsd: 6, dragonfly: 6 },
    MADV_PROTECT: { freebsd: 10 },
    MADV_PURGE: { sunos: 9 },
    MADV_SETMAP: { dragonfly: 11 },
    MADV_SPACEAVAIL: { 'linux-alpha': 5, netbsd: 5, openbsd: 5, aix: 5 },
    MADV_ZERO: { darwin: 11 },
    MADV_ZERO_WIRED_PAGES: { darwin: 6 },
  },
});
