import { float64 } from 'carray';
import { lineColumns } from '../style.js';
import { type Fact, facts, grouped } from '../text.js';
import type { Column } from '../values/fields.js';
import { jsonOf, lineOf, type TextOf } from '../values/value-text.js';
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

const LEAST_COLUMNS = 40;

export function statsLines({ column, summary, bins }: StatsFacts, isAscii: boolean): string {
  const { count, nan, infinite, zeros, min, max, sum, mean } = summary;
  const line = lineOf(column.type);
  const text = (value: number | bigint | undefined) => (value === undefined ? 'none' : line(value));
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
  const columns = Math.max(LEAST_COLUMNS, lineColumns());
  const bars = bins.length === 0 ? [] : ['', ...drawing(bins, edge, columns, isAscii)];
  return `${[...facts(list), ...bars].join('\n')}\n`;
}

const short = (value: number): string => String(Number(value.toPrecision(6)));

export function statsJson({ file, elements, column, summary, bins }: StatsFacts): string {
  const { count, nan, infinite, zeros, min, max, sum, mean } = summary;
  const head = { file, type: elements, ...(column.names.length > 0 && { field: column.names.join('.') }) };
  const counts = { count, zeros, nan, infinite };
  const ofType = jsonOf(column.type);
  const limits = `"min":${orNull(min, ofType)},"max":${orNull(max, ofType)}`;
  const sums = `"sum":${number(sum)},"mean":${orNull(mean, number)}`;
  const spread = bins.map(
    ({ from, to, count }) => `{"from":${number(from)},"to":${number(to)},"count":${count}}`,
  );
  const start = JSON.stringify({ ...head, ...counts }).slice(0, -1);
  return `${start},${limits},${sums},"bins":[${spread.join(',')}]}\n`;
}

/** Of what is computed, whatever the type of the elements. */
const number = jsonOf(float64);

const orNull = (value: number | bigint | undefined, text: TextOf): string =>
  value === undefined ? 'null' : text(value);
