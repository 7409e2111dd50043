import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { counted, grouped } from '../text.js';
import { visible } from '../visible.js';
import { type Entry, percentText } from './entry.js';
import type { Outcome } from './report.js';

const WIDTH = 960;
const MARGIN = 16;
const BAR_WIDTH = WIDTH - 2 * MARGIN;
const BAR_HEIGHT = 24;
/** One page of thousands is seen. */
const LEAST_HEIGHT = 1.5;
const ROW_HEIGHT = 56;
const HEAD_HEIGHT = 72;
/** More rows than these are no picture: they are counted. */
export const MOST_ROWS = 500;
const COLUMNS = [MARGIN, 560, 680, 800, WIDTH - MARGIN] as const;
const NAME_CHARACTERS = 64;

const style = `
text { font: 13px sans-serif; fill: #222 } .name { font-weight: bold } .head { fill: #555 } .number { text-anchor: end }
.frame { fill: #fff; stroke: #555 } .resident { fill: #0b5cad }
@media (prefers-color-scheme: dark) { svg { background: #111 } text { fill: #eee } .head { fill: #aaa } .frame { fill: #222; stroke: #aaa } .resident { fill: #6db3f2 } }`;

/** A picture of the residency of files: a row of the data's table for each, with a bar, of which the height says how many of a cell's pages. */
export class Picture {
  readonly #pageSize: number;
  readonly #rows: string[] = [];
  #left = 0;

  constructor(pageSize: number) {
    this.#pageSize = pageSize;
  }

  add(entry: Entry): void {
    if (this.#rows.length < MOST_ROWS)
      this.#rows.push(row(entry, HEAD_HEIGHT + this.#rows.length * ROW_HEIGHT));
    else this.#left++;
  }

  svg({ totals, failed }: Outcome): string {
    const { files, pages, resident } = totals;
    const height = HEAD_HEIGHT + this.#rows.length * ROW_HEIGHT + 2 * MARGIN;
    const sum = `${grouped(resident)} of ${counted(pages, 'page')} of ${counted(files, 'file')} are in memory (${percentText(resident, pages)})`;
    const left = this.#left === 0 ? '' : `; ${grouped(this.#left)} more files have no row`;
    const lost = failed === 0 ? '' : `; ${grouped(failed)} failed`;
    return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" lang="en" role="graphics-document" aria-labelledby="title desc">
<title id="title">Pages in the page cache</title>
<desc id="desc">${sum}${left}${lost}. A page has ${this.#pageSize} bytes. Each row of the table is a file; its bar is the file from start to end, filled as high as the part of the pages that is in memory.</desc>
<style>${style}
</style>
<text x="${MARGIN}" y="28">${sum}${left}${lost}</text>
<g role="table" aria-label="Pages in memory of each file">
${head()}
${this.#rows.join('\n')}
</g>
</svg>
`;
  }
}

function head(): string {
  const cells = ['File', 'Pages', 'In memory', 'Part']
    .map((text, column) => cell(text, column, HEAD_HEIGHT - 16, 'columnheader', 'head'))
    .join('');
  return `<g role="row">${cells}<text role="columnheader" class="head number" x="${COLUMNS[4]}" y="${HEAD_HEIGHT - 16}">Where</text></g>`;
}

function row(entry: Entry, top: number): string {
  const { path, pages, resident } = entry;
  const name = visible(path);
  const numbers = [grouped(pages), resident === null ? '?' : grouped(resident), partText(entry)];
  const title = `<title>${escaped(name)}</title>`;
  return [
    '<g role="row">',
    `<text role="rowheader" class="name" x="${MARGIN}" y="${top + 12}">${title}${escaped(shortened(name))}</text>`,
    ...numbers.map((text, index) => cell(text, index + 1, top + 12, 'cell', '')),
    bar(entry, top + 18),
    '</g>',
  ].join('');
}

const partText = ({ pages, resident }: Entry): string =>
  resident === null ? '?' : percentText(resident, pages);

function cell(text: string, column: number, y: number, role: string, kind: string): string {
  const classes = [kind, ...(column === 0 ? [] : ['number'])].filter((name) => name !== '').join(' ');
  return `<text role="${role}" class="${classes}" x="${COLUMNS[column]}" y="${y}">${text}</text>`;
}

/** In words, the cells are tenths. */
function bar({ cells, resident }: Entry, top: number): string {
  const frame = `<rect class="frame" x="${MARGIN}" y="${top}" width="${BAR_WIDTH}" height="${BAR_HEIGHT}"/>`;
  if (cells === undefined || cells.length === 0 || resident === null) {
    return `<g role="cell" aria-label="${resident === null ? 'not told' : 'no pages'}">${frame}</g>`;
  }
  const width = BAR_WIDTH / cells.length;
  const steps = cells.resident.flatMap((count, index) => {
    if (count === 0) return [];
    const height = Math.max((BAR_HEIGHT * count) / cells.size(index), LEAST_HEIGHT);
    const [x, y] = [MARGIN + index * width, top + BAR_HEIGHT - height];
    return [`M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}z`];
  });
  const label = `by tenths of the file: ${tenths(cells.resident, (index) => cells.size(index)).join(', ')}`;
  return `<g role="cell" aria-label="${label}">${frame}<path class="resident" d="${steps.join('')}"/></g>`;
}

function tenths(resident: readonly number[], size: (cell: number) => number): string[] {
  const count = Math.min(10, resident.length);
  return Array.from({ length: count }, (_, tenth) => {
    const from = Math.floor((tenth * resident.length) / count);
    const to = Math.floor(((tenth + 1) * resident.length) / count);
    const part = resident.slice(from, to);
    const sum = (list: readonly number[]): number => list.reduce((total, value) => total + value, 0);
    return percentText(sum(part), sum(part.map((_, index) => size(from + index))));
  });
}

const short = (value: number): string => String(Number(value.toFixed(2)));

function shortened(name: string): string {
  const signs = Array.from(name);
  return signs.length <= NAME_CHARACTERS ? name : `…${signs.slice(1 - NAME_CHARACTERS).join('')}`;
}

/** Text for XML, which has no place for half a surrogate pair, and none for U+FFFE and U+FFFF. */
function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[\p{Cs}\ufffe\uffff]/gu, '\ufffd').replace(/[&<>"]/g, (sign) => names[sign] ?? sign);
}

/** The whole picture or none: what is there is replaced. A device, such as /dev/stdout, is written to. */
export function savePicture(path: string, svg: string): void {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.isFile() === false) {
    writeFileSync(path, svg);
    return;
  }
  const target = there === undefined ? path : realpathSync(path); // a link stays
  const unfinished = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(unfinished, svg, { flag: 'wx' });
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
