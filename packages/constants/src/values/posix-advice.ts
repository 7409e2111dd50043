import { here } from '../lookup.js';

/** No advice. */
export const POSIX_MADV_NORMAL = here('POSIX_MADV_NORMAL');

/** Accesses jump about. */
export const POSIX_MADV_RANDOM = here('POSIX_MADV_RANDOM');

/** Accesses go upwards. */
export const POSIX_MADV_SEQUENTIAL = here('POSIX_MADV_SEQUENTIAL');

/** The pages will be needed soon. */
export const POSIX_MADV_WILLNEED = here('POSIX_MADV_WILLNEED');

/** The pages are not needed soon. Never drops contents: glibc ignores it. */
export const POSIX_MADV_DONTNEED = here('POSIX_MADV_DONTNEED');
