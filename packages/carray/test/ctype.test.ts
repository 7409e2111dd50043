import { describe, expect, it } from 'vitest';
import {
  array,
  bits,
  bool,
  CArray,
  char,
  ctype,
  type ElementType,
  enumeration,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  pointer,
  size_t,
  struct,
  uint8,
  uint16,
  uint32,
  uint64,
  union,
  wchar,
} from '../src/index.js';
import { answersOf } from './support/c-answers.js';

const trade = struct({ id: uint32, price: float64, name: array(char, 16) });
const tradeText = 'struct trade { uint32_t id; double price; char name[16]; };';

/** The same name, layout and places: the name says what is in it. */
function expectSame(actual: ElementType, expected: ElementType): void {
  expect([actual.name, answersOf(actual)]).toEqual([expected.name, answersOf(expected)]);
}

describe('ctype', () => {
  it('makes the type that the constructors make, with its values', () => {
    const made = ctype<typeof trade>(tradeText);
    expectSame(made, trade);
    const value = { id: 1, price: 2.5, name: 'ada' };
    const trades = CArray.of(made, value);
    expect(trades.get(0)).toEqual(value);
    expect(trades.toBuffer().equals(CArray.of(trade, value).toBuffer())).toBe(true);
    trades.set(0, { ...value, name: 'grace' });
    expect(trades.get(0).name).toBe('grace');
  });

  it.each<[string, ElementType]>([
    ['uint32_t', uint32],
    ['const volatile uint8_t;', uint8],
    ['char', char],
    ['signed char', int8],
    ['char unsigned', uint8],
    ['_Bool', bool],
    ['bool', bool],
    ['short', int16],
    ['int short unsigned', uint16],
    ['signed', int32],
    ['unsigned', uint32],
    ['int unsigned', uint32],
    ['long long', int64],
    ['long unsigned int long', uint64],
    ['float', float32],
    ['double', float64],
    ['size_t', size_t],
    ['wchar_t', wchar],
    ['char16_t', uint16],
    ['char32_t', uint32],
    ['int_least16_t', int16],
    ['void *', pointer],
    ['int (*)(const char *, ...)', pointer],
    ['struct never_defined **', pointer],
    ['int (*)[3]', pointer],
    ['extern float x;', float32],
  ])('knows %s', (text, type) => {
    expect(ctype(text)).toBe(type);
  });

  it.each<[string, ElementType]>([
    ['char[16]', array(char, 16)],
    ['float x[3];', array(float32, 3)],
    ['uint8_t rgb[2][3]', array(array(uint8, 3), 2)],
    ['int *x[2]', array(pointer, 2)],
    ['int (x)[2]', array(int32, 2)],
    ['wchar_t[4]', array(wchar, 4)],
    ['union { int a; double b; }', union({ a: int32, b: float64 })],
    [
      'struct { unsigned a : 3, b : 5; bool c : 1; }',
      struct({ a: bits(uint32, 3), b: bits(uint32, 5), c: bits(bool, 1) }),
    ],
    ['enum { RED, GREEN = 5, BLUE }', enumeration({ RED: 0, GREEN: 5, BLUE: 6 }, uint32)],
    ['enum color { NONE = -1, RED, };', enumeration({ NONE: -1, RED: 0 }, int32)],
    ['struct { struct { int x, y; } a[2]; };', struct({ a: array(struct({ x: int32, y: int32 }), 2) })],
    ['struct __attribute__((packed)) { char a; int b; }', struct({ a: char, b: int32 }, { pack: 1 })],
    ['struct { char a; int b; } __attribute__((aligned(16)))', struct({ a: char, b: int32 }, { align: 16 })],
    ['#pragma pack(2)\nstruct { char a; int b; };', struct({ a: char, b: int32 }, { pack: 2 })],
  ])('makes %s', (text, type) => {
    expectSame(ctype(text), type);
  });

  it.each([
    ['a typedef', `typedef ${tradeText.slice(0, -1)} trade;`],
    ['a typedef before its struct', `typedef struct trade t; ${tradeText} t`],
    ['a tag', `${tradeText} struct trade`],
    ['a typedef of a typedef', `${tradeText} typedef struct trade a; typedef const a b; b;`],
    ['a variable', `${tradeText} static struct trade x;`],
    [
      'names of other declarations',
      'enum { N = 8 }; typedef char text[2 * N]; struct { uint32_t id; double price; text name; }',
    ],
    [
      'comments',
      `// a trade\n/* of\n${'*'} shares */ struct/**/trade{uint32_t id;// one\ndouble price;char name[16/* bytes */];}// end`,
    ],
    ['other spaces', tradeText.replaceAll(' ', '\r\n\t\v\f ')],
    ['a byte order mark', `\ufeff${tradeText}`],
    ['stray semicolons', `;${tradeText.replace('}', ';}')};`],
    ['its own uint32_t', `typedef unsigned int uint32_t; ${tradeText}`],
  ])('takes %s', (_, text) => {
    expectSame(ctype(text), trade);
  });

  it('is the last declaration', () => {
    expectSame(ctype(`${tradeText} struct quote { struct trade last; };`), struct({ last: trade }));
    expectSame(ctype(`struct a { char c; }; struct b { long l; }; ${tradeText}`), trade);
    expectSame(ctype(`${tradeText}\n#pragma pack()\n`), trade);
  });

  it('takes a typedef name as the name of a member', () => {
    expectSame(
      ctype('struct { uint32_t uint32_t; int size_t : 3; }'),
      struct({ uint32_t: uint32, size_t: bits(int32, 3) }),
    );
  });

  it('takes names that objects of JavaScript have', () => {
    const text =
      'typedef enum { __proto__ = 3, valueOf } constructor; struct { constructor __proto__; char toString[valueOf]; }';
    const type = ctype<ElementType<object>>(text);
    const value = Object.fromEntries([
      ['__proto__', 'valueOf'],
      ['toString', 'ab'],
    ]);
    expect(CArray.of(type, value).get(0)).toEqual(value);
    expect(ctype('struct hasOwnProperty { int __proto__, constructor; }').size).toBe(8);
  });

  it('never changes bits without a name', () => {
    const type = ctype<ElementType<object>>('struct { uint8_t a : 2, : 3, b : 1; uint8_t : 0; uint8_t c; }');
    const bytes = CArray.from(uint8, [0xff, 0xff]);
    const structs = bytes.cast(type);
    expect(structs.get(0)).toEqual({ a: 3, b: 1, c: 255 });
    structs.set(0, { a: 0, b: 0, c: 0 });
    expect(bytes.toArray()).toEqual([0b11011100, 0]);
  });

  it('keeps 64-bit enums, of numbers that JavaScript holds', () => {
    const type = ctype<ElementType<string | number>>('enum { BIG = 1ULL << 40, NEXT }');
    expect(type.size).toBe(8);
    expect(CArray.of(type, 'NEXT').toBuffer().readBigUInt64LE()).toBe(2n ** 40n + 1n);
  });

  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['7 / 2 - -7 / 2', 6],
    ['017 + 0x1f + 0b11', 49],
    ['1 << 3 | 1', 9],
    ['0xffu ^ 0xf0', 15],
    ['~0u - 0xfffffff0', 15],
    ['-1 < 0u ? 2 : 3', 3],
    ['-1 < 0 ? 2 : 3', 2],
    ['0 ? 1 / 0 : 5', 5],
    ['0 && 1 / 0 || 2', 1],
    ["'a' - 'A'", 32],
    ["'\\n' + '\\x10' + '\\17' + '\\\\'", 133],
    ['sizeof(long long[3]) + sizeof(char)', 25],
    ['_Alignof(short) + alignof(struct { char a; })', 3],
    ['1 ? 2 : 0 ? 3 : 4', 2],
    ['9223372036854775807 - 9223372036854775800', 7],
    ['18446744073709551615u % 10', 5],
    ['!0 + !5 + (3 >= 3) + (2 != 2)', 2],
    ['1LL << 40 >> 38', 4],
    ['(-2147483648 < 0) + 1', 2],
    ['(-0x80000000 < 0) + 1', 1],
  ])('computes %s', (expression, length) => {
    expect(ctype(`uint8_t[${expression}]`).size).toBe(length);
  });
});
