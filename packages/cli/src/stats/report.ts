import type { Column } from '../elements/fields.js';
import { jsonText, numberText } from '../elements/value-text.js';
import { type Fact, facts, grouped } from '../text.js';
import { drawing } from './drawing.js';
import type { Bin } from './histogram.js';
import type { Summary } from './summary.js';

/** What `carray stats` has found. */
export interface StatsFacts {
  readonly file: string;
  /** The name of the type of the file's elements. */
  readonly elements: string;
  readonly column: Column;
  readonly summary: Summary;
  readonly bins: readonly Bin[];
}

const COLUMNS = 80;

export function statsLines({ column, summary, bins }: StatsFacts, isAscii: boolean): string {
  const { count, nan, infinite, zeros, min, max, sum, mean } = summary;
  const text = (value: number | bigint | undefined) =>
    typeof value === 'number' ? numberText(value, column.type) : value === undefined ? 'none' : String(value);
  const list: Fact[] = [
    ['count', grouped(count)],
    ['zeros', grouped(zeros)],
    ...(nan > 0 ? [['NaN', grouped(nan)] as const] : []),
    ...(infinite > 0 ? [['infinite', grouped(infinite)] as const] : []),
    ['min', text(min)],
    ['max', text(max)],
    ['sum', String(sum)],
    ['mean', mean === undefined ? 'none' : String(mean)],
  ];
  const edge = (value: number | bigint) =>
    typeof value === 'bigint' || Number.isInteger(value) ? String(value) : short(value);
  const columns = process.stdout.isTTY ? Math.max(40, process.stdout.columns) : COLUMNS;
  const bars = bins.length === 0 ? [] : ['', ...drawing(bins, edge, columns, isAscii)];
  return `${[...facts(list), ...bars].join('\n')}\n`;
}

const short = (value: number): string => String(Number(value.toPrecision(6)));

export function statsJson({ file, elements, column, summary, bins }: StatsFacts): string {
  const { count, nan, infinite, zeros, min, max, sum, mean } = summary;
  const field = column.names.length === 0 ? {} : { field: column.names.join('.') };
  const limits = { min: ofColumn(min, column), max: ofColumn(max, column), sum: json(sum), mean: json(mean) };
  const spread = bins.map((bin) => ({ from: json(bin.from), to: json(bin.to), count: bin.count }));
  return `${JSON.stringify({ file, type: elements, ...field, count, zeros, nan, infinite, ...limits, bins: spread })}\n`;
}

function ofColumn(value: number | bigint | undefined, { type }: Column): unknown {
  return value === undefined ? null : JSON.parse(jsonText(value, type));
}

/** Bigints and what is not finite are strings in JSON. */
function json(value: number | bigint | undefined): string | number | null {
  if (value === undefined) return null;
  return typeof value === 'number' && Number.isFinite(value) ? value : String(value);
}
