/** Which pages are in the machine's memory. */
export interface Residency {
  /** One byte for each page of the system's `pageSize`: 1 where it is resident, else 0. */
  readonly pages: Uint8Array;
  /** How many are resident. */
  readonly resident: number;
  /** How many pages there are: `pages.length`. */
  readonly total: number;
}

/** What mincore(2) answered, of which the lowest bit counts: the bytes become 0 and 1. */
export function residencyOf(pages: Uint8Array): Residency {
  let resident = 0;
  for (let page = 0; page < pages.length; page++) {
    const bit = (pages[page] ?? 0) & 1;
    pages[page] = bit;
    resident += bit;
  }
  return { pages, resident, total: pages.length };
}
