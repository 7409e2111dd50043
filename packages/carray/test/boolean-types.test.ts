import { describe, expect, it } from 'vitest';
import * as carray from '../src/index.js';
import {
  align,
  array,
  bool,
  boolOf,
  CArray,
  char,
  ctype,
  type ElementType,
  enumeration,
  float64be,
  int8,
  int64le,
  pack,
  padding,
  pointer,
  safeUint64,
  struct,
  uint8,
  uint32,
  union,
  zarray,
} from '../src/index.js';
import { refusal, thrownBy } from './support/errors.js';

const isElementType = (value: unknown): value is ElementType =>
  typeof value === 'object' && value !== null && 'codec' in value;
const exported: unknown[] = Object.values(carray);
const exportedTypes = exported.filter(isElementType);
const hasNumbers = (type: ElementType): boolean =>
  ['number', 'bigint'].includes(typeof CArray.alloc(type, 1).get(0));
const make = (base: unknown): ElementType<boolean> => Reflect.apply(boolOf, undefined, [base]);

describe('boolOf', () => {
  it.each(exportedTypes.filter(hasNumbers))('$name has booleans of its size', (base) => {
    const flags = CArray.alloc(make(base), 3);
    flags.set(1, true);
    flags.fill(true, 2).setAt(-1, false);
    expect(flags.toArray()).toEqual([false, true, false]);
    expect([flags.type.size, flags.type.alignment]).toEqual([base.size, base.alignment]);
    expect(Number(flags.cast(base).get(1))).toBe(1);
    expect(refusal(() => Reflect.apply(flags.set, flags, [0, 1]))).toBe('TypeError ERR_INVALID_ARG_TYPE');
    expect(flags.toArray()).toEqual([false, true, false]);
  });

  it.each([pack(uint32), align(int64le, 32), ctype('unsigned long'), safeUint64, float64be])(
    '$name is a number however it is made',
    (base) => {
      const flags = CArray.alloc(make(base), 1);
      flags.set(0, true);
      expect([flags.get(0), flags.type.size]).toEqual([true, base.size]);
    },
  );

  it.each(exportedTypes.filter((type) => !hasNumbers(type)))('$name has none: it has no numbers', (base) => {
    const error = thrownBy(() => make(base));
    expect([error.name, error.code]).toEqual(['TypeError', 'ERR_ELEMENT_TYPE']);
    expect(error.message).toContain(base.name);
  });

  it.each<[string, unknown]>([
    ['a text', array(char, 4)],
    ['a text with an end', zarray(char, 4)],
    ['an array', array(uint8, 4)],
    ['an array larger than memory', array(uint8, 2 ** 48)],
    ['a struct', struct({ uint8 })],
    ['a union', union({ uint8 })],
    ['an enumeration', enumeration({ red: 0 })],
    ['an enumeration without 0 and 1', enumeration({ red: 5 }, int8)],
    ['a boolean', boolOf(pointer)],
    ['padding', padding(1)],
    ['a name', 'uint8'],
    ['a class', Uint8Array],
    ['null', null],
    ['nothing', undefined],
    ['an object with a wrong name', { name: 8 }],
  ])('there is none of %s', (_, base) => {
    expect(refusal(() => make(base))).toBe('TypeError ERR_ELEMENT_TYPE');
  });

  it('the message names what was given', () => {
    expect(thrownBy(() => make(char)).message).toBe(
      'A boolean must be of the size of a number type. Received char',
    );
    expect(thrownBy(() => make(undefined)).message).toBe(
      'A boolean must be of the size of a number type. Received undefined',
    );
    expect(bool.name).toBe('bool');
  });
});
