import { FloatSumming } from './floats.js';
import { IntegerSumming } from './integers.js';
import type { Numbers, Numeric } from './numeric.js';
import type { Summary } from './summary.js';
import { Tally } from './tally.js';
import { WideSumming } from './wide-integers.js';

/** What is known of numbers; of small ones all that can be. */
export interface Summarized {
  readonly summary: Summary;
  readonly tally?: Tally;
}

/** What is known of all the numbers of some lists. */
export function summarize(lists: Iterable<Numbers>, kind: Numeric['kind']): Summarized {
  if (kind !== 'small') return { summary: summaryOf(lists, kind) };
  const tally = new Tally();
  for (const list of lists) tally.add(list);
  return { summary: tally.summary, tally };
}

function summaryOf(lists: Iterable<Numbers>, kind: Numeric['kind']): Summary {
  if (kind === 'float') {
    const floats = new FloatSumming();
    for (const list of lists)
      if (list instanceof Float32Array || list instanceof Float64Array) floats.add(list);
    return floats.summary;
  }
  if (kind === 'wide') {
    const wide = new WideSumming();
    for (const list of lists)
      if (list instanceof BigInt64Array || list instanceof BigUint64Array) wide.add(list);
    return wide.summary;
  }
  const integers = new IntegerSumming();
  for (const list of lists) {
    if (list instanceof BigInt64Array || list instanceof BigUint64Array || list instanceof Float32Array)
      continue;
    integers.add(list);
  }
  return integers.summary;
}
