import fc from 'fast-check';
import { NOT_THE_KIND, OUT_OF_RANGE } from './errors.js';

const near = fc.integer({ min: -20, max: 20 });

/** Where a range begins or ends: numbers and bigints, from the start and the end, and far out of range. */
export const positions: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: near },
  { weight: 2, arbitrary: near.map((position) => BigInt(position)) },
  { weight: 2, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.integer({ min: -80, max: 80 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      -0,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      2 ** 32,
      -(2 ** 53),
      2n ** 70n,
      -(2n ** 70n),
    ),
  },
);

const noPositions = [0.5, -1.5, Number.NaN, '1', null, true, {}, Symbol('1')];

/** Positions, and now and then what is none. */
export const anyPositions: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 15, arbitrary: positions },
  { weight: 1, arbitrary: fc.constantFrom(...noPositions) },
);

/** The refusal that the first of some positions that is none must meet. */
export function positionRefusal(...given: readonly unknown[]): string | undefined {
  for (const each of given) {
    if (each === undefined || typeof each === 'bigint') continue;
    if (typeof each !== 'number') return NOT_THE_KIND;
    if (Number.isNaN(each) || (Number.isFinite(each) && !Number.isInteger(each))) return OUT_OF_RANGE;
  }
  return undefined;
}

/** As the engine takes them: numbers, or nothing. */
export const engine = (position: unknown): number | undefined =>
  position === undefined ? undefined : Number(position);

/** First and end of the range that `slice` of an Array of such length takes. */
export function range(length: number, from: unknown, to: unknown): [number, number] {
  const indexes = Array.from({ length }, (_, index) => index);
  const first = length - indexes.slice(engine(from)).length;
  return [first, first + indexes.slice(first, engine(to)).length];
}
