import { describe, expect, it } from 'vitest';
import {
  align,
  array,
  bits,
  enumeration,
  pack,
  padding,
  struct,
  uint8,
  union,
  zarray,
} from '../src/index.js';
import { NOT_THE_KIND, NOT_THE_VALUE, refusal } from './support/errors.js';

describe('what makes types', () => {
  const noTypes = [undefined, null, 'char', {}, bits(uint8, 3), padding(2)];
  const makers: [string, (type: unknown) => unknown][] = [
    ['array', (type) => Reflect.apply(array, undefined, [type, 2])],
    ['zarray', (type) => Reflect.apply(zarray, undefined, [type, 2])],
    ['pack', (type) => Reflect.apply(pack, undefined, [type])],
    ['align', (type) => Reflect.apply(align, undefined, [type, 8])],
    ['bits', (type) => Reflect.apply(bits, undefined, [type, 1])],
    ['enumeration', (type) => Reflect.apply(enumeration, undefined, [{ red: 0 }, type ?? 'none'])],
  ];

  it.each(makers)('%s refuses what is no type', (_, make) => {
    for (const type of noTypes) expect(refusal(() => make(type))).toBe(NOT_THE_KIND);
  });

  it.each([struct, union])('ignores no option: $name', (make) => {
    const made = (options: unknown) => refusal(() => Reflect.apply(make, undefined, [{ x: uint8 }, options]));
    expect(made({ packed: 1 })).toBe(NOT_THE_VALUE);
    expect(made({ pack: 1, Align: 8 })).toBe(NOT_THE_VALUE);
    expect(made(null)).toBe(NOT_THE_KIND);
    expect(made(1)).toBe(NOT_THE_KIND);
    expect(made({ pack: 3 })).toBe('TypeError ERR_ELEMENT_TYPE');
  });

  it('enumeration takes an object of names', () => {
    for (const names of [null, undefined, 'red']) {
      expect(refusal(() => Reflect.apply(enumeration, undefined, [names]))).toBe(NOT_THE_KIND);
    }
  });
});
