import { table } from '../table.js';
import { elsewhere } from './sources.js';

/** What mincore(2) says of a page. On Linux, NetBSD and illumos only the lowest bit counts, and has no name. */
export const residency = table({
  sources: { ...elsewhere, dragonfly: 'DragonFly BSD <sys/mman.h>, as the libc crate of Rust records it' },
  rows: {
    MINCORE_INCORE: { darwin: 1, freebsd: 1, dragonfly: 1 },
    MINCORE_REFERENCED: { darwin: 2, freebsd: 2, dragonfly: 2 },
    MINCORE_MODIFIED: { darwin: 4, freebsd: 4, dragonfly: 4 },
    MINCORE_REFERENCED_OTHER: { darwin: 8, freebsd: 8, dragonfly: 8 },
    MINCORE_MODIFIED_OTHER: { darwin: 0x10, freebsd: 0x10, dragonfly: 0x10 },
    MINCORE_PAGED_OUT: { darwin: 0x20 },
    MINCORE_COPIED: { darwin: 0x40 },
    MINCORE_ANONYMOUS: { darwin: 0x80 },
    MINCORE_SUPER: { freebsd: 0x60, dragonfly: 0x20 },
  },
});
