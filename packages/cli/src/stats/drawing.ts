import { grouped } from '../text.js';
import type { Bin } from './histogram.js';

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A line for each bin: its edges, a bar as long as its count, the count. */
export function drawing(
  bins: readonly Bin[],
  edge: (value: number | bigint) => string,
  columns: number,
  isAscii: boolean,
): string[] {
  const edges = bins.map(({ from, to }) => [edge(from), edge(to)] as const);
  const [left, right] = [0, 1].map((side) =>
    Math.max(...edges.map((each) => each[side === 0 ? 0 : 1].length)),
  );
  const most = Math.max(...bins.map(({ count }) => count), 1);
  const counts = bins.map(({ count }) => grouped(count));
  const countWidth = Math.max(...counts.map((count) => count.length));
  const width = Math.max(8, columns - (left ?? 0) - (right ?? 0) - countWidth - 8);
  return bins.map(({ count }, index) => {
    const [from = '', to = ''] = edges[index] ?? [];
    const label = `${from.padStart(left ?? 0)} .. ${to.padStart(right ?? 0)}`;
    return `${label}  ${(counts[index] ?? '').padStart(countWidth)}  ${bar((count / most) * width, isAscii)}`.trimEnd();
  });
}

/** At least a sliver for what is there at all. */
function bar(length: number, isAscii: boolean): string {
  if (isAscii) return '#'.repeat(length > 0 ? Math.max(1, Math.round(length)) : 0);
  const parts = length > 0 ? Math.max(1, Math.round(length * 8)) : 0;
  return '█'.repeat(Math.floor(parts / 8)) + (eighths[parts % 8] ?? '');
}
