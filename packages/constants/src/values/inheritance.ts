import { here } from '../lookup.js';

/** The child shares the pages. */
export const INHERIT_SHARE = here('INHERIT_SHARE');

/** The child gets a copy. */
export const INHERIT_COPY = here('INHERIT_COPY');

/** The child has no mapping there. */
export const INHERIT_NONE = here('INHERIT_NONE');

/** The child gets zeros. */
export const INHERIT_ZERO = here('INHERIT_ZERO');

/** The child shares the pages. */
export const MAP_INHERIT_SHARE = here('MAP_INHERIT_SHARE');

/** The child gets a copy. */
export const MAP_INHERIT_COPY = here('MAP_INHERIT_COPY');

/** The child has no mapping there. */
export const MAP_INHERIT_NONE = here('MAP_INHERIT_NONE');

/** The child gets a copy and the parent loses the pages. Never implemented. */
export const MAP_INHERIT_DONATE_COPY = here('MAP_INHERIT_DONATE_COPY');

/** The child gets zeros. */
export const MAP_INHERIT_ZERO = here('MAP_INHERIT_ZERO');

/** What a new mapping has: MAP_INHERIT_COPY. */
export const MAP_INHERIT_DEFAULT = here('MAP_INHERIT_DEFAULT');
