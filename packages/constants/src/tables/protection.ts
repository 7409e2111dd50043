import { table } from '../table.js';
import { mman } from './sources.js';

const arm64 = { linux: 'Linux 6.1 arch/arm64/include/uapi/asm/mman.h' };

/** What may be done with pages: the `prot` of mmap(2) and mprotect(2). */
export const protection = table({
  sources: mman,
  rows: {
    PROT_NONE: { all: 0 },
    PROT_READ: { all: 1 },
    PROT_WRITE: { all: 2 },
    PROT_EXEC: { all: 4 },
    // Linux, on every processor.
    PROT_SEM: { linux: 8, 'linux-mips*': 0x10, since: '2.5.7' },
    PROT_GROWSDOWN: { linux: 0x1000000, since: '2.6.0' },
    PROT_GROWSUP: { linux: 0x2000000, since: '2.6.0' },
    // Linux, on one processor each.
    PROT_ADI: { 'linux-sparc64': 0x10, since: '4.17' },
    PROT_BTI: { 'linux-arm64': 0x10, since: '5.8', source: arm64 },
    PROT_MTE: { 'linux-arm64': 0x20, since: '5.10', source: arm64 },
    PROT_SAO: { 'linux-ppc*': 0x10, since: '2.6.26' },
  },
});
