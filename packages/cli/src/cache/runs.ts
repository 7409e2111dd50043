import type { Piece } from './file-pages.js';

/** Pages side by side: the first one, and how many. */
export type Run = readonly [firstPage: number, pages: number];

/** The runs of pages in which a flag is set. */
export function runsOf({ firstPage, pages }: Pick<Piece, 'firstPage' | 'pages'>, flag: 0 | 1): Run[] {
  const runs: Run[] = [];
  for (let from = pages.indexOf(flag); from >= 0; ) {
    const end = pages.indexOf(1 - flag, from);
    const to = end < 0 ? pages.length : end;
    runs.push([firstPage + from, to - from]);
    from = pages.indexOf(flag, to);
  }
  return runs;
}

/** The same runs, where fewer than `gap` pages lie between two of them as one. */
export function joined(runs: readonly Run[], gap: number): Run[] {
  const list: [number, number][] = [];
  for (const [first, pages] of runs) {
    const last = list.at(-1);
    if (last !== undefined && first - (last[0] + last[1]) < gap) last[1] = first + pages - last[0];
    else list.push([first, pages]);
  }
  return list;
}
