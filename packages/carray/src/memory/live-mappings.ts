import type { Locks } from './locks.js';
import type { PageProtections } from './page-protections.js';
import type { Region } from './region.js';

/** What has to be known of pages to lock them. */
export interface Lockable {
  readonly byteLength: number;
  readonly maxByteLength: number;
  readonly protections: PageProtections;
  readonly locks: Locks;
}

/** The pages of one mapping, without the mapping, which may be forgotten meanwhile. */
export interface LivePages {
  readonly region: Region;
  /** Undefined until the mapping is made. */
  lockable?: Lockable;
}

/** All that is mapped in this thread. Strong references: a weak one for each mapping would cost more than the rest of it. */
const live = new Set<LivePages>();

// The net under a forgotten unmap: what holds the pages besides is each buffer over them.
const forgotten = new FinalizationRegistry<LivePages>((pages) => {
  live.delete(pages);
  pages.region.backend.unmap(pages.region.id);
});

/** The pages are unmapped when their owner is collected, unless they are removed before. */
export function addLive(owner: WeakKey, region: Region): LivePages {
  const pages: LivePages = { region };
  forgotten.register(owner, pages, owner);
  live.add(pages);
  return pages;
}

export function removeLive(owner: WeakKey, pages: LivePages | undefined): void {
  if (pages === undefined) return;
  forgotten.unregister(owner);
  live.delete(pages);
}

export function livePages(): Iterable<LivePages> {
  return live;
}
