import { Cells } from './cells.js';
import type { Entry } from './entry.js';
import { type FilePages, residencyOf } from './file-pages.js';
import type { Path } from './paths.js';
import { joined, type Run, runsOf } from './runs.js';

export interface LookOptions {
  /** Of the picture, at most. */
  readonly cells: number;
  /** Whether the runs of resident pages are wanted. */
  readonly runs: boolean;
  /** Told after each piece, in bytes. */
  readonly onBytes?: (bytes: number) => void;
}

/** Looks which pages are in the page cache; none comes in for it. */
export function look(path: Path, pages: FilePages, options: LookOptions): Entry {
  const cells = new Cells(pages.pages, options.cells);
  const runs: Run[] = [];
  let resident = 0;
  for (const piece of residencyOf(pages)) {
    resident += piece.resident;
    cells.add(piece.firstPage - pages.firstPage, piece.pages, piece.resident);
    if (options.runs) for (const run of runsOf(piece, 1)) runs.push(run);
    options.onBytes?.(piece.pages.length * pages.pageSize);
  }
  const { bytes, firstPage, isTold } = pages;
  return {
    ...{ path, bytes, firstPage, pages: pages.pages, resident: isTold ? resident : null, cells },
    ...(options.runs && { runs: joined(runs, 1) }),
  };
}

/** How many pages are in the page cache; null where the system does not tell. */
export function residentOf(pages: FilePages): number | null {
  let sum = 0;
  for (const { resident } of residencyOf(pages)) sum += resident;
  return pages.isTold ? sum : null;
}
