import { FloatSumming } from './floats.js';
import { IntegerSumming, type Integers } from './integers.js';
import type { Numbers, Numeric } from './numeric.js';
import type { Summary, Summing } from './summary.js';
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
  if (kind === 'float') return summed(lists, new FloatSumming(), areFloats);
  return kind === 'wide'
    ? summed(lists, new WideSumming(), areWide)
    : summed(lists, new IntegerSumming(), areIntegers);
}

function summed<N extends Numbers>(
  lists: Iterable<Numbers>,
  summing: Summing<N>,
  fits: (list: Numbers) => list is N,
): Summary {
  for (const list of lists) if (fits(list)) summing.add(list);
  return summing.summary;
}

const areFloats = (list: Numbers): list is Float32Array | Float64Array =>
  list instanceof Float32Array || list instanceof Float64Array;
const areWide = (list: Numbers): list is BigInt64Array | BigUint64Array =>
  list instanceof BigInt64Array || list instanceof BigUint64Array;
const areIntegers = (list: Numbers): list is Integers => !areWide(list) && !(list instanceof Float32Array);
