import { here } from '../lookup.js';

/** The mapping is for code generated at run time. Needed under the hardened runtime. */
export const MAP_JIT = here('MAP_JIT');

/** The range is protected by TPRO (trusted path, read-only). */
export const MAP_TPRO = here('MAP_TPRO');

/** Let Rosetta execute these pages. */
export const MAP_TRANSLATED_ALLOW_EXECUTE = here('MAP_TRANSLATED_ALLOW_EXECUTE');

/** Failures of code signing in this mapping do not kill the process. */
export const MAP_RESILIENT_CODESIGN = here('MAP_RESILIENT_CODESIGN');

/** Failures of the backing store of this mapping do not kill the process. */
export const MAP_RESILIENT_MEDIA = here('MAP_RESILIENT_MEDIA');

/** Behave as UNIX 03 asks. */
export const MAP_UNIX03 = here('MAP_UNIX03');
