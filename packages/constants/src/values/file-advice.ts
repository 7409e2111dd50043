import { here } from '../lookup.js';

/** No advice. */
export const POSIX_FADV_NORMAL = here('POSIX_FADV_NORMAL');

/** Reads jump about: the kernel reads nothing ahead. */
export const POSIX_FADV_RANDOM = here('POSIX_FADV_RANDOM');

/** Reads go upwards: the kernel reads further ahead. */
export const POSIX_FADV_SEQUENTIAL = here('POSIX_FADV_SEQUENTIAL');

/** The bytes will be needed soon: they are read ahead now. */
export const POSIX_FADV_WILLNEED = here('POSIX_FADV_WILLNEED');

/** The bytes are not needed soon: whole pages of them leave the page cache, unless they are dirty, mapped or locked. */
export const POSIX_FADV_DONTNEED = here('POSIX_FADV_DONTNEED');

/** The bytes will be read once. Without effect on Linux from 2.6.18 to 6.2. */
export const POSIX_FADV_NOREUSE = here('POSIX_FADV_NOREUSE');
