import { here } from '../lookup.js';

/** As msync(3C). */
export const MC_SYNC = here('MC_SYNC');

/** Lock a range. */
export const MC_LOCK = here('MC_LOCK');

/** Unlock a range. */
export const MC_UNLOCK = here('MC_UNLOCK');

/** As madvise(3C). */
export const MC_ADVISE = here('MC_ADVISE');

/** Lock the whole address space. */
export const MC_LOCKAS = here('MC_LOCKAS');

/** Unlock the whole address space. */
export const MC_UNLOCKAS = here('MC_UNLOCKAS');

/** Advise on the page size. */
export const MC_HAT_ADVISE = here('MC_HAT_ADVISE');

/** Children of fork(2) find zeros in the range. */
export const MC_INHERIT_ZERO = here('MC_INHERIT_ZERO');
