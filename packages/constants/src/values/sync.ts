import { here } from '../lookup.js';

/** Start writing, or leave it to the kernel, and return at once. */
export const MS_ASYNC = here('MS_ASYNC');

/** Let other mappings of the file see the new contents. */
export const MS_INVALIDATE = here('MS_INVALIDATE');

/** Write, and return when it is done. 0 on FreeBSD and DragonFly BSD, and available. */
export const MS_SYNC = here('MS_SYNC');

/** The pages go first when memory is short; the mapping stays. */
export const MS_DEACTIVATE = here('MS_DEACTIVATE');

/** Drop the pages without writing them and keep the mapping. */
export const MS_KILLPAGES = here('MS_KILLPAGES');

/** A signal ends msync(2) with EINTR. */
export const MS_EINTR = here('MS_EINTR');

/** MS_SYNC of old programs: 0. */
export const MS_OLDSYNC = here('MS_OLDSYNC');
