import { describe, expect, it } from 'vitest';
import { ctype } from '../src/index.js';
import { refusal, thrownBy } from './support/errors.js';

const directive =
  'the only directive that is supported is #pragma pack: gcc -E -P writes a header out without the others';

const cases: readonly (readonly [string, string])[] = [
  // what is no declaration
  ['', '1, 1: expected a declaration, found the end of the text'],
  [' \n\t// nothing', '2, 12: expected a declaration, found the end of the text'],
  [';', '1, 2: expected a declaration, found the end of the text'],
  ['struct {\n  uint32_t a;\n  uint23_t b;\n}', "3, 3: unknown type name 'uint23_t'"],
  ['toString', "1, 1: unknown type name 'toString'"],
  ['struct { constructor x; }', "1, 10: unknown type name 'constructor'"],
  ['{ int a; }', "1, 1: expected a type, found '{'"],
  ['struct { int a }', "1, 16: expected ';', found '}'"],
  ['struct { int a;', "1, 16: expected a member or '}', found the end of the text"],
  ['struct { int; }', '1, 10: the member has no name'],
  ['struct { int *; }', "1, 15: expected a name, found ';'"],
  ['struct { int while; }', "1, 14: expected a name, found 'while'"],
  ['struct { int a; } x y', "1, 21: expected ';', found 'y'"],
  ['struct', "1, 7: expected a name or '{', found the end of the text"],
  ['int long float x', "1, 1: 'int long float' is no type"],
  ['long long long x', "1, 1: 'long long long' is no type"],
  ['int uint32_t int', "1, 5: 'uint32_t' is the name of a type"],
  ['uint32_t int x', "1, 10: expected ';', found 'int'"],
  ['int x[3', "1, 8: expected ']', found the end of the text"],
  ['int (x', "1, 7: expected ')', found the end of the text"],
  ['int; int x', '1, 1: only the last declaration can be a type alone'],
  ['typedef int', '1, 12: expected a name, found the end of the text'],
  ['typedef static int x', "1, 9: 'static' after 'typedef'"],
  ['struct { static int x; }', "1, 10: a member cannot be 'static'"],
  ['inline int x', "1, 1: expected a type, found 'inline'"],
  // what cannot be read
  ['int x @', "1, 7: unexpected character '@'"],
  ['int\u00a0x', '1, 4: unexpected character U+00A0'],
  ['int \u{1f600}', '1, 5: unexpected character U+1F600'],
  ['/* a\n/* b', '1, 1: the comment has no end'],
  ['int x; // a \\\nint y;', '1, 8: the comment ends in a backslash, which continues the line'],
  ["int x['a", '1, 7: a character constant must be one character and a closing quote'],
  ['int x["a"]', '1, 7: string literals are not supported'],
  ['#include <stdint.h>\nint x', `1, 1: ${directive}`],
  ['int x;\n  #define N 3', `2, 3: ${directive}`],
  ['#pragma once', `1, 1: ${directive}`],
  ['int x; #pragma pack(1)', '1, 8: a directive must be the first on its line'],
  ['struct { char a;\n#pragma pack(1)\n}', '2, 1: a directive can only be between declarations'],
  ['#pragma pack(pop)\nint x', '1, 1: a #pragma pack(pop) without a push before it'],
  [
    '#pragma pack(\n1)\nint x',
    '1, 1: a #pragma pack must be pack(), pack(n), pack(push), pack(push, n) or pack(pop)',
  ],
  // types that no element can be
  ['void', '1, 1: void cannot be an element type'],
  ['struct { int a; void b; }', '1, 22: void cannot be an element type'],
  ['long double x', '1, 13: long double cannot be an element type'],
  ['double _Complex', '1, 1: double _Complex cannot be an element type'],
  ['__int128 x', '1, 10: __int128 cannot be an element type'],
  ['int f(void);', '1, 5: a function cannot be an element type'],
  ['struct { int f(int); }', '1, 14: a function cannot be an element type'],
  ['int f(void)[3]', '1, 6: a function cannot return a function or an array'],
  ['int (*f)(int, void)', '1, 15: a parameter cannot be void'],
  ['struct { int n; char data[]; }', '1, 22: an array without a length cannot be an element type'],
  ['int x[0]', '1, 7: an array must have at least 1 element, not 0'],
  ['int x[2 - 3]', '1, 7: an array must have at least 1 element, not -1'],
  ['char x[1ULL << 60]', '1, 8: the type has more than 562949953421312 bytes'],
  ['char x[1 << 30][1 << 30]', '1, 8: the type has more than 562949953421312 bytes'],
  ['int x[n]', "1, 7: unknown constant 'n'"],
  ['struct s', "1, 1: 'struct s' is incomplete: it is not defined before this"],
  ['struct s { int a; struct s b; };', "1, 28: 'struct s' is incomplete: it is not defined before this"],
  ['struct s { struct s b[2]; };', "1, 23: 'struct s' is incomplete: it is not defined before this"],
  ['typedef struct s t; t x;', "1, 23: 'struct s' is incomplete: it is not defined before this"],
  [
    'struct s { char x[sizeof(struct s)]; }',
    "1, 26: 'struct s' is incomplete: it is not defined before this",
  ],
  ['struct { }', '1, 1: a struct must have a member with a name'],
  ['union u { int : 3; }', '1, 7: a union must have a member with a name'],
  [
    'struct { int a; union { int b; float c; }; }',
    '1, 17: anonymous members are not supported: give the union a name',
  ],
  [
    'struct { int a; struct s { int b; }; }',
    '1, 17: anonymous members are not supported: give the struct a name',
  ],
  ['int x = 3;', '1, 7: initializers are not supported'],
  ['int a, b;', '1, 8: the last declaration has more than one name: end with the one that is meant'],
  [
    'typedef struct { int a; } s, *p;',
    '1, 31: the last declaration has more than one name: end with the one that is meant',
  ],
  // names
  ['struct { int a, b; char a; }', "1, 25: there is a member 'a' already"],
  ['struct { int __proto__, __proto__; }', "1, 25: there is a member '__proto__' already"],
  ['struct s { int a; }; struct s { int a; };', "1, 29: 'struct s' is defined already"],
  ['struct s { struct s { int a; } b; };', "1, 19: 'struct s' is defined already"],
  ['struct s { int a; }; union s *p', "1, 28: 's' is a struct, not a union"],
  ['typedef int t; typedef int t;', "1, 28: 't' is declared already"],
  ['enum { A, A }', "1, 11: 'A' is declared already"],
  ['enum { A }; enum { A = 2 };', "1, 20: 'A' is declared already"],
  // bit-fields
  ['struct { int a : 33; }', '1, 18: A bit-field of int32 must have 0 to 32 bits. Received 33'],
  ['struct { bool a : 2; }', '1, 19: A bit-field of bool must have 0 to 1 bits. Received 2'],
  ['struct { int a : 0; }', '1, 18: a bit-field with a name must have at least 1 bit'],
  ['struct { int a : -1; }', '1, 18: A bit-field of int32 must have 0 to 32 bits. Received -1'],
  ['struct { int : 33; }', '1, 16: A bit-field of int32 must have 0 to 32 bits. Received 33'],
  ['struct { float a : 3; }', '1, 20: A bit-field must be of an integer type. Received float32'],
  ['struct { char a : 3; }', '1, 19: A bit-field must be of an integer type. Received char'],
  ['struct { enum { A } a : 3; }', '1, 25: A bit-field must be of an integer type. Received enumeration(A)'],
  ['struct { int a : 3 __attribute__((aligned(8))); }', "1, 35: 'aligned' is not supported for a bit-field"],
  [
    'typedef int t __attribute__((aligned(8))); struct { t a : 3; }',
    '1, 59: a bit-field of a type with an alignment of its own is not supported',
  ],
  ['int x : 3', "1, 7: expected ';', found ':'"],
  // enums
  ['enum { }', "1, 8: expected a name, found '}'"],
  ['enum { A = 0x7fffffff, B }', "1, 24: 'B' overflows: give its value"],
  ['enum { A = -1, B = 18446744073709551615u }', '1, 1: no integer type has all values of the enum'],
  [
    'enum { A = 1, B = 1LL << 60 }',
    "1, 15: 'B' is 1152921504606846976, which no JavaScript number holds exactly",
  ],
  ['enum __attribute__((aligned(8))) { A }', "1, 21: 'aligned' is not supported for an enum"],
  // constants
  ['int x[1 / 0]', '1, 9: division by zero'],
  ['int x[1 % (2 - 2)]', '1, 9: division by zero'],
  ['int x[2147483647 + 1]', '1, 18: the result does not fit an integer of 32 bits'],
  ['int x[1 << 32]', '1, 9: a shift must be by 0 to 31 bits, not 32'],
  ['int x[1 << -1]', '1, 9: a shift must be by 0 to 31 bits, not -1'],
  ['int x[1.5]', "1, 7: '1.5' is no integer constant"],
  ['int x[09]', "1, 7: '09' is no integer constant"],
  ['int x[99999999999999999999]', "1, 7: '99999999999999999999' is too large"],
  ['int x[(int)3]', '1, 7: casts are not supported'],
  ['int x[sizeof 3]', "1, 14: expected '(', found '3'"],
  ['int x[sizeof(3)]', "1, 14: expected a type, found '3'"],
  ['int x[sizeof(void)]', '1, 14: void cannot be an element type'],
  ["int x['ab']", "1, 7: 'ab' is no character constant of one character from 0 to 127"],
  ["int x['\\xff']", "1, 7: '\\xff' is no character constant of one character from 0 to 127"],
  ['int x[1 +]', "1, 10: expected a constant, found ']'"],
  ['int x[1 ? 2]', "1, 12: expected ':', found ']'"],
  // attributes
  ['struct __attribute__((mode(DI))) { int a; }', "1, 23: the attribute 'mode' is not supported"],
  [
    'struct __attribute__((aligned(3))) { int a; }',
    '1, 23: an alignment must be a power of two up to 268435456, not 3',
  ],
  [
    'struct { int a __attribute__((aligned(0))); }',
    '1, 31: an alignment must be a power of two up to 268435456, not 0',
  ],
  [
    'struct s { int a; } __attribute__((aligned(4))) __attribute__((aligned(8)))',
    '1, 64: a type can be given one alignment only',
  ],
  [
    'typedef struct { char a; int b; } s __attribute__((packed));',
    "1, 52: 'packed' has no effect on a typedef: it belongs behind the closing brace",
  ],
  ['__attribute__((packed)) struct { char a; int b; };', "1, 16: 'packed' has no effect here"],
  [
    'float x[3] __attribute__((aligned(16)));',
    "1, 27: 'aligned' would be of the variable, not of its type: use a typedef",
  ],
  [
    'struct s { int a; }; struct __attribute__((packed)) s x;',
    "1, 44: 'packed' belongs to the definition, the one with braces",
  ],
  ['struct { _Alignas(2) int a; }', "1, 10: '_Alignas' cannot make the alignment smaller"],
  ['typedef _Alignas(8) int t;', "1, 9: '_Alignas' cannot be used for a type"],
  [
    'typedef int t __attribute__((aligned(16))); t x[2]',
    "1, 49: an array's elements cannot be aligned to 16 bytes: they have 4",
  ],
  ['struct { int a _Alignas(8); }', "1, 16: expected ';', found '_Alignas'"],
  ['int x[sizeof(int __attribute__((packed)))]', "1, 33: 'packed' has no effect here"],
  ['struct _Alignas(8) { int a; }', "1, 8: expected a name or '{', found '_Alignas'"],
  [`struct { ${'_Alignas(8) '.repeat(17)} int a; }`, '1, 202: more than 16 alignments of one name'],
  [
    '#pragma pack(2)\nstruct __attribute__((packed)) { char a; int b : 3; }',
    '2, 46: a packed bit-field inside of #pragma pack(2) is not supported',
  ],
];

