import { CArray, ctype, float32, float64, int64, safeInt64, uint8, uint64 } from 'carray';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../src/errors.js';
import { apply, storesOf } from '../src/values/stores.js';
import { jsonOf, lineOf } from '../src/values/value-text.js';
import { bigIntOf, numberOf } from '../src/values/written-number.js';

const record = ctype(`struct {
  uint32_t id; double x; unsigned a : 3; int b : 5; char name[8]; struct { int8_t q; float f; } in;
  uint16_t list[3]; enum { RED, BLUE } color; _Bool ok; union { uint32_t u; float f; } either; long l;
}`);

describe('a number as it is written', () => {
  test.each([
    ['0', 0],
    ['-0', -0],
    ['+7', 7],
    ['0xfF', 255],
    ['-0x10', -16],
    ['0b101', 5],
    ['.5', 0.5],
    ['1e-3', 0.001],
    ['-2.5E+2', -250],
    ['NaN', Number.NaN],
    ['nan', Number.NaN],
    ['Infinity', Infinity],
    ['-inf', -Infinity],
  ])('%s', (text, value) => expect(numberOf(text)).toBe(value));

  test.each(['', ' ', 'x', '1x', '0x', '1e', '--1', '1,5', '0x1.8', '1_000', 'Infinit', '1e400'])(
    '%j is none',
    (text) => {
      expect(() => numberOf(text)).toThrow(UsageError);
    },
  );

  test('integers of any size', () => {
    expect(bigIntOf('-9223372036854775808')).toBe(-(2n ** 63n));
    expect(bigIntOf('0xffffffffffffffff')).toBe(2n ** 64n - 1n);
    for (const text of ['1.5', '1e3', 'NaN', '']) expect(() => bigIntOf(text)).toThrow(UsageError);
  });
});

describe('a value for elements of a type', () => {
  const loaded = (text: string, type: Parameters<typeof storesOf>[1]): unknown => {
    const array = CArray.alloc(type, 1);
    apply(storesOf(text, type), array);
    return array.get(0);
  };

  test.each([
    ['255', uint8, 255],
    ['18446744073709551615', uint64, 2n ** 64n - 1n],
    ['0.1', float32, Math.fround(0.1)],
    ['-0', float64, -0],
    ['9007199254740991', safeInt64, 2 ** 53 - 1],
    ['true', ctype('bool'), true],
    ['ada "x"', ctype('char[8]'), 'ada "x"'],
    ['12', ctype('char[8]'), '12'],
    ['BLUE', ctype('enum { RED, BLUE }'), 'BLUE'],
    ['7', ctype('enum { RED, BLUE }'), 7],
    ['[1, 0xff]', ctype('int64_t[2]'), [1n, 255n]],
    ['[NaN,-Infinity]', ctype('float[2]'), [Number.NaN, -Infinity]],
  ])('%s', (text, type, value) => expect(loaded(text, type)).toEqual(value));

  test.each([
    ['256', uint8, /from 0 to 255. Received 256/],
    ['1.5', uint8, /integer from 0 to 255/],
    ['9223372036854775808', int64, /to 2n \*\* 63n - 1n/],
    ['9007199254740993', safeInt64, /9007199254740991/],
    ['1e39', float32, /rounds to a finite float/],
    ['1', ctype('bool'), /true or false/],
    ['123456789', ctype('char[8]'), /at most 8 bytes/],
    ['GREEN', ctype('enum { RED, BLUE }'), /It has RED, BLUE/],
    ['[1]', ctype('int[2]'), /must have 2 elements/],
    ['7', ctype('int[2]'), /a list of 2/],
    ['{"id": -1}', record, /field 'id': .* 0 to 4294967295/],
    ['{"b": 16}', record, /field 'b': .* -16 to 15/],
    ['{"in": {"q": 128}}', record, /field 'in.q': .*127/],
    ['{"idd": 1}', record, /no field 'idd': id, x, a/],
    ['{"in": 1}', record, /names fields: \{"q": value/],
    ['{}', record, /names fields/],
    ['{"id": true}', record, /is a number/],
    ['{"name": 1}', record, /is a string/],
    ['{"either": {"u": 1, "f": 2}}', record, /one of u, f/],
    ['{"id": 1', record, /is no JSON/],
    ['7', record, /names fields/],
  ])('%s does not fit, and says what does', (text, type, message) => {
    expect(() => storesOf(text, type)).toThrow(UsageError);
    expect(() => storesOf(text, type)).toThrow(message);
  });

  test('a struct that names some fields changes their bytes alone', () => {
    const array = CArray.alloc(record, 3);
    const bytes = array.cast(uint8).fill(0xff);
    apply(
      storesOf('{"id": 1, "b": 0, "in": {"f": 0}, "either": {"u": 2}, "l": -9223372036854775808}', record),
      array.subarray(1, 2),
    );
    const changed = Array.from(bytes.entries())
      .filter(([, byte]) => byte !== 0xff)
      .map(([at]) => at - record.size);
    const places = {
      id: [0, 1, 2, 3],
      b: [16],
      f: [32, 33, 34, 35],
      u: [52, 53, 54, 55],
      l: [56, 57, 58, 59, 60, 61, 62, 63],
    };
    expect(changed).toEqual(Object.values(places).flat());
    expect(bytes.get(record.size + 16)).toBe(0b111); // the bits of `a`, beside those of `b`
  });

  test('what get prints is what set takes', () => {
    const array = CArray.alloc(record, 1);
    const given =
      '{"id": 4294967295, "x": NaN, "b": -3, "name": "a\\"\\u001bb", "in": {"f": 0.1}, "color": "BLUE", "l": 9223372036854775807}';
    apply(storesOf(given, record), array);
    const again = CArray.alloc(record, 1);
    const printed = lineOf(record)(array.get(0)).replace(/, "either": \{.*?\}/, '');
    apply(storesOf(printed, record), again);
    expect(again.toBuffer()).toEqual(array.toBuffer());
  });
});

describe('the text of a value', () => {
  test.each([
    [-0, float64, '-0', '-0'],
    [Number.NaN, float64, 'NaN', '"NaN"'],
    [Math.fround(0.1), float32, '0.1', '0.1'],
    [Math.fround(3.4028234663852886e38), float32, '3.4028235e+38', '3.4028235e+38'],
    [2n ** 63n, uint64, '9223372036854775808', '"9223372036854775808"'],
    [
      '\u001b[31m\u009b\u202e',
      ctype('char[16]'),
      '"\\u001b[31m\\u009b\\u202e"',
      '"\\u001b[31m\\u009b\\u202e"',
    ],
    [1e10, float32, '1e+10', '1e+10'],
    [-(2n ** 53n) + 1n, int64, '-9007199254740991', '-9007199254740991'],
    [2n ** 53n, int64, '9007199254740992', '"9007199254740992"'],
    [true, ctype('bool'), 'true', 'true'],
    [[1n, -(2n ** 53n)], ctype('long[2]'), '[1, -9007199254740992]', '[1,"-9007199254740992"]'],
  ])('%s', (value, type, text, json) => {
    expect(lineOf(type)(value)).toBe(text);
    expect(jsonOf(type)(value)).toBe(json);
  });
});
