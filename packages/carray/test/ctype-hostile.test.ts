import { describe, expect, it } from 'vitest';
import { ctype } from '../src/index.js';
import { nastyDeclarations } from './support/c-nasty.js';
import { thrownBy } from './support/errors.js';
import { createRandom, type Random, seed } from './support/random.js';
import { randomDeclaration } from './support/random-declaration.js';

const ROUNDS = Number(process.env.CARRAY_FUZZ ?? 3000);
const DEEP = 100_000;
const bits = '1||1&&1|1^1&1==1<1<<1+1*';

describe('ctype ends in an error of its own at', () => {
  it.each([
    ['braces', 'struct {'.repeat(DEEP)],
    ['braces that are closed', `${'struct {'.repeat(DEEP)}int a;${'} a;'.repeat(DEEP)}`],
    ['parentheses in an expression', `int x[${'('.repeat(DEEP)}1${')'.repeat(DEEP)}]`],
    ['all operators in parentheses', `int x[${`${bits}(`.repeat(DEEP)}1`],
    ['unary operators', `int x[${'- '.repeat(DEEP)}1]`],
    ['conditions', `int x[${'1 ? '.repeat(DEEP)}`],
    ['conditions to the right', `int x[${'0 ? 1 : '.repeat(DEEP)}1]`],
    ['sizeof', `int x[${'sizeof(char['.repeat(DEEP)}`],
    ['declarators', `int ${'('.repeat(DEEP)}x${')'.repeat(DEEP)}`],
    ['pointers in parentheses', `int ${'(*'.repeat(DEEP)}`],
    ['parameters', `int x${'(int (*)'.repeat(DEEP)}`],
    ['dimensions', `int x${'[1]'.repeat(DEEP)}`],
    ['alignments', 'struct { _Alignas('.repeat(DEEP)],
    [
      'typedefs of arrays',
      `typedef int t0;${Array.from({ length: 500 }, (_, n) => `typedef t${n} t${n + 1}[1];`).join('')} t500`,
    ],
    [
      'structs in structs',
      `struct s0 { int a; };${Array.from({ length: 500 }, (_, n) => `struct s${n + 1} { struct s${n} a; };`).join('')}`,
    ],
    [
      'structs that double',
      `struct s0 { char a; };${Array.from({ length: 45 }, (_, n) => `struct s${n + 1} { struct s${n} a, b; };`).join('')}`,
    ],
    [
      'a large struct, used often',
      `struct s { ${Array.from({ length: 9000 }, (_, n) => `int a${n};`).join('')} };${Array.from({ length: 9000 }, (_, n) => `struct s${n} { struct s a, b; };`).join('')}`,
    ],
    ['members', `union { ${Array.from({ length: DEEP }, (_, n) => `int a${n};`).join('')} }`],
    ['a number', `int x[${'9'.repeat(1_000_000)}]`],
    ['a character', `int x['${'a'.repeat(1_000_000)}']`],
    ['a directive', `#pragma pack(${'1 '.repeat(DEEP)})`],
    ['words', 'long '.repeat(DEEP)],
  ])('%s without end', (_, text) => {
    const before = performance.now();
    const { code, message } = thrownBy(() => ctype(text));
    expect([code, message]).toEqual([
      'ERR_ELEMENT_TYPE',
      expect.stringMatching(/^line 1, column \d+: .{1,150}$/),
    ]);
    expect(performance.now() - before).toBeLessThan(5000);
  });
});

describe('ctype takes in linear time', () => {
  it.each([
    ['a comment', `/*${'*'.repeat(10_000_000)}*/ int x`, 4],
    ['blanks', `${' \n'.repeat(5_000_000)} int x`, 4],
    ['line comments', `${'// \\ \\ x\n'.repeat(500_000)} int x`, 4],
    ['pointers', `int ${'*'.repeat(DEEP)} x`, 8],
    ['qualifiers', `${'const '.repeat(DEEP)} int x`, 4],
    ['members', `struct { ${Array.from({ length: 60_000 }, (_, n) => `int a${n};`).join('')} }`, 240_000],
    ['names', `${Array.from({ length: DEEP }, (_, n) => `typedef int t${n};`).join('')} t9`, 4],
    ['enumerators', `enum { ${Array.from({ length: DEEP }, (_, n) => `A${n}`).join()} }`, 4],
    ['operators', `char x[1${'+ 1'.repeat(DEEP)}]`, DEEP + 1],
    ['a name', `int ${'x'.repeat(10_000_000)}`, 4],
    ['declarators', `int ${Array.from({ length: DEEP }, (_, n) => `x${n}`).join()}; int`, 4],
    ['directives', `${'#pragma pack(push, 1)\n'.repeat(DEEP)} struct { char a; int b; }`, 5],
  ])('%s, however long or many', (_, text, size) => {
    const before = performance.now();
    expect(ctype(text).size).toBe(size);
    expect(performance.now() - before).toBeLessThan(5000);
  });
});

const pieces = [
  ...[
    'struct',
    'union {',
    'enum',
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    '[0]',
    ';',
    ',',
    ':',
    ': 0',
    '*',
    '=',
    '#',
    '\n',
    '...',
  ],
  ...[
    'typedef',
    'const',
    'unsigned',
    'long',
    'char',
    'void',
    'x',
    'T',
    'uint8_t',
    'size_t',
    'sizeof',
    '_Alignas(8)',
  ],
  ...[
    '__attribute__((packed))',
    '__attribute__((aligned(',
    '#pragma pack(',
    '1',
    '0x',
    '-',
    '<<',
    "'",
    '"',
    '/*',
    '//',
    '\\',
  ],
  ...['\0', '\ud800', 'é', '__proto__', '99999999999', '?', '&&'],
];

/** The text with a few pieces put in, taken out, doubled or moved. */
function mutated(text: string, random: Random): string {
  let result = text;
  for (let count = 1 + random.below(4); count > 0; count--) {
    const [from, to] = [random.below(result.length + 1), random.below(result.length + 1)].sort(
      (a, b) => a - b,
    );
    const [start, end] = [from ?? 0, Math.min(to ?? 0, (from ?? 0) + 12)];
    const [before, middle, after] = [result.slice(0, start), result.slice(start, end), result.slice(end)];
    const put = random.pick([
      `${random.pick(pieces)}${middle}`,
      random.pick(pieces),
      '',
      middle + middle,
      ` ${middle} `,
    ]);
    result = before + put + after;
  }
  return result;
}

/** Nothing where the text ends in a type or in an error with a place in it, else what is wrong. */
function problemOf(text: string): string | undefined {
  try {
    const type = ctype(text);
    return type.size > 0 && Number.isSafeInteger(type.size) ? undefined : `size ${type.size}`;
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error && error.code === 'ERR_ELEMENT_TYPE'))
      return String(error);
    const [, line, column] = /^line (\d+), column (\d+): ./.exec(error.message) ?? [];
    const length = text.split('\n')[Number(line) - 1]?.length ?? -1;
    return Number(column) >= 1 && Number(column) <= length + 1 ? undefined : error.message;
  }
}

describe('ctype with texts that were changed at random', () => {
  it(`ends in a type or in an error with a place (seed ${seed})`, () => {
    const random = createRandom(seed);
    let types = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const valid =
        round % 2 === 0 ? random.pick(nastyDeclarations)[1] : randomDeclaration(`s${round}`, random).text;
      const text = mutated(valid, random);
      expect(problemOf(text), text).toBeUndefined();
      if (problemOf(valid) === undefined) types++;
    }
    expect(types).toBe(ROUNDS); // what is changed is right before
  });
});
