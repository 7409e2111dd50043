import { here } from '../lookup.js';

/** The pages cannot be accessed. 0 everywhere, and available. */
export const PROT_NONE = here('PROT_NONE');

/** The pages may be read. */
export const PROT_READ = here('PROT_READ');

/** The pages may be written; most processors then also read them. */
export const PROT_WRITE = here('PROT_WRITE');

/** The pages may be executed; some processors then also read them. */
export const PROT_EXEC = here('PROT_EXEC');

/** The pages may hold futexes. Accepted and without effect. */
export const PROT_SEM = here('PROT_SEM');

/** For mprotect(2): go down to the start of a mapping that grows downwards. */
export const PROT_GROWSDOWN = here('PROT_GROWSDOWN');

/** For mprotect(2): go up to the end of a mapping that grows upwards. */
export const PROT_GROWSUP = here('PROT_GROWSUP');

/** Application Data Integrity: loads and stores check version tags. SPARC M7 and later. */
export const PROT_ADI = here('PROT_ADI');

/** Indirect branches into these pages must land on a BTI instruction. */
export const PROT_BTI = here('PROT_BTI');

/** Memory Tagging Extension: loads and stores check allocation tags. */
export const PROT_MTE = here('PROT_MTE');

/** Strong access ordering. POWER7 to POWER9. */
export const PROT_SAO = here('PROT_SAO');
