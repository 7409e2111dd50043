import type { Random } from './random.js';

const integers = ['int8_t', 'uint8_t', 'short', 'uint16_t', 'int', 'unsigned', 'long', 'uint64_t', 'bool'];
const bitsOf = new Map([
  ['int8_t', 8],
  ['uint8_t', 8],
  ['short', 16],
  ['uint16_t', 16],
  ['int', 32],
  ['unsigned', 32],
  ['long', 64],
  ['uint64_t', 64],
  ['bool', 1],
]);

const chance = (random: Random, among: number): boolean => random.below(among) === 0;
const power = (random: Random, most: number): number => 2 ** random.below(most + 1);

/** `__attribute__` of one of its spellings, or nothing. */
function attribute(random: Random, among: number, isPacked: boolean): string {
  const words = [
    isPacked ? random.pick(['packed', '__packed__']) : '',
    chance(random, among) ? `aligned(${power(random, 5)})` : '',
  ].filter(Boolean);
  return words.length === 0 ? '' : ` __attribute__((${words.join(', ')})) `;
}

function bitField(name: string, random: Random, isPlain: boolean): string {
  const base = random.pick(integers);
  const width = 1 + random.below(bitsOf.get(base) ?? 1);
  const kind = random.below(6);
  if (kind === 0) return `${base} : ${width};`;
  if (kind === 1) return `${base} : 0;`;
  const packed = isPlain && chance(random, 5) ? ' __attribute__((packed))' : '';
  return `${base} ${name} : ${width}${packed};`;
}

function plainField(name: string, random: Random): string {
  const base = random.pick([...integers, 'double', 'float', 'char', 'const uintptr_t', 'size_t']);
  const lengths = random.pick(['', '', '', '[3]', '[2][3]', '[1 + 1][2][1]']);
  const field = `${base} ${name}${lengths}`;
  return random.pick([
    `${field}${attribute(random, 4, chance(random, 6))};`,
    `${attribute(random, 4, chance(random, 6))}${field};`,
    `${base} ${name}x${attribute(random, 3, chance(random, 6))}, ${name}${lengths};`,
  ]);
}

function nested(name: string, random: Random, depth: number, isPlain: boolean): string {
  const [before, after] = bodyOf('', random, depth + 1, isPlain);
  return `${before}${after} ${name}${random.pick(['', '', '[2]'])}${attribute(random, 6, chance(random, 8))};`;
}

/** A struct or union, before its name and from there on. Packed bit-fields are not mixed with a #pragma pack. */
function bodyOf(name: string, random: Random, depth: number, isPlain: boolean): [string, string] {
  const word = random.pick(['struct', 'struct', 'struct', 'union']);
  const members = Array.from({ length: 1 + random.below(7) }, (_, index) => {
    const field = `f${index}`;
    if (depth < 2 && chance(random, 8)) return nested(field, random, depth, isPlain);
    return random.below(2) === 0 ? bitField(field, random, isPlain) : plainField(field, random);
  });
  const attributes = attribute(random, 6, isPlain && chance(random, 4));
  const isBefore = chance(random, 2);
  const body = `${name} { char first; ${members.join(' ')} }${isBefore ? '' : attributes}`;
  return [`${word}${isBefore ? attributes : ''} `, body];
}

/** A declaration with all that moves fields, and the type that it declares. */
export function randomDeclaration(name: string, random: Random): { text: string; type: string } {
  const pack = chance(random, 3) ? power(random, 4) : undefined;
  const isTypedef = chance(random, 3);
  const [word, body] = bodyOf(isTypedef ? '' : name, random, 0, pack === undefined || pack === 1);
  const declaration = isTypedef
    ? `typedef ${word}${body} ${name}${attribute(random, 3, false)};`
    : `${word}${body};`;
  const text =
    pack === undefined ? declaration : `#pragma pack(push, ${pack})\n${declaration}\n#pragma pack(pop)\n`;
  return { text, type: isTypedef ? name : `${word.startsWith('union') ? 'union' : 'struct'} ${name}` };
}
