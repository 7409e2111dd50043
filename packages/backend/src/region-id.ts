/**
 * Names one mapped range of pages in one backend: a positive safe integer, never used twice in a process.
 * It is not an address, so a stale one can be refused and can never reach memory that was mapped later.
 */
export type RegionId = number;
