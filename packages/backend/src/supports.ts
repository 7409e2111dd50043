/** What a backend can do beyond the calls that all of them have. */
export interface Supports {
  /**
   * `detach` empties the views over a buffer. Where false, they keep their length and read zeros, and so do the
   * whole pages that the buffer lies in: such a buffer is detached only when its region is about to end, and
   * inside of a reservation its place is free again only when it was collected.
   */
  readonly detach: boolean;
  /**
   * The pages of a buffer that was moved away with `transfer` come back once the moved one is collected. Where
   * false, nobody can watch the moved one, and its pages are kept for good.
   */
  readonly collectsMoved: boolean;
  /**
   * Memory is shared the moment it is stored: two mappings of one file, two buffers over one region, and
   * `fs.readSync` all see a store at once. Where false (a simulation), a file sees it at `sync` and `unmap`,
   * and a buffer always covers its whole region.
   */
  readonly sharedPages: boolean;
  /**
   * A fault in a guarded region is survived wherever it happens, in machine code and in the engine's own functions too.
   * Where false, a guarded region has a counter and marks, but only `copyOut` and `copyIn` get past a page that cannot
   * be had; to touch it otherwise ends the process.
   */
  readonly guards: boolean;
  /**
   * All of a shared region is shared: who attaches it sees the same guard, and the regions inside of it. Where false, marks and
   * counter are those of the thread, `share` refuses a region inside of another or with one inside (ENOTSUP), `mapInside`
   * refuses a shared one (ENOTSUP), and `liveRegions` counts the regions that the calling thread holds.
   */
  readonly sharedRegions: boolean;
  /** `sharedBuffer` makes SharedArrayBuffers. Where false, it answers ENOTSUP. */
  readonly sharedBuffers: boolean;
  /**
   * `residency` and `lock` are about the memory of the machine. Where false (a simulation), no page is ever away that could be
   * had, and a lock is nothing but its refusals.
   */
  readonly physicalMemory: boolean;
  /** `createMemoryFile` is there. Where false, it answers -ENOSYS. */
  readonly memoryFiles: boolean;
  /** Memory files can be sealed. Where false, `addSeals` and `seals` answer -ENOSYS or -ENOTSUP. */
  readonly seals: boolean;
  /** `waitAt` and `wakeAt` are there. Where false, they answer -ENOSYS. */
  readonly waits: boolean;
  /** `waitAsync` is there. Where false, it answers -ENOTSUP. */
  readonly asyncWaits: boolean;
}
