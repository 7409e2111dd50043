import { byteRange, type Change, changeAll } from '../cache/change.js';
import { type Piece, residencyOf } from '../cache/file-pages.js';
import type { CacheOptions } from '../cache/options.js';
import { closing, untold } from '../cache/wording.js';
import { bold, dim } from '../style.js';
import { counted, grouped } from '../text.js';
import { visible } from '../visible.js';

/** `carray evict PATH...`: sends pages away. What is not on the disk yet is written first: it would stay. */
export async function evict(given: readonly string[], options: CacheOptions): Promise<void> {
  await changeAll(given, options, evicting);
}

const evicting: Change = {
  access: 'none',

  change(pages, from, end) {
    if (pages.isTold && isEmpty(residencyOf(pages, from, end))) return; // to write what is clean takes milliseconds
    pages.mapping?.evict(...byteRange(pages, from, end));
  },

  line({ path, pages, before, resident }) {
    const name = bold(visible(path));
    if (resident === null || typeof before !== 'number') {
      return `asked to evict ${counted(pages, 'page')}, ${untold}  ${name}`;
    }
    const stay = resident === 0 ? 'none stays' : `${grouped(resident)} of ${counted(pages, 'page')} stay`;
    return `${grouped(Math.max(before - resident, 0))} evicted, ${stay}  ${name}`;
  },

  closing(outcome, pageSize) {
    const { before, resident } = outcome.totals;
    const why =
      'what stays is mapped or locked by a process, came back meanwhile, shares a large piece of the cache with pages that were not meant, or is of a file system in memory';
    return [
      `${counted(Math.max(before - resident, 0), 'page')} evicted`,
      ...closing(outcome, pageSize),
      ...(resident === 0 ? [] : [dim(why)]),
    ];
  },
};

function isEmpty(pieces: Iterable<Piece>): boolean {
  for (const { resident } of pieces) if (resident > 0) return false;
  return true;
}
