import { here } from '../lookup.js';

/** The file grows when the mapping is written, on IRIX. Linux ignores it. */
export const MAP_AUTOGROW = here('MAP_AUTOGROW');

/** Swap is reserved on demand, on IRIX. A name of manual pages: see MAP_AUTORSRV. */
export const MAP_AUTORESRV = here('MAP_AUTORESRV');

/** Swap is reserved on demand, on IRIX. Linux ignores it. */
export const MAP_AUTORSRV = here('MAP_AUTORSRV');

/** Nobody may write the file. Accepted and ignored. */
export const MAP_DENYWRITE = here('MAP_DENYWRITE');

/** The mapping is of a program. Accepted and ignored. */
export const MAP_EXECUTABLE = here('MAP_EXECUTABLE');

/** The pages may hold semaphores. Accepted and, today, without effect. */
export const MAP_HASSEMAPHORE = here('MAP_HASSEMAPHORE');

/** The mapping survives execve(2). Accepted and ignored. */
export const MAP_INHERIT = here('MAP_INHERIT');

/** Copied, not shared, at fork(2) and sproc(2) on IRIX. Linux ignores it. */
export const MAP_LOCAL = here('MAP_LOCAL');

/** Do not let the mapping extend the file. Accepted and ignored. */
export const MAP_NOEXTEND = here('MAP_NOEXTEND');

/** All flags that mmap(2) accepts. */
export const MAP_FLAGMASK = here('MAP_FLAGMASK');

/** Reserved; once MAP_RENAME. */
export const MAP_RESERVED0020 = here('MAP_RESERVED0020');

/** Reserved; once MAP_NORESERVE. */
export const MAP_RESERVED0040 = here('MAP_RESERVED0040');

/** Reserved; once MAP_INHERIT. */
export const MAP_RESERVED0080 = here('MAP_RESERVED0080');

/** Reserved; once MAP_NOEXTEND. */
export const MAP_RESERVED0100 = here('MAP_RESERVED0100');
