import { here } from '../lookup.js';

/** Exactly at the given address; whatever is mapped there now is replaced. */
export const MAP_FIXED = here('MAP_FIXED');

/** Exactly at the given address, or EEXIST if anything is mapped there. To older kernels it is a hint. */
export const MAP_FIXED_NOREPLACE = here('MAP_FIXED_NOREPLACE');

/** With MAP_FIXED: fail if anything is mapped there. */
export const __MAP_NOREPLACE = here('__MAP_NOREPLACE');

/** With MAP_FIXED: fail if anything is mapped there. */
export const MAP_EXCL = here('MAP_EXCL');

/** At the given address if nothing is mapped there. */
export const MAP_TRYFIXED = here('MAP_TRYFIXED');

/** Not MAP_FIXED. It is 0. */
export const MAP_VARIABLE = here('MAP_VARIABLE');

/** At a low address, below 2 GiB or 4 GiB. On macOS it needs an entitlement. */
export const MAP_32BIT = here('MAP_32BIT');

/** Above 4 GiB. */
export const MAP_ABOVE4G = here('MAP_ABOVE4G');

/** The mapping grows downwards when the page below it is touched, as a stack does. */
export const MAP_GROWSDOWN = here('MAP_GROWSDOWN');

/** The mapping is a stack. On Linux a hint without effect; on OpenBSD required of stacks; on FreeBSD it grows on demand. */
export const MAP_STACK = here('MAP_STACK');

/** Reserve the range: any access faults. */
export const MAP_GUARD = here('MAP_GUARD');

/** The address is an alignment to keep, not a place. */
export const MAP_ALIGN = here('MAP_ALIGN');

/** Align to the size, which must be a power of two. */
export const MAP_SIZEALIGN = here('MAP_SIZEALIGN');

/** Align so that huge pages can be used. */
export const MAP_ALIGNED_SUPER = here('MAP_ALIGNED_SUPER');

/** How far the binary logarithm of an alignment is shifted left. */
export const MAP_ALIGNMENT_SHIFT = here('MAP_ALIGNMENT_SHIFT');

/** The bits that hold an alignment. Past 2^31: use `>>> 0`. */
export const MAP_ALIGNMENT_MASK = here('MAP_ALIGNMENT_MASK');

/** Align to 64 KiB. */
export const MAP_ALIGNMENT_64KB = here('MAP_ALIGNMENT_64KB');

/** Align to 16 MiB. */
export const MAP_ALIGNMENT_16MB = here('MAP_ALIGNMENT_16MB');

/** Align to 4 GiB. */
export const MAP_ALIGNMENT_4GB = here('MAP_ALIGNMENT_4GB');

/** Align to 1 TiB. */
export const MAP_ALIGNMENT_1TB = here('MAP_ALIGNMENT_1TB');

/** Align to 256 TiB. */
export const MAP_ALIGNMENT_256TB = here('MAP_ALIGNMENT_256TB');

/** Align to 64 PiB. */
export const MAP_ALIGNMENT_64PB = here('MAP_ALIGNMENT_64PB');
