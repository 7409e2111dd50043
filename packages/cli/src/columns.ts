import { bold } from './style.js';
import { hanging } from './text.js';

export interface Column {
  readonly heading: string;
  /** Numbers are, so that their digits are below each other. */
  readonly alignsRight?: boolean;
}

/**
 * The heading, in bold, and one line for each row; each column as wide as its widest cell.
 *
 * @param screen columns that there are: the last cell goes on below itself where it is too long
 */
export function columns(
  list: readonly Column[],
  rows: readonly (readonly string[])[],
  screen = Infinity,
): string[] {
  const widths = list.map(({ heading }, index) =>
    rows.reduce((widest, row) => Math.max(widest, row[index]?.length ?? 0), heading.length),
  );
  const last = list.length - 1;
  const start = widths.slice(0, last).reduce((sum, width) => sum + width + 2, 0);
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => {
        const width = widths[index] ?? 0;
        if (list[index]?.alignsRight) return cell.padStart(width);
        return index === last ? hanging(cell, start, screen) : cell.padEnd(width);
      })
      .join('  ');
  return [bold(line(list.map(({ heading }) => heading))), ...rows.map(line)];
}
