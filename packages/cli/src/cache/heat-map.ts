import { cyan } from '../style.js';
import type { Cells } from './cells.js';

/** Signs for no page, less than a third of the cell's pages, less than two thirds, less than all, all. */
const signs = { blocks: ' ░▒▓█', ascii: ' .:+#' } as const;

export type Signs = keyof typeof signs;

/** The cells in a row of signs, each of one column. */
export function heatMap(cells: Cells, kind: Signs): string {
  const row = cells.resident.map((resident, cell) => signs[kind][levelOf(resident, cells.size(cell))] ?? '?');
  return `|${cyan(row.join(''))}|`;
}

/** From 0, no page, to 4, all: one page less is not all, and one is not none. */
export function levelOf(resident: number, pages: number): number {
  if (resident === 0) return 0;
  return resident === pages ? 4 : 1 + Math.floor((3 * resident) / pages);
}

export function legend(kind: Signs): string {
  const [none, some, more, most, all] = signs[kind];
  return `a cell's pages in memory: '${none}' none, ${some} up to a third, ${more} two thirds, ${most} more, ${all} all`;
}
