import { throwIfAny } from '../files.js';
import { apiOf } from '../library.js';
import { write } from '../output.js';
import type { Progress } from '../progress.js';
import { forPagesOfEach, progressOver } from './each-file.js';
import { type Entry, Totals } from './entry.js';
import { type Access, type FilePages, PIECE_PAGES } from './file-pages.js';
import { residentOf } from './look.js';
import type { CacheOptions } from './options.js';
import { checkPaths, pathsOf } from './paths.js';
import { jsonReport, type Outcome, summaryOf, textReport } from './report.js';

/** What `touch` and `evict` do to pages, and how they say it. */
export interface Change {
  readonly access: Access;
  /** Pages of one go, after which the bar moves. */
  readonly piecePages?: number;
  /** Changes some pages, numbered from the first one that is mapped; `end` is not in it. */
  change(pages: FilePages, from: number, end: number): void | Promise<void>;
  line(entry: Entry): string;
  closing(outcome: Outcome, pageSize: number): string[];
}

/** Changes the pages of all files under the paths, and says what was before and is after. */
export async function changeAll(
  given: readonly string[],
  options: CacheOptions,
  change: Change,
): Promise<void> {
  checkPaths(given, options);
  const api = apiOf(options);
  const progress = await progressOver(api, given, options);
  const all = options.json
    ? jsonReport(write, { pageSize: api.pageSize }, true)
    : textReport(
        write,
        (entry) => [change.line(entry)],
        (outcome) => change.closing(outcome, api.pageSize),
      );
  const report = options.summary ? summaryOf(all) : all;
  const totals = new Totals();
  const { skipped, failed } = await forPagesOfEach(pathsOf(given, options), {
    ...{ api, options, access: change.access },
    async each(pages, path) {
      const { bytes, firstPage } = pages;
      const before = residentOf(pages);
      await inPieces(pages, change, progress);
      const entry = { path, bytes, firstPage, pages: pages.pages, before, resident: residentOf(pages) };
      totals.add(entry);
      await report.file(entry);
    },
  });
  await report.end({ totals, skipped, failed });
  throwIfAny(failed);
}

/** Changes the pages of a file, and moves the bar after each piece. */
export async function inPieces(
  pages: FilePages,
  { change, piecePages = PIECE_PAGES }: Pick<Change, 'change' | 'piecePages'>,
  progress: Progress,
): Promise<void> {
  for (let from = 0; from < pages.pages; from += piecePages) {
    const end = Math.min(from + piecePages, pages.pages);
    await change(pages, from, end);
    progress.add((end - from) * pages.pageSize);
  }
}

/** A range of the mapping, whose last page may be a part. */
export function byteRange(
  { mapping, pageSize }: FilePages,
  from: number,
  end: number,
): [offset: number, size: number] {
  const offset = from * pageSize;
  return [offset, Math.min(end * pageSize, mapping?.byteLength ?? 0) - offset];
}
