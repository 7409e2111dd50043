import { bool } from '../booleans.js';
import * as cNames from '../c-names.js';
import { char, wchar } from '../characters.js';
import type { ElementType } from '../element-type.js';
import { float32, float64, int8, int16, int32, int64, uint8, uint16, uint32, uint64 } from '../numbers.js';

const fixed: Readonly<Record<string, ElementType>> = {
  int8,
  int16,
  int32,
  int64,
  uint8,
  uint16,
  uint32,
  uint64,
};

/**
 * The types that have a name of their own, as if their headers were included. The fast ones of stdint.h are not here:
 * their sizes are the C library's choice.
 */
export const typeNames: ReadonlyMap<string, ElementType> = new Map<string, ElementType>([
  ...Object.entries<ElementType>(cNames).filter(([name]) => name !== 'pointer'),
  ...Object.entries(fixed).flatMap(([name, type]): [string, ElementType][] => [
    [`${name}_t`, type],
    [`${name.replace('int', 'int_least')}_t`, type],
  ]),
  ['bool', bool],
  ['wchar_t', wchar],
  ['char16_t', uint16],
  ['char32_t', uint32],
]);

const spellingOf = (words: readonly string[]): string => [...words].sort().join(' ');

const integers: [string[], ElementType, ElementType][] = [
  [[], cNames.int, cNames.uint],
  [['short'], cNames.short, cNames.ushort],
  [['long'], cNames.long, cNames.ulong],
  [['long', 'long'], cNames.longlong, cNames.ulonglong],
];

function spellingsOf(words: string[], signed: ElementType, unsigned: ElementType): [string, ElementType][] {
  return [words, [...words, 'int']].flatMap((size): [string, ElementType][] => [
    [spellingOf(size), signed],
    [spellingOf([...size, 'signed']), signed],
    [spellingOf([...size, 'unsigned']), unsigned],
  ]);
}

const spellings: ReadonlyMap<string, ElementType> = new Map<string, ElementType>([
  ['char', char],
  [spellingOf(['signed', 'char']), int8],
  [spellingOf(['unsigned', 'char']), uint8],
  ['_Bool', bool],
  ['float', float32],
  ['double', float64],
  ...integers
    .flatMap(([words, signed, unsigned]) => spellingsOf(words, signed, unsigned))
    .filter(([spelling]) => spelling !== ''),
]);

/** Types of C that no element can be, and pointers can point to. */
const opaque: ReadonlySet<string> = new Set(
  [
    ['void'],
    ['long', 'double'],
    ['__int128'],
    ['signed', '__int128'],
    ['unsigned', '__int128'],
    ['float', '_Complex'],
    ['double', '_Complex'],
    ['long', 'double', '_Complex'],
  ].map(spellingOf),
);

/** What words like `long unsigned int` name: 'opaque' where it is no element type, undefined where it is nothing in C. */
export function typeOfWords(words: readonly string[]): ElementType | 'opaque' | undefined {
  if (words.length > 4) return undefined; // more than any type has
  const spelling = spellingOf(words);
  return spellings.get(spelling) ?? (opaque.has(spelling) ? 'opaque' : undefined);
}
