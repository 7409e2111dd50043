import fc from 'fast-check';
import type { CArray } from '../../src/index.js';
import type { Bad, Spec } from './property-values.js';

/** Items to be stored: how they come, and what is refused of them. */
export interface Items {
  /** `own` are elements of a subarray of the same memory, from where they go. */
  readonly kind: 'list' | 'generator' | 'endless' | 'own' | 'own, backwards' | 'throwing';
  readonly list: readonly unknown[];
  /** The item that is refused, or in front of which the iterator throws, and why. */
  readonly bad?: (Bad & { readonly at: number }) | undefined;
  /** The range of the elements that `own` takes. */
  readonly own: readonly [number, number];
}

export class Thrown extends Error {
  readonly code = 'THROWN';
}

const kinds = ['list', 'list', 'generator', 'endless', 'own', 'own, backwards', 'throwing'] as const;

export const itemsOf = (spec: Spec): fc.Arbitrary<Items> =>
  fc.record({
    kind: fc.constantFrom<Items['kind']>(...kinds),
    list: fc.array(spec.values, { maxLength: 12 }),
    bad: fc.option(
      fc.tuple(spec.bad, fc.nat(12)).map(([bad, at]) => ({ ...bad, at })),
      { nil: undefined, freq: 5 },
    ),
    own: fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 })),
  });

/** What an iterable gives, one by one, and what is known of it afterwards. */
export interface Source {
  readonly items: Iterable<unknown>;
  /** What it would give, as far as it is finite; the endless one, so many as are asked for here. */
  readonly values: readonly unknown[];
  /** The index of the item that must be refused, and the refusal. */
  readonly bad?: (Bad & { readonly at: number }) | undefined;
  readonly ended: () => boolean;
}

const always = () => true;

/** Items for an array with these elements, `most` of which can be stored. */
export function sourceOf(items: Items, array: CArray, elements: readonly unknown[], most: number): Source {
  const { kind, own, list } = items;
  if (kind === 'own') {
    return { items: array.subarray(...own), values: elements.slice(...own), ended: always };
  }
  if (kind === 'own, backwards') {
    const values = elements.slice(...own).reverse();
    const part = array.subarray(...own);
    return { items: Array.from(part, (_, index) => part.at(-1 - index)), values, ended: always };
  }
  if (kind === 'throwing') {
    const at = Math.min(items.bad?.at ?? list.length, list.length);
    const bad = { at, value: undefined, refusal: 'Thrown THROWN' };
    return { ...generated(list.slice(0, at), 'throws'), bad };
  }
  const bad = items.bad && items.bad.at < list.length ? items.bad : undefined;
  const values = bad === undefined ? list : list.with(bad.at, bad.value);
  if (kind === 'list') return { items: values, values, bad, ended: always };
  if (kind === 'generator' || values.length === 0) return { ...generated(values, 'returns'), bad };
  const endless = Array.from({ length: most }, (_, index) => values[index % values.length]);
  return { ...generated(values, 'begins again'), values: endless, bad };
}

const MOST_ROUNDS = 1000;

function generated(values: readonly unknown[], end: 'throws' | 'returns' | 'begins again'): Source {
  let ended = true;
  function* generate(): Generator<unknown> {
    ended = false;
    try {
      let left = MOST_ROUNDS;
      do yield* values;
      while (end === 'begins again' && --left > 0);
      if (end === 'begins again') throw new Error('the endless iterator was never told to end');
      if (end === 'throws') throw new Thrown();
    } finally {
      ended = true;
    }
  }
  return { items: generate(), values, ended: () => ended };
}
