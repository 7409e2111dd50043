import { CArray, type ElementType } from 'carray';
import { elementTypeOf } from '../element-type.js';
import { blocks } from '../elements/blocks.js';
import { type Elements, withElements } from '../elements/open.js';
import type { RegionOptions } from '../elements/region.js';
import type { GlobalOptions } from '../library.js';
import { write } from '../output.js';
import { Progress } from '../progress.js';
import { type Bin, Histogram } from '../stats/histogram.js';
import { type Numeric, numericOf } from '../stats/numeric.js';
import { statsJson, statsLines } from '../stats/report.js';
import { type Summarized, summarize } from '../stats/summarize.js';
import { type Column, columnIn, columnOf, wholeOf } from '../values/fields.js';

export interface StatsOptions extends GlobalOptions, RegionOptions {
  readonly type: string;
  readonly field?: string;
  readonly bins: number;
  readonly ascii?: boolean;
  readonly json?: boolean;
}

/** `carray stats FILE`. */
export async function stats(file: string, options: StatsOptions): Promise<void> {
  const type = elementTypeOf(options.type);
  const column = options.field === undefined ? wholeOf(type) : columnOf(options.field, type);
  const numeric = numericOf(columnIn(CArray.alloc(type, 1), column).type);
  const text = await withElements(file, type, options, (elements) => {
    const passes = numeric.kind === 'small' || options.bins === 0 ? 1 : 2;
    const progress = new Progress({ total: passes * elements.array.byteLength });
    const copies = () => copiesOf(elements, column, progress);
    const summarized = summarize(copies(), numeric);
    const bins = binsOf(summarized, numeric, options.bins, copies);
    const facts = { file, column, elements: type.name, summary: summarized.summary, bins };
    return options.json ? statsJson(facts) : statsLines(facts, options.ascii === true);
  });
  await write(text);
}

/** Of the column, block by block. */
function* copiesOf({ array }: Elements, column: Column, progress: Progress): Generator<CArray<ElementType>> {
  for (const { elements } of blocks(array, { progress })) {
    yield column.names.length === 0 ? elements : columnIn(elements, column).slice();
  }
}

/** Numbers that were not tallied are read a second time: what the bins are is known only behind the first. */
function binsOf(
  { summary: { finite }, tally }: Summarized,
  { kind, numbersOf }: Numeric,
  most: number,
  again: () => Iterable<CArray<ElementType>>,
): Bin[] {
  if (finite === undefined || most === 0) return [];
  const histogram = new Histogram(finite, kind !== 'float', most);
  if (tally !== undefined) for (const [value, times] of tally.entries()) histogram.addMany(value, times);
  else for (const copy of again()) histogram.add(numbersOf(copy));
  return histogram.bins;
}
