import { table } from '../table.js';
import { linuxMman } from './sources.js';

/** How mremap(2) may move a mapping. */
export const remap = table({
  sources: { linux: linuxMman },
  rows: {
    MREMAP_MAYMOVE: { linux: 1 },
    MREMAP_FIXED: { linux: 2, since: '2.3.31' },
    MREMAP_DONTUNMAP: { linux: 4, since: '5.7' },
  },
});
