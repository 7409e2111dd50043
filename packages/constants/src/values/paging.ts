import { here } from '../lookup.js';

/** Reserve no swap space: a write may fault when memory is short. */
export const MAP_NORESERVE = here('MAP_NORESERVE');

/** Fill the page tables at once, reading the file ahead. */
export const MAP_POPULATE = here('MAP_POPULATE');

/** With MAP_POPULATE: only pages already in memory. Since Linux 2.6.23 it makes MAP_POPULATE do nothing. */
export const MAP_NONBLOCK = here('MAP_NONBLOCK');

/** Enter the pages that are already in memory. */
export const MAP_PREFAULT_READ = here('MAP_PREFAULT_READ');

/** Lock the pages into memory as mlock(2) does, except that a failure to fill them is not reported. */
export const MAP_LOCKED = here('MAP_LOCKED');

/** Lock the pages into memory. */
export const MAP_WIRED = here('MAP_WIRED');

/** Do not clear anonymous pages. Only on kernels built for it, without an MMU. */
export const MAP_UNINITIALIZED = here('MAP_UNINITIALIZED');

/** Writes to persistent memory stay valid after a crash. Needs MAP_SHARED_VALIDATE and a DAX file. */
export const MAP_SYNC = here('MAP_SYNC');

/** Write dirty pages only when memory is short or at unmounting. */
export const MAP_NOSYNC = here('MAP_NOSYNC');

/** Leave the mapping out of core files. */
export const MAP_NOCORE = here('MAP_NOCORE');

/** Leave the mapping out of core files. */
export const MAP_CONCEAL = here('MAP_CONCEAL');

/** Do not keep pages of this mapping in the cache. */
export const MAP_NOCACHE = here('MAP_NOCACHE');

/** A page past the end of the file reads as zeros instead of raising SIGBUS. */
export const __MAP_NOFAULT = here('__MAP_NOFAULT');