describe('ctype refuses', () => {
  it.each(cases)('%j', (text, expected) => {
    const [place, ...message] = expected.split(': ');
    const [line, column] = place?.split(', ') ?? [];
    expect(thrownBy(() => ctype(text)).message).toBe(`line ${line}, column ${column}: ${message.join(': ')}`);
    expect(refusal(() => ctype(text))).toBe('TypeError ERR_ELEMENT_TYPE');
  });

  it.each([[undefined], [null], [5], [{}], [['int']], [new String('int')]])(
    '%s, which is no string',
    (value) => {
      expect(refusal(() => Reflect.apply(ctype, undefined, [value]))).toBe('TypeError ERR_INVALID_ARG_TYPE');
    },
  );

  it.each(['pus h, 1', '1 6', '3', '32', 'n', 'push, a, 1', 'pop, 1', 'show', 'push,', '1, 2', '- 1'])(
    '#pragma pack(%s)',
    (inside) => {
      const { message } = thrownBy(() => ctype(`int a;\n  #pragma pack(${inside})\nint x`));
      expect(message).toMatch(/^line 2, column 3: a #pragma pack must be pack\(\), pack\(n\)/);
    },
  );

  it('with the error of what it called as the cause', () => {
    expect(thrownBy(() => ctype('struct { int a : 33; }')).cause).toBeInstanceOf(TypeError);
  });
});
