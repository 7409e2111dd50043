import { here } from '../lookup.js';

/** Lock what is mapped now. */
export const MCL_CURRENT = here('MCL_CURRENT');

/** Lock what will be mapped. */
export const MCL_FUTURE = here('MCL_FUTURE');

/** Lock pages when they are first touched instead of filling them now. */
export const MCL_ONFAULT = here('MCL_ONFAULT');

/** For mlock2(2): lock pages when they are first touched. */
export const MLOCK_ONFAULT = here('MLOCK_ONFAULT');
