import { here } from '../lookup.js';

/** Use pages from the pool of huge pages. */
export const MAP_HUGETLB = here('MAP_HUGETLB');

/** How far the binary logarithm of a page size is shifted left. */
export const MAP_HUGE_SHIFT = here('MAP_HUGE_SHIFT');

/** The bits of the logarithm, before the shift. */
export const MAP_HUGE_MASK = here('MAP_HUGE_MASK');

/** Pages of 16 KiB. */
export const MAP_HUGE_16KB = here('MAP_HUGE_16KB');

/** Pages of 64 KiB. */
export const MAP_HUGE_64KB = here('MAP_HUGE_64KB');

/** Pages of 512 KiB. */
export const MAP_HUGE_512KB = here('MAP_HUGE_512KB');

/** Pages of 1 MiB. */
export const MAP_HUGE_1MB = here('MAP_HUGE_1MB');

/** Pages of 2 MiB. */
export const MAP_HUGE_2MB = here('MAP_HUGE_2MB');

/** Pages of 8 MiB. */
export const MAP_HUGE_8MB = here('MAP_HUGE_8MB');

/** Pages of 16 MiB. */
export const MAP_HUGE_16MB = here('MAP_HUGE_16MB');

/** Pages of 32 MiB. */
export const MAP_HUGE_32MB = here('MAP_HUGE_32MB');

/** Pages of 256 MiB. */
export const MAP_HUGE_256MB = here('MAP_HUGE_256MB');

/** Pages of 512 MiB. */
export const MAP_HUGE_512MB = here('MAP_HUGE_512MB');

/** Pages of 1 GiB. */
export const MAP_HUGE_1GB = here('MAP_HUGE_1GB');

/** Pages of 2 GiB. */
export const MAP_HUGE_2GB = here('MAP_HUGE_2GB');

/** Pages of 16 GiB. Past 2^31: use `>>> 0`. */
export const MAP_HUGE_16GB = here('MAP_HUGE_16GB');
