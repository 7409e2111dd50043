import type { CArray, ElementType } from 'carray';
import { FloatSumming } from './floats.js';
import { IntegerSumming } from './integers.js';
import type { Numeric } from './numeric.js';
import type { Summary, Summing } from './summary.js';
import { Tally } from './tally.js';
import { WideSumming } from './wide-integers.js';

/** What is known of numbers; of small ones all that can be. */
export interface Summarized {
  readonly summary: Summary;
  readonly tally?: Tally;
}

type Copies = Iterable<CArray<ElementType>>;

/** What is known of all the numbers of some copies of elements. */
export function summarize(copies: Copies, numeric: Numeric): Summarized {
  switch (numeric.kind) {
    case 'float':
      return { summary: summed(copies, numeric.numbersOf, new FloatSumming()) };
    case 'wide':
      return { summary: summed(copies, numeric.numbersOf, new WideSumming()) };
    case 'integer':
      return { summary: summed(copies, numeric.numbersOf, new IntegerSumming()) };
    case 'small': {
      const tally = new Tally();
      return { summary: summed(copies, numeric.numbersOf, tally), tally };
    }
  }
}

function summed<N>(
  copies: Copies,
  numbersOf: (copy: CArray<ElementType>) => N,
  summing: Summing<N>,
): Summary {
  for (const copy of copies) summing.add(numbersOf(copy));
  return summing.summary;
}
