import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'vitest';
import { openDescriptors } from './files.js';
import { carray } from './packed.js';

export const RANGE = 'RangeError ERR_OUT_OF_RANGE';
export const KIND = 'TypeError ERR_INVALID_ARG_TYPE';
export const VALUE = 'TypeError ERR_INVALID_ARG_VALUE';
const ELEMENT = 'TypeError ERR_ELEMENT_TYPE';

/** A value, and the refusal that it must meet. */
export type Bad = readonly [value: unknown, refusal: string];

const notIntegers = [Number.NaN, -1, 1.5, 2 ** 53, Number.POSITIVE_INFINITY];

/** What is no count of bytes or elements. */
export const counts: readonly Bad[] = [
  ...[...notIntegers, 2n ** 64n, -1n].map((value): Bad => [value, RANGE]),
  ...['10', '', null, {}, [], true, Symbol('1')].map((value): Bad => [value, KIND]),
];

/** What is no C int. */
export const flags: readonly Bad[] = [
  ...[...notIntegers, 2 ** 31].map((value): Bad => [value, RANGE]),
  ...['1', null, undefined, {}, 1n, 2n ** 64n, true].map((value): Bad => [value, KIND]),
];

const notTypes = [
  undefined,
  null,
  'uint8',
  8,
  Uint8Array,
  {},
  [],
  { size: 1 },
  { codec: {} },
  { size: 0, codec: {} },
];

/** What is no element type. */
export const types: readonly Bad[] = [
  ...[...notTypes, { name: 'x', size: 1, alignment: 1, codec: {} }].map((value): Bad => [value, KIND]),
  ...[0, -1, 1.5, Number.NaN, '1', 1n].map((size): Bad => [{ ...carray.uint8, size }, ELEMENT]),
];

/** Class and code of what a call throws. */
export function refusalOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return `${error.constructor.name} ${error.code}`;
    return String(error);
  }
  return 'no error';
}

/** A call, and how it must end. */
export type Ending = readonly [call: () => unknown, refusal: string];

/** Each call ends so, and afterwards nothing is open, mapped or changed: the file at `path`, or its neighbours. */
export function expectRefusals(path: string, calls: readonly Ending[]): void {
  const state = () => {
    const { size, mtimeNs } = statSync(path, { bigint: true });
    const mapped = readFileSync('/proc/self/maps', 'latin1')
      .split('\n')
      .filter((line) => line.includes(path)).length;
    return [openDescriptors(), mapped, size, mtimeNs, readdirSync(dirname(path))];
  };
  const before = state();
  expect(calls.map(([call]) => refusalOf(call))).toEqual(calls.map(([, expected]) => expected));
  expect(state()).toEqual(before);
}
