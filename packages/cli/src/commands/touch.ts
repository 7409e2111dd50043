import { byteRange, type Change, changeAll } from '../cache/change.js';
import type { Entry } from '../cache/entry.js';
import { type FilePages, residencyOf } from '../cache/file-pages.js';
import type { CacheOptions } from '../cache/options.js';
import { joined, type Run, runsOf } from '../cache/runs.js';
import { closing, untold } from '../cache/wording.js';
import { bold, dim } from '../style.js';
import { counted, grouped } from '../text.js';
import { visible } from '../visible.js';

/** How many pages, of whatever size, the system may read at once. */
const PIECE_PAGES = 4096;
/** Fewer pages that are there already, between missing ones, are asked for too: it costs less than another call. */
const GAP_PAGES = 32;

/** `carray touch PATH...`: reads in the pages that are missing. */
export async function touch(given: readonly string[], options: CacheOptions): Promise<void> {
  await changeAll(given, options, touching);
}

const touching: Change = {
  access: 'read',
  piecePages: PIECE_PAGES,

  async change(pages, from, end) {
    const { mapping, firstPage } = pages;
    for (const [first, count] of missing(pages, from, end)) {
      const start = first - firstPage;
      await mapping?.populate(...byteRange(pages, start, start + count));
    }
  },

  line({ path, pages, before, resident }: Entry) {
    const name = bold(visible(path));
    if (resident === null || typeof before !== 'number') {
      return `asked for ${counted(pages, 'page')}, ${untold}  ${name}`;
    }
    const after = resident === pages ? 'all' : grouped(resident);
    return `${grouped(Math.max(resident - before, 0))} read in, ${after} of ${counted(pages, 'page')} in memory  ${name}`;
  },

  closing(outcome, pageSize) {
    const { before, resident, pages } = outcome.totals;
    const lines = closing(outcome, pageSize);
    const gone = 'some have left memory again, or the system made no room for them';
    return [
      `${counted(Math.max(resident - before, 0), 'page')} read in`,
      ...lines,
      ...(resident === pages ? [] : [dim(gone)]),
    ];
  },
};

/** Where the system does not tell, all. */
function missing(pages: FilePages, from: number, end: number): Run[] {
  if (!pages.isTold) return [[pages.firstPage + from, end - from]];
  const runs = [...residencyOf(pages, from, end)].flatMap((piece) => runsOf(piece, 0));
  return joined(runs, GAP_PAGES);
}
