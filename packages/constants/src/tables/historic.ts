import { table } from '../table.js';
import { mman } from './sources.js';

/** Flags that are accepted and ignored, that only old systems acted on, or that are reserved. */
export const historic = table({
  sources: mman,
  rows: {
    MAP_AUTOGROW: { 'linux-mips*': 0x40 },
    // The spelling of IRIX and of manual pages. No header in these tables has it: Linux spells it MAP_AUTORSRV.
    MAP_AUTORESRV: {},
    MAP_AUTORSRV: { 'linux-mips*': 0x100 },
    MAP_DENYWRITE: { linux: 0x800, 'linux-alpha': 0x2000, 'linux-mips*': 0x2000 },
    MAP_EXECUTABLE: { linux: 0x1000, 'linux-alpha': 0x4000, 'linux-mips*': 0x4000 },
    MAP_HASSEMAPHORE: { darwin: 0x200, freebsd: 0x200, dragonfly: 0x200, netbsd: 0x200, openbsd: 0 },
    MAP_INHERIT: { 'linux-sparc64': 0x80, dragonfly: 0x80, netbsd: 0x80, openbsd: 0 },
    MAP_LOCAL: { 'linux-mips*': 0x80 },
    MAP_NOEXTEND: { darwin: 0x100, dragonfly: 0x100, openbsd: 0 },
    MAP_FLAGMASK: { openbsd: 0xfff7 },
    MAP_RESERVED0020: { freebsd: 0x20 },
    MAP_RESERVED0040: { freebsd: 0x40 },
    MAP_RESERVED0080: { darwin: 0x80, freebsd: 0x80 },
    MAP_RESERVED0100: { freebsd: 0x100 },
  },
});
