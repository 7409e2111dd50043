import type { RegionId } from './region-id.js';

/**
 * Names a region in all threads of one process: a plain object, of which structured cloning and `postMessage` make a copy that
 * is as good. What else is in it is the backend's business.
 */
export interface ShareToken {
  /** The `name` of the backend that made it: no other can attach it. */
  readonly backend: string;
  /** A number of the process that made it: no other can attach it. */
  readonly process: number;
}

/** Regions that several threads hold. A part of `Backend`. */
export interface ShareCalls {
  /**
   * Names the region for `attach` in any thread of this process, as long as somebody holds it or has a buffer over it.
   * @returns a value that structured cloning copies, or -errno.
   * @example
   * const region = backend.map(0, backend.pageSize, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
   * const token = backend.share(region);
   * if (typeof token === 'number') throw new Error(`not shared: errno ${-token}`);
   * const attached = backend.attach(structuredClone(token));
   * backend.addressOf(attached) - backend.addressOf(region); // 0
   * for (const id of [region, attached]) backend.unmap(id);
   * backend.attach(token); // -ENOENT
   */
  share(region: RegionId): ShareToken | number;

  /**
   * Holds a shared region in the calling thread too: the same pages, under an id of its own, also where the thread holds it
   * already. The pages stay until every holder has unmapped, in every thread; marks and counter of a guard are those of the pages.
   * @param token of `share`, or anything: what is no token is refused
   * @returns the id, or -errno: ENOENT once the last holder let go, or for a token of another process; EINVAL for
   * what is no token.
   */
  attach(token: ShareToken): RegionId | number;
}
