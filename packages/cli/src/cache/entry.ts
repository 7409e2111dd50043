import type { Cells } from './cells.js';
import type { Path } from './paths.js';
import type { Run } from './runs.js';

/** What was found out about a file. */
export interface Entry {
  readonly path: Path;
  /** Of the whole file. */
  readonly bytes: number;
  /** The first page of the range. */
  readonly firstPage: number;
  readonly pages: number;
  /** Of these pages, how many were in the page cache at first; undefined where it was looked at once; null where the system does not tell. */
  readonly before?: number | null;
  /** How many are; null where the system does not tell. */
  readonly resident: number | null;
  readonly cells?: Cells | undefined;
  /** The resident ones. */
  readonly runs?: readonly Run[] | undefined;
}

/** What --json prints of a file, as the JSON schemas have it. */
export function entryJson({ path, cells, ...figures }: Entry): object {
  const { runs, ...counts } = figures;
  return {
    path: path.toString(),
    ...counts,
    ...(cells !== undefined && { heatMap: counts.resident === null ? null : cells.resident }),
    ...(runs !== undefined && { runs: counts.resident === null ? null : runs }),
  };
}

/** The sums over files. */
export class Totals {
  files = 0;
  bytes = 0;
  pages = 0;
  before = 0;
  resident = 0;
  /** Files, and their pages, of which the system does not tell; they are in no other sum but `files` and `bytes`. */
  untoldFiles = 0;

  add({ bytes, pages, before = 0, resident }: Entry): void {
    this.files++;
    this.bytes += bytes;
    if (resident === null) {
      this.untoldFiles++;
      return;
    }
    this.pages += pages;
    this.before += before ?? 0;
    this.resident += resident;
  }
}

/** `50.0%`: 0% and 100% are exactly none and all. */
export function percentText(resident: number, pages: number): string {
  if (pages === 0 || resident === pages) return pages === 0 ? '-' : '100%';
  if (resident === 0) return '0%';
  return `${Math.min(Math.max((100 * resident) / pages, 0.1), 99.9).toFixed(1)}%`;
}
