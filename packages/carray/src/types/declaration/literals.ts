import { holds, type Integer, type IntegerType, int, longBits } from './integers.js';

const form = /^(0[xX][\da-fA-F]+|0[bB][01]+|0[0-7]*|[1-9]\d*)(?:([uU])?(ll|LL|[lL])?|(ll|LL|[lL])([uU]))$/;

/** The value and type of an integer literal: the first type of C's list that holds it. Else why there is none. */
export function integerLiteral(text: string): Integer | string {
  const [, digits, u, l, firstL, lastU] = (text.length <= 100 ? form.exec(text) : null) ?? [];
  if (digits === undefined) return `'${text.slice(0, 40)}' is no integer constant`;
  const value = BigInt(/^0\d/.test(digits) ? `0o${digits}` : digits);
  const unsigned = (u ?? lastU) !== undefined;
  const decimal = /^[1-9]/.test(digits);
  const type = typesFrom(l ?? firstL).find(
    (each) => (each.signed ? !unsigned : unsigned || !decimal) && holds(each, value),
  );
  return type === undefined ? `'${text.slice(0, 40)}' is too large` : { ...type, value };
}

function typesFrom(suffix: string | undefined): IntegerType[] {
  const least = suffix === undefined ? 32 : suffix.length === 2 ? 64 : longBits;
  const types: IntegerType[] = [
    { bits: 32, signed: true },
    { bits: 32, signed: false },
    { bits: 64, signed: true },
    { bits: 64, signed: false },
  ];
  return types.filter(({ bits }) => bits >= least);
}

const escapes: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['b', 8],
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
  ['e', 27],
  ["'", 39],
  ['"', 34],
  ['?', 63],
  ['\\', 92],
]);

/** The value of a character constant. Above 127 it depends on the platform, so there is none: then it is the reason. */
export function characterConstant(text: string): Integer | string {
  const inside = text.slice(1, -1);
  const code = inside.startsWith('\\') ? escaped(inside.slice(1)) : codeOf(inside);
  if (code !== undefined && code <= 127) return int(BigInt(code));
  return `${text} is no character constant of one character from 0 to 127`;
}

const codeOf = (character: string): number | undefined =>
  character.length === 1 ? character.charCodeAt(0) : undefined;

function escaped(text: string): number | undefined {
  if (/^[0-7]{1,3}$/.test(text)) return Number.parseInt(text, 8);
  if (/^x[\da-fA-F]+$/.test(text)) return Number.parseInt(text.slice(1), 16);
  return escapes.get(text);
}
