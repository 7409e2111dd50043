import { table } from '../table.js';
import { mman } from './sources.js';

/** Rights of a protection key, for pkey_alloc(2). Kept apart from PROT_*: 1 denies here and grants there. */
export const protectionKeys = table({
  sources: mman,
  rows: {
    PKEY_UNRESTRICTED: {
      linux: 0,
      since: '6.15',
      source: { linux: 'Linux 6.15 include/uapi/asm-generic/mman-common.h' },
    },
    PKEY_DISABLE_ACCESS: { linux: 1, since: '4.9' },
    PKEY_DISABLE_WRITE: { linux: 2, since: '4.9' },
    PKEY_DISABLE_EXECUTE: { 'linux-ppc*': 4, since: '4.16' },
    PKEY_ACCESS_MASK: { linux: 3, 'linux-ppc*': 7, since: '4.9' },
  },
});
