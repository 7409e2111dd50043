import { bold } from './style.js';

export interface Column {
  readonly heading: string;
  /** Numbers are, so that their digits are below each other. */
  readonly alignsRight?: boolean;
}

/** The heading, in bold, and one line for each row; each column as wide as its widest cell. */
export function columns(list: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = list.map(({ heading }, index) =>
    rows.reduce((widest, row) => Math.max(widest, row[index]?.length ?? 0), heading.length),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => {
        const width = widths[index] ?? 0;
        if (list[index]?.alignsRight) return cell.padStart(width);
        return index === cells.length - 1 ? cell : cell.padEnd(width);
      })
      .join('  ');
  return [bold(line(list.map(({ heading }) => heading))), ...rows.map(line)];
}
