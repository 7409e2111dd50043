import { describe, expect, it } from 'vitest';
import type { CArray } from '../src/index.js';
import { NOT_THE_KIND, OUT_OF_RANGE, refusal } from './support/errors.js';
import { everyKind, isInStorm, type Kind, startStorm } from './support/kinds.js';
import { type TypeCase, typeCases } from './support/type-cases.js';

const store = (array: CArray, index: number, value: unknown): unknown =>
  Reflect.apply(array.set, array, [index, value]);

/** The bytes of the memory that an element does not have. */
function around({ array, start, bytes }: Kind, index: number): Buffer {
  const all = bytes();
  const first = start + index * array.stride;
  return Buffer.concat([all.subarray(0, first), all.subarray(first + array.type.size)]);
}

function storesEach(kind: Kind, { fits }: TypeCase): void {
  const { array, settle } = kind;
  for (const index of [0, 1, array.length - 1]) {
    const before = around(kind, index);
    const loads = fits.map(([value]) => {
      store(array, index, value);
      settle();
      return array.get(index);
    });
    expect(loads).toEqual(fits.map(([, loaded]) => loaded));
    expect(around(kind, index).equals(before)).toBe(true);
  }
}

function refusesEach(kind: Kind, { beyond, wrong }: TypeCase): void {
  const { array } = kind;
  const refused = [
    ...beyond.map((value) => [value, OUT_OF_RANGE]),
    ...wrong.map((value) => [value, NOT_THE_KIND]),
  ];
  const before = kind.bytes();
  const answers = refused.map(([value]) => [value, refusal(() => store(array, 1, value))]);
  expect(answers).toEqual(refused);
  expect(kind.bytes().equals(before)).toBe(true);
}

describe.each(typeCases)('values of $name', (typeCase) => {
  const kinds = everyKind(typeCase.type);

  it.each(kinds)('$name: what fits is stored, and in its own bytes alone', (kind) => {
    storesEach(kind, typeCase);
  });

  it.each(kinds)('$name: what does not fit is refused, and changes nothing', (kind) => {
    refusesEach(kind, typeCase);
    storesEach(kind, typeCase);
  });

  const stormy = kinds.filter(({ name }) => ['heap', 'column', 'windowed'].includes(name));
  it.each(stormy)('$name: the same in a storm of errors', (kind) => {
    startStorm(kind.array);
    storesEach(kind, typeCase);
    refusesEach(kind, typeCase);
    expect(isInStorm(kind.array)).toBe(true);
  });
});

describe('code of the caller', () => {
  const convertible = () => {
    throw new Error('called to convert a value');
  };
  const value = { valueOf: convertible, toString: convertible, [Symbol.toPrimitive]: convertible };

  it.each(typeCases)('is not called by $name to make a number of an object', ({ type }) => {
    for (const { name, array } of everyKind(type)) {
      expect(
        refusal(() => store(array, 0, value)),
        name,
      ).toBe(NOT_THE_KIND);
    }
  });
});
