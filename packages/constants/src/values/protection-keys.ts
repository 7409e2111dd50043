import { here } from '../lookup.js';

/** The key denies nothing. */
export const PKEY_UNRESTRICTED = here('PKEY_UNRESTRICTED');

/** The key denies reading and writing. */
export const PKEY_DISABLE_ACCESS = here('PKEY_DISABLE_ACCESS');

/** The key denies writing. */
export const PKEY_DISABLE_WRITE = here('PKEY_DISABLE_WRITE');

/** The key denies execution. */
export const PKEY_DISABLE_EXECUTE = here('PKEY_DISABLE_EXECUTE');

/** All rights that a key can deny. */
export const PKEY_ACCESS_MASK = here('PKEY_ACCESS_MASK');
