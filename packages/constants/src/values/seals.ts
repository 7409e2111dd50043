import { here } from '../lookup.js';

/** Command: add seals. Seals are never taken off. */
export const F_ADD_SEALS = here('F_ADD_SEALS');

/** Command: read the seals. */
export const F_GET_SEALS = here('F_GET_SEALS');

/** No more seals can be added. */
export const F_SEAL_SEAL = here('F_SEAL_SEAL');

/** The file cannot become shorter: its mapped pages stay in it. */
export const F_SEAL_SHRINK = here('F_SEAL_SHRINK');

/** The file cannot become longer. */
export const F_SEAL_GROW = here('F_SEAL_GROW');

/** The contents cannot change. EBUSY while a writable shared mapping exists. */
export const F_SEAL_WRITE = here('F_SEAL_WRITE');

/** The contents cannot change, except through shared mappings made before. */
export const F_SEAL_FUTURE_WRITE = here('F_SEAL_FUTURE_WRITE');

/** Whether it can be executed cannot change: the bits of its mode. */
export const F_SEAL_EXEC = here('F_SEAL_EXEC');
