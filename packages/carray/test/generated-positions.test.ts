import { describe, expect, it } from 'vitest';
import type { CArray } from '../src/index.js';
import { wayOf } from './support/api.js';
import { NOT_THE_KIND, OUT_OF_RANGE, refusal } from './support/errors.js';
import { everyKind, expectedWay, isInStorm, type Kind, startStorm } from './support/kinds.js';
import { type TypeCase, typeCases } from './support/type-cases.js';

const callers = { valueOf: forbidden, toString: forbidden, [Symbol.toPrimitive]: forbidden };
const symbols = [Symbol('0'), Symbol.iterator];

const positions = (length: number): [unknown, string][] => [
  ...[length, length + 1, length + 1024, 2 * length, 2 ** 30, 2 ** 31 - 1, 2 ** 31, 2 ** 32].map(outside),
  ...[2 ** 32 + 1, 2 ** 33, 2 ** 45, 2 ** 45 + 1, 2 ** 53, 2 ** 63, 2 ** 64, 1e300].map(outside),
  ...[-1, -length, -length - 1, -255, -(2 ** 31), -(2 ** 32), -(2 ** 53), -1e300].map(outside),
  ...[0.5, length - 0.5, -0.5, 1 + Number.EPSILON, 1e-20, -1e-20, 5e-324, -5e-324].map(outside),
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(outside),
  ...['0', '', '-0', 'length', '__proto__', undefined, null, true, 0n, 1n].map(notANumber),
  ...[...symbols, callers, Object(0), Object(0n), [], [0], new Date(0)].map(notANumber),
];

const outside = (index: unknown): [unknown, string] => [index, OUT_OF_RANGE];
const notANumber = (index: unknown): [unknown, string] => [index, NOT_THE_KIND];
function forbidden(): never {
  throw new Error('code of the caller was called for an index');
}

const call = (array: CArray, method: 'get' | 'set' | 'ref', ...given: unknown[]): unknown =>
  Reflect.apply(array[method], array, given);

/** The value of the case that is most unlike zeros, and what is read back. */
const sampleOf = ({ fits }: TypeCase) => fits[fits.length - 1] ?? [0, 0];

/** Stores at the first index, the last, and one between. */
function storeEnds({ array, settle }: Kind, typeCase: TypeCase): void {
  const [value, loaded] = sampleOf(typeCase);
  for (const index of [0, Math.floor(array.length / 2), array.length - 1]) {
    call(array, 'set', index, value);
    settle();
    expect(array.get(index)).toEqual(loaded);
  }
  expect(array.get(-0)).toEqual(loaded);
}

function refuseAll(kind: Kind, typeCase: TypeCase): void {
  const { array } = kind;
  const before = kind.bytes();
  const [value] = sampleOf(typeCase);
  const hasRef = 'places' in array.type || 'element' in array.type;
  const answers = positions(array.length).map(([index]) => {
    const methods = ['get', 'set', ...(hasRef ? (['ref'] as const) : [])] as const;
    return [index, ...new Set(methods.map((method) => refusal(() => call(array, method, index, value))))];
  });
  expect(answers).toEqual(positions(array.length));
  expect(kind.bytes().equals(before)).toBe(true);
}

describe.each(typeCases)('$name', (typeCase) => {
  const { type } = typeCase;
  const kinds = everyKind(type);

  it.each(kinds)('$name: is accessed in the way that its memory allows', ({ name, array }) => {
    expect(wayOf(array)).toBe(expectedWay(name, type));
  });

  it.each(kinds)('$name: has elements from 0 to the last, and refuses every other index', (kind) => {
    storeEnds(kind, typeCase);
    refuseAll(kind, typeCase);
    storeEnds(kind, typeCase);
  });

  const stormy = kinds.filter(({ name }) => ['heap', 'column', 'windowed'].includes(name));
  it.each(stormy)('$name: the same in a storm of errors', (kind) => {
    startStorm(kind.array);
    storeEnds(kind, typeCase);
    refuseAll(kind, typeCase);
    startStorm(kind.array);
    storeEnds(kind, typeCase);
    expect(isInStorm(kind.array)).toBe(true);
  });
});
