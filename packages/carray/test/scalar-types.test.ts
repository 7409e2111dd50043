import { describe, expect, it } from 'vitest';
import {
  array,
  bchar,
  bool,
  boolOf,
  CArray,
  char,
  type ElementType,
  enumeration,
  float32be,
  float32le,
  float64be,
  float64le,
  int16be,
  int16le,
  int32be,
  int32le,
  int64be,
  int64le,
  pointer,
  safeInt64le,
  safeUint64be,
  uint8,
  uint16,
  uint16be,
  uint16le,
  uint32,
  uint32be,
  uint32le,
  uint64,
  uint64be,
  uint64le,
  wchar,
  zarray,
  zchar,
} from '../src/index.js';
import { refusal } from './support/errors.js';

describe('byte orders', () => {
  const bytes = [0x01, 0x82, 0x03, 0x84, 0x05, 0x86, 0x07, 0x88];
  it.each([
    [uint16be, 0x0182],
    [uint16le, 0x8201],
    [int16be, 0x0182],
    [int16le, 0x8201 - 2 ** 16],
    [uint32be, 0x01820384],
    [uint32le, 0x84038201],
    [int32be, 0x01820384],
    [int32le, 0x84038201 - 2 ** 32],
    [uint64be, 0x0182038405860788n],
    [uint64le, 0x8807860584038201n],
    [int64be, 0x0182038405860788n],
    [int64le, BigInt.asIntN(64, 0x8807860584038201n)],
  ])('$0.name reads fixed bytes to a fixed value, and writes them', (type, value) => {
    const view: CArray<ElementType> = CArray.from(uint8, bytes).cast(type);
    expect(view.get(0)).toBe(value);
    const copy: CArray<ElementType> = CArray.alloc(type, 1);
    copy.set(0, value);
    expect(copy.toBuffer().toJSON().data).toEqual(bytes.slice(0, type.size));
  });

  it.each([
    [float32be, float32le, '3fc00000'],
    [float64be, float64le, '3ff8000000000000'],
  ])('$0.name has the reversed bytes of $1.name', (be, le, hex) => {
    const big = CArray.of(be, 1.5).toBuffer();
    const little = CArray.of(le, 1.5).toBuffer();
    expect(big.toString('hex')).toBe(hex);
    expect(Buffer.from(little).reverse().equals(big)).toBe(true);
  });

  it('safe integers have them too', () => {
    expect(CArray.of(safeUint64be, 258).toBuffer().toString('hex')).toBe('0000000000000102');
    expect(CArray.of(safeInt64le, -2).get(0)).toBe(-2);
  });
});

describe('bool', () => {
  it('stores 1, loads any other number than 0 as true', () => {
    expect(CArray.of(bool, true, false).toBuffer().toJSON().data).toEqual([1, 0]);
    expect(CArray.of(uint8, 0, 1, 200).cast(bool).toArray()).toEqual([false, true, true]);
    expect(CArray.of(boolOf(uint32), true).toBuffer().toJSON().data).toEqual([1, 0, 0, 0]);
    expect(CArray.of(boolOf(uint64), true).get(0)).toBe(true);
  });
  it.each([[1], [0], ['true'], [null], [undefined]])('refuses %o', (value) => {
    expect(refusal(() => Reflect.apply(CArray.of, CArray, [bool, value]))).toBe(
      'TypeError ERR_INVALID_ARG_TYPE',
    );
  });
});

describe('characters', () => {
  it('are strings of one', () => {
    expect(CArray.of(char, 'a', '\0', '\xff').toArray()).toEqual(['a', '\0', '\xff']);
    expect(CArray.of(wchar, 'é', '😀').toArray()).toEqual(['é', '😀']);
    expect([char.size, wchar.size]).toEqual([1, 4]);
  });
  it.each([
    [char, ''],
    [char, 'ab'],
    [char, 'Ā'],
    [bchar, '€'],
    [wchar, 'ab'],
    [wchar, ''],
  ])('%o refuses %o', (type, text) => {
    expect(refusal(() => CArray.of(type, text))).toBe('RangeError ERR_OUT_OF_RANGE');
  });
  it('refuse other kinds, and load no number that is no code point', () => {
    expect(refusal(() => Reflect.apply(CArray.of, CArray, [char, 65]))).toBe(
      'TypeError ERR_INVALID_ARG_TYPE',
    );
    expect(refusal(() => CArray.of(uint32, 0x110000).cast(wchar).get(0))).toBe('RangeError ERR_OUT_OF_RANGE');
  });
});

describe('texts', () => {
  it.each([
    [array(char, 4), ['', 'abcd', 'é1', '😀']],
    [array(bchar, 4), ['', 'abcd', 'éÿ']],
    [array(wchar, 2), ['', '😀é']],
    [zarray(char, 4), ['', 'abc', 'é1']],
    [array(zchar, 4), ['', 'abc']],
  ])('%o load what was stored', (type, texts) => {
    for (const text of texts) expect(CArray.of(type, text).get(0)).toBe(text);
  });
  it.each([
    [array(char, 4), 'abcde'],
    [array(char, 4), 'ééé'],
    [array(char, 3), '😀'],
    [array(char, 4), '\ud800'],
    [array(bchar, 4), '€'],
    [array(wchar, 2), 'abc'],
    [zarray(char, 4), 'abcd'],
    [array(zchar, 4), 'abcd'],
  ])('%o refuse %o, and change nothing', (type, text) => {
    const list = CArray.of(type, 'a');
    expect(refusal(() => list.set(0, text))).toBe('RangeError ERR_OUT_OF_RANGE');
    expect(list.get(0)).toBe('a');
  });
  it('are filled up with NULs, and never read over the end', () => {
    const list = CArray.of(array(char, 4), 'wxyz', 'wxyz');
    list.set(0, 'a');
    expect(list.toBuffer().toString('latin1')).toBe('a\0\0\0wxyz');
    expect(list.get(1)).toBe('wxyz');
  });
});

describe('enumeration', () => {
  const color = enumeration({ red: 0, green: 1, lime: 1 }, uint16);
  it('takes names and numbers, loads the first name, or the number', () => {
    const list = CArray.of(color, 'red', 'lime', 1, 9);
    expect(list.toArray()).toEqual(['red', 'green', 'green', 9]);
    expect(color.size).toBe(2);
  });
  it('refuses other names and lists its own', () => {
    expect(refusal(() => Reflect.apply(CArray.of, CArray, [color, 'blue']))).toBe(
      'RangeError ERR_OUT_OF_RANGE',
    );
    expect(() => Reflect.apply(CArray.of, CArray, [color, 'blue'])).toThrow('red, green, lime');
    expect(refusal(() => Reflect.apply(CArray.of, CArray, [color, 65536]))).toBe(
      'RangeError ERR_OUT_OF_RANGE',
    );
    expect(refusal(() => Reflect.apply(CArray.of, CArray, [color, 'constructor']))).toBe(
      'RangeError ERR_OUT_OF_RANGE',
    );
  });
  it('refuses numbers that its base does not hold', () => {
    expect(refusal(() => enumeration({ big: 256 }, uint8))).toBe('TypeError ERR_ELEMENT_TYPE');
  });
});

it('pointer is an opaque bigint', () => {
  expect(CArray.of(pointer, 0x7fff_0000_0000n).get(0)).toBe(0x7fff_0000_0000n);
  expect(refusal(() => Reflect.apply(CArray.of, CArray, [pointer, 1]))).toBe(
    'TypeError ERR_INVALID_ARG_TYPE',
  );
});
