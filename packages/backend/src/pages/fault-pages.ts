import type { Backend, FaultMark, RegionId } from '../backend.js';
import type { RegionPages } from './region-pages.js';

/** Marks of whole larger pages, out of those of the pages that they are made of. */
export function faultsOf(
  backend: Backend,
  pages: RegionPages,
): Pick<Backend, 'faulted' | 'faultMark' | 'faultEnd' | 'markFault'> {
  const markOf = (region: RegionId, byteOffset: number): FaultMark | number => {
    const [start, byteLength] = pages.around(byteOffset, 1);
    const first = backend.faulted(region, start, byteLength);
    if (first === -1) return 0;
    return first < 0 ? first : backend.faultMark(region, first);
  };
  return {
    faulted(region, byteOffset, byteLength) {
      const refused = pages.within(region, byteOffset, byteLength);
      if (refused !== 0) return refused;
      const first = backend.faulted(region, ...pages.around(byteOffset, byteLength));
      return first < 0 ? first : pages.floor(first);
    },
    faultMark: (region, byteOffset) => pages.within(region, byteOffset, 1) || markOf(region, byteOffset),
    faultEnd(region, byteOffset) {
      const refused = pages.within(region, byteOffset, 1);
      if (refused !== 0) return refused;
      const mark = markOf(region, byteOffset);
      if (mark < 0) return mark;
      const total = pages.lengthOf(region);
      let end = pages.floor(byteOffset) + pages.pageSize;
      while (end < total && markOf(region, end) === mark) end += pages.pageSize;
      return Math.min(end, total);
    },
    markFault: (region, byteOffset, byteLength) =>
      pages.within(region, byteOffset, byteLength) ||
      backend.markFault(region, ...pages.around(byteOffset, byteLength)),
  };
}
