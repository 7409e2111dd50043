import { here } from '../lookup.js';

/** The page is in memory. */
export const MINCORE_INCORE = here('MINCORE_INCORE');

/** The page was used by this process. */
export const MINCORE_REFERENCED = here('MINCORE_REFERENCED');

/** The page was changed by this process. */
export const MINCORE_MODIFIED = here('MINCORE_MODIFIED');

/** The page was used. */
export const MINCORE_REFERENCED_OTHER = here('MINCORE_REFERENCED_OTHER');

/** The page was changed. */
export const MINCORE_MODIFIED_OTHER = here('MINCORE_MODIFIED_OTHER');

/** The page was written out. */
export const MINCORE_PAGED_OUT = here('MINCORE_PAGED_OUT');

/** The page is a private copy. */
export const MINCORE_COPIED = here('MINCORE_COPIED');

/** The page belongs to no file. */
export const MINCORE_ANONYMOUS = here('MINCORE_ANONYMOUS');

/** The page is part of a huge page; on FreeBSD a mask. */
export const MINCORE_SUPER = here('MINCORE_SUPER');
