import { CArray } from 'carray';
import { elementTypeOf } from '../element-type.js';
import { blocks } from '../elements/blocks.js';
import { type Column, columnIn, columnOf, wholeOf } from '../elements/fields.js';
import { type Elements, withElements } from '../elements/open.js';
import type { RegionOptions } from '../elements/region.js';
import type { GlobalOptions } from '../library.js';
import { write } from '../output.js';
import { type Bin, Histogram } from '../stats/histogram.js';
import { type Numbers, type Numeric, numericOf } from '../stats/numeric.js';
import { statsJson, statsLines } from '../stats/report.js';
import { summarize } from '../stats/summarize.js';
import type { Summary } from '../stats/summary.js';

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
    const summary = summarize(numberLists(elements, column, numeric), numeric.kind);
    const bins = binsOf(summary, numeric, options.bins, () => numberLists(elements, column, numeric));
    const facts = { file, column, elements: type.name, summary, bins };
    return options.json ? statsJson(facts) : statsLines(facts, options.ascii === true);
  });
  await write(text);
}

function* numberLists({ array }: Elements, column: Column, numeric: Numeric): Generator<Numbers> {
  for (const { elements } of blocks(array)) {
    yield numeric.numbersOf(column.names.length === 0 ? elements : columnIn(elements, column).slice());
  }
}

/** The numbers are read a second time: what the bins are is known only behind the first. */
function binsOf({ finite }: Summary, { kind }: Numeric, most: number, lists: () => Iterable<Numbers>): Bin[] {
  if (finite === undefined || most === 0) return [];
  const histogram = new Histogram(finite, kind !== 'float', most);
  for (const list of lists()) histogram.add(list);
  return histogram.bins;
}
