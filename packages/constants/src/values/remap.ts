import { here } from '../lookup.js';

/** The mapping may move if it cannot grow in place. */
export const MREMAP_MAYMOVE = here('MREMAP_MAYMOVE');

/** Move it exactly to a given address; whatever is mapped there is replaced. Needs MREMAP_MAYMOVE. */
export const MREMAP_FIXED = here('MREMAP_FIXED');

/** Move the pages and leave the old range mapped and empty. */
export const MREMAP_DONTUNMAP = here('MREMAP_DONTUNMAP');
