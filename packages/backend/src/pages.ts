import { constants } from 'node:os';
import type { Backend, RegionId, ShareToken } from './backend.js';
import { faultsOf } from './pages/fault-pages.js';
import { mapAligned } from './pages/place.js';
import { RegionPages } from './pages/region-pages.js';
import { residencyOf } from './pages/residency.js';

const { EINVAL } = constants.errno;

/** A token that tells how long the region is, as digits. */
type LongToken = ShareToken & { readonly bytes?: string };

const withLength = (token: ShareToken, byteLength: number): LongToken => ({
  ...token,
  bytes: `${byteLength}`,
});

type OnRange<T> = (region: RegionId, byteOffset: number, byteLength: number, argument: number) => T;

/**
 * A backend as it is on a machine with larger pages, whose regions are real memory: they start at multiples of such a page and take
 * whole ones, offsets inside of one are refused, what is done to bytes is done to their whole pages, and marks and residency
 * are told of those. A way to test what is above it; the contract runs over it too.
 *
 * Not simulated: behind the end of a file the smaller pages of the machine fault, inside of the larger page with the end too; a fault that is survived
 * replaces one of the smaller pages; and a region that `resize` has moved may start inside of a larger page.
 *
 * @param backend whose methods are properties of its own, as the real ones have them: those of a class are not taken over. (A fake is
 * given its page size when it is made.)
 * @param pageSize a power of two, at least the page size of the backend.
 * @example
 * const { mapAnonymous } = withBackend(withPages(loadBackend(), 65_536));
 */
export function withPages(backend: Backend, pageSize: number): Backend {
  const pages = new RegionPages(pageSize);
  const map = mapAligned(backend, pages);

  /** Of whole pages, from the start of one. */
  const fromPage =
    (call: OnRange<number>): OnRange<number> =>
    (region, byteOffset, byteLength, argument) =>
      pages.fromPage(region, byteOffset, byteLength) ||
      call(region, byteOffset, pages.wholeLength(byteOffset, byteLength), argument);
  const fromPageAsync =
    (call: OnRange<Promise<number>>): OnRange<Promise<number>> =>
    async (region, byteOffset, byteLength, argument) =>
      pages.fromPage(region, byteOffset, byteLength) ||
      call(region, byteOffset, pages.wholeLength(byteOffset, byteLength), argument);

  return {
    ...backend,
    ...faultsOf(backend, pages),
    pageSize,
    map: (...given) => pages.keep(map(...given), given[1]),
    mapInside(region, byteOffset, byteLength, protection, flags, fd, fileOffset) {
      const refused = pages.fromPage(region, byteOffset, byteLength);
      if (refused !== 0 || !pages.isAligned(fileOffset)) return -EINVAL;
      const whole = pages.wholeLength(byteOffset, byteLength);
      const answer = backend.mapInside(region, byteOffset, whole, protection, flags, fd, fileOffset);
      return pages.keep(answer, byteLength);
    },
    protect: fromPage(backend.protect.bind(backend)),
    advise: fromPage(backend.advise.bind(backend)),
    adviseAsync: fromPageAsync(backend.adviseAsync.bind(backend)),
    sync: fromPage(backend.sync.bind(backend)),
    syncAsync: fromPageAsync(backend.syncAsync.bind(backend)),
    lock: (region, byteOffset, byteLength, flags) =>
      pages.within(region, byteOffset, byteLength) ||
      backend.lock(region, ...pages.around(byteOffset, byteLength), flags),
    unlock: (region, byteOffset, byteLength) =>
      pages.within(region, byteOffset, byteLength) ||
      backend.unlock(region, ...pages.around(byteOffset, byteLength)),
    synchronizeCode: (region, byteOffset, byteLength) =>
      pages.within(region, byteOffset, byteLength) || backend.synchronizeCode(region, byteOffset, byteLength),
    residency: residencyOf(backend, pages, pageSize),
    buffer: (region, byteOffset, byteLength) =>
      pages.within(region, byteOffset, byteLength) || backend.buffer(region, byteOffset, byteLength),
    sharedBuffer: (region, byteOffset, byteLength) =>
      (backend.supports.sharedBuffers ? pages.within(region, byteOffset, byteLength) : 0) ||
      backend.sharedBuffer(region, byteOffset, byteLength),
    copyOut: (region, byteOffset, target) =>
      pages.within(region, byteOffset, target.length) || backend.copyOut(region, byteOffset, target),
    copyIn: (region, byteOffset, source) =>
      pages.within(region, byteOffset, source.length) || backend.copyIn(region, byteOffset, source),
    remap(region, byteOffset, byteLength, protection, flags, fd, fileOffset) {
      const refused = pages.fromPage(region, byteOffset, byteLength);
      if (refused !== 0 || !pages.isAligned(fileOffset)) return -EINVAL;
      const whole = pages.wholeLength(byteOffset, byteLength);
      return backend.remap(region, byteOffset, whole, protection, flags, fd, fileOffset);
    },
    resize(region, byteLength, flags) {
      const status = backend.resize(region, pages.ceil(byteLength), flags);
      if (status === 0) pages.resized(region, byteLength);
      return status;
    },
    waitAt: (region, byteOffset, ...rest) =>
      pages.within(region, byteOffset, 4) || backend.waitAt(region, byteOffset, ...rest),
    wakeAt: (region, byteOffset, count) =>
      pages.within(region, byteOffset, 4) || backend.wakeAt(region, byteOffset, count),
    waitAsync: (region, byteOffset, ...rest) =>
      (backend.supports.asyncWaits ? pages.within(region, byteOffset, 4) : 0) ||
      backend.waitAsync(region, byteOffset, ...rest),
    share(region) {
      const token = backend.share(region);
      return typeof token === 'number' ? token : withLength(token, pages.lengthOf(region));
    },
    attach(given) {
      const { bytes, ...token }: LongToken = { ...given };
      return typeof bytes === 'string' && /^\d+$/.test(bytes)
        ? pages.keep(backend.attach(token), Number(bytes))
        : -EINVAL;
    },
  };
}
