import { NOT_THE_KIND, OUT_OF_RANGE } from './errors.js';

/** A value, and the refusal that it must meet. */
export type Refused = readonly [value: unknown, refusal: string];

const outOfRange = (value: unknown): Refused => [value, OUT_OF_RANGE];
const notTheKind = (value: unknown): Refused => [value, NOT_THE_KIND];

/** What is no count of bytes or elements, beside undefined. */
export const notCounts: readonly Refused[] = [
  ...[-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -1n, 2n ** 64n, 2n ** 200n].map(outOfRange),
  ...['0', '', null, true, {}, [], [3], Symbol('0'), () => 0].map(notTheKind),
];

/** What is no C int for protection or flags. */
export const notFlags: readonly Refused[] = [
  ...[-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31].map(outOfRange),
  ...['1', null, undefined, true, {}, 1n].map(notTheKind),
];

/** What is no element type. */
export const notTypes: readonly unknown[] = [undefined, null, 'uint8', 8, Uint8Array, {}, [], { size: 1 }];
