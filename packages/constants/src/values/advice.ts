import { here } from '../lookup.js';

/** No advice: take the rest back. 0 everywhere, and available. */
export const MADV_NORMAL = here('MADV_NORMAL');

/** Accesses jump about: reading ahead is of no use. */
export const MADV_RANDOM = here('MADV_RANDOM');

/** Accesses go upwards: read far ahead, drop soon after. */
export const MADV_SEQUENTIAL = here('MADV_SEQUENTIAL');

/** The pages will be needed soon: read them now. */
export const MADV_WILLNEED = here('MADV_WILLNEED');

/** The pages are not needed soon. On Linux private pages lose their contents at once. */
export const MADV_DONTNEED = here('MADV_DONTNEED');

/** The contents may be dropped when memory is short, until the next write. */
export const MADV_FREE = here('MADV_FREE');

/** Punch a hole into the file: pages and disk blocks are freed and read as zeros. */
export const MADV_REMOVE = here('MADV_REMOVE');

/** Children of fork(2) do not get the range. */
export const MADV_DONTFORK = here('MADV_DONTFORK');

/** Takes MADV_DONTFORK back. */
export const MADV_DOFORK = here('MADV_DOFORK');

/** Pages of equal contents may be merged (KSM). */
export const MADV_MERGEABLE = here('MADV_MERGEABLE');

/** Takes MADV_MERGEABLE back and separates merged pages. */
export const MADV_UNMERGEABLE = here('MADV_UNMERGEABLE');

/** Use transparent huge pages. */
export const MADV_HUGEPAGE = here('MADV_HUGEPAGE');

/** Do not use transparent huge pages. */
export const MADV_NOHUGEPAGE = here('MADV_NOHUGEPAGE');

/** Leave the range out of core files. */
export const MADV_DONTDUMP = here('MADV_DONTDUMP');

/** Takes MADV_DONTDUMP back. */
export const MADV_DODUMP = here('MADV_DODUMP');

/** Children of fork(2) find zeros in the range. Private anonymous memory only. */
export const MADV_WIPEONFORK = here('MADV_WIPEONFORK');

/** Takes MADV_WIPEONFORK back. */
export const MADV_KEEPONFORK = here('MADV_KEEPONFORK');

/** The pages go first when memory is short. */
export const MADV_COLD = here('MADV_COLD');

/** Write the pages out and free them now. */
export const MADV_PAGEOUT = here('MADV_PAGEOUT');

/** Fill the page tables as if every page were read; EFAULT instead of a signal. */
export const MADV_POPULATE_READ = here('MADV_POPULATE_READ');

/** Fill the page tables as if every page were written; EFAULT instead of a signal. */
export const MADV_POPULATE_WRITE = here('MADV_POPULATE_WRITE');

/** As MADV_DONTNEED, for locked pages too. */
export const MADV_DONTNEED_LOCKED = here('MADV_DONTNEED_LOCKED');

/** Gather the pages into huge pages now. */
export const MADV_COLLAPSE = here('MADV_COLLAPSE');

/** Treat the page as broken memory: later accesses raise SIGBUS. Privileged, for tests of the kernel. */
export const MADV_HWPOISON = here('MADV_HWPOISON');

/** Move the contents away and stop using the page frame. Privileged, for tests of the kernel. */
export const MADV_SOFT_OFFLINE = here('MADV_SOFT_OFFLINE');

/** Make guard pages: any access raises SIGSEGV. */
export const MADV_GUARD_INSTALL = here('MADV_GUARD_INSTALL');

/** Takes guard pages away. */
export const MADV_GUARD_REMOVE = here('MADV_GUARD_REMOVE');

/** Back to the default placement of memory. */
export const MADV_ACCESS_DEFAULT = here('MADV_ACCESS_DEFAULT');

/** The next thread to touch the range will use it most: place the memory near. */
export const MADV_ACCESS_LWP = here('MADV_ACCESS_LWP');

/** Many threads will use the range: spread the memory. */
export const MADV_ACCESS_MANY = here('MADV_ACCESS_MANY');

/** Takes MADV_NOSYNC back. */
export const MADV_AUTOSYNC = here('MADV_AUTOSYNC');

/** Ask whether the pages can be reused. */
export const MADV_CAN_REUSE = here('MADV_CAN_REUSE');

/** The last advice that controls instead of advising. */
export const MADV_CONTROL_END = here('MADV_CONTROL_END');

/** The first advice that controls instead of advising. */
export const MADV_CONTROL_START = here('MADV_CONTROL_START');

/** Takes MADV_NOCORE back. */
export const MADV_CORE = here('MADV_CORE');

/** The pages are free, may be reused, and do not count as used by the process. */
export const MADV_FREE_REUSABLE = here('MADV_FREE_REUSABLE');

/** Takes MADV_FREE_REUSABLE back before the pages are used again. */
export const MADV_FREE_REUSE = here('MADV_FREE_REUSE');

/** Drop the page table entries of the range. */
export const MADV_INVAL = here('MADV_INVAL');

/** Leave the range out of core files. */
export const MADV_NOCORE = here('MADV_NOCORE');

/** Write dirty pages only when memory is short. */
export const MADV_NOSYNC = here('MADV_NOSYNC');

/** Do not kill the process when swap space runs out. Privileged. */
export const MADV_PROTECT = here('MADV_PROTECT');

/** Drop the contents at once. */
export const MADV_PURGE = here('MADV_PURGE');

/** Set the page directory of a virtual page table. */
export const MADV_SETMAP = here('MADV_SETMAP');

/** Make sure that memory is available. Mostly not implemented. */
export const MADV_SPACEAVAIL = here('MADV_SPACEAVAIL');

/** Fill with zeros, without bringing in further pages. */
export const MADV_ZERO = here('MADV_ZERO');

/** Fill locked pages with zeros when they are unmapped. */
export const MADV_ZERO_WIRED_PAGES = here('MADV_ZERO_WIRED_PAGES');
