import { here } from '../lookup.js';

/** What mmap(2) returns instead of an address when it fails, read as a signed number. */
export const MAP_FAILED = here('MAP_FAILED');

/** Changes reach the file and everyone else who maps it. */
export const MAP_SHARED = here('MAP_SHARED');

/** Changes stay with this process: pages are copied when first written. */
export const MAP_PRIVATE = here('MAP_PRIVATE');

/** As MAP_SHARED, but an unknown flag is EOPNOTSUPP instead of being ignored. It equals MAP_SHARED and MAP_PRIVATE together. */
export const MAP_SHARED_VALIDATE = here('MAP_SHARED_VALIDATE');

/** The kernel may drop the pages when memory is short; they then read as zeros. Takes the place of MAP_PRIVATE. */
export const MAP_DROPPABLE = here('MAP_DROPPABLE');

/** The bits that hold the kind: shared, private, validated, droppable. */
export const MAP_TYPE = here('MAP_TYPE');

/** A file is mapped. Accepted and without effect: it is 0. */
export const MAP_FILE = here('MAP_FILE');

/** Another name of MAP_ANONYMOUS. */
export const MAP_ANON = here('MAP_ANON');

/** No file: the pages start as zeros. Pass -1 as the descriptor. */
export const MAP_ANONYMOUS = here('MAP_ANONYMOUS');

/** An old name of MAP_PRIVATE. */
export const MAP_COPY = here('MAP_COPY');

/** For mremap(2): keep the old mapping and duplicate it. */
export const MAP_REMAPDUP = here('MAP_REMAPDUP');

/** Give private pages the name of the file. Accepted and without effect. */
export const MAP_RENAME = here('MAP_RENAME');

/** The mapping is governed by a virtual page table. */
export const MAP_VPAGETABLE = here('MAP_VPAGETABLE');

/** Map initialized data. Reserved to the run-time linker. */
export const MAP_INITDATA = here('MAP_INITDATA');

/** Map code. Reserved to the run-time linker. */
export const MAP_TEXT = here('MAP_TEXT');
