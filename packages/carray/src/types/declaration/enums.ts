import type { ElementType } from '../element-type.js';
import { enumeration } from '../enumeration.js';
import { int8, int16, int32, safeInt64, safeUint64, uint8, uint16, uint32 } from '../numbers.js';
import { type Attributes, refuseAttributes } from './attributes.js';
import { type Complete, plain, type Tag } from './c-type.js';
import type { Context } from './context.js';
import { holds, type Integer, int } from './integers.js';
import type { Constant } from './scope.js';
import { parseTag } from './tags.js';
import type { Token, Tokens } from './tokens.js';

interface Enumerator extends Constant {
  readonly name: Token;
}

const signedBases = [int8, int16, int32, safeInt64];
const unsignedBases = [uint8, uint16, uint32, safeUint64];

/** `enum color { RED, GREEN = 5 }`, or one that is defined elsewhere. */
export function parseEnum(context: Context, word: Token): Tag {
  return parseTag(context, word, parseEnumerators, makeEnum);
}

function parseEnumerators(context: Context): Enumerator[] {
  const { tokens, scope } = context;
  const enumerators: Enumerator[] = [];
  do {
    if (enumerators.length > 0 && tokens.peek().text === '}') break;
    const name = tokens.acceptName();
    if (name === undefined) throw tokens.expected('a name');
    const value = parseValue(context, name, enumerators.at(-1)?.value);
    const enumerator: Enumerator = { kind: 'constant', name, value };
    scope.declare(name, enumerator);
    enumerators.push(enumerator);
  } while (tokens.accept(',') !== undefined);
  return enumerators;
}

function parseValue(context: Context, name: Token, before: Integer | undefined): Integer {
  const { tokens, grammar } = context;
  if (tokens.accept('=') !== undefined) return narrowed(grammar.constantExpression(context));
  if (before === undefined) return int(0n);
  const value = before.value + 1n;
  // Wider only where it says so: compilers differ on what follows the last int.
  if (!holds(before, value)) throw tokens.error(name, `'${name.text}' overflows: give its value`);
  return { ...before, value };
}

const isInt = (value: bigint): boolean => holds({ bits: 32, signed: true }, value);
const narrowed = (value: Integer): Integer => (isInt(value.value) ? int(value.value) : value);

function makeEnum(
  { tokens, names }: Context,
  _: Tag,
  at: Token,
  enumerators: readonly Enumerator[],
  attributes: Attributes,
): Complete {
  refuseAttributes(tokens, { ...attributes, packed: undefined }, 'is not supported for an enum');
  const base = baseOf(enumerators, attributes.packed !== undefined);
  if (base === undefined) throw tokens.error(at, 'no integer type has all values of the enum');
  const numbers = enumerators.map((enumerator): [string, number] => {
    const { name, value } = enumerator;
    widen(enumerator, base);
    names.spend(at, name.text.length + 2);
    return [name.text, exactNumber(tokens, name, value.value)];
  });
  return plain(tokens.making(at, () => enumeration(Object.fromEntries(numbers), base)));
}

/** gcc's choice: at least an int, unless packed; signed only with a negative value. */
function baseOf(enumerators: readonly Enumerator[], packed: boolean): ElementType<number> | undefined {
  const signed = enumerators.some(({ value }) => value.value < 0n);
  const bases = (signed ? signedBases : unsignedBases).slice(packed ? 0 : 2);
  return bases.find(({ size }) =>
    enumerators.every(({ value }) => holds({ bits: 8 * size, signed }, value.value)),
  );
}

/** In C the names of an enum are ints, and those that no int can be have the type of the enum. */
function widen(enumerator: Enumerator, base: ElementType<number>): void {
  const { value } = enumerator.value;
  if (isInt(value)) return;
  enumerator.value = { value, bits: base.size === 8 ? 64 : 32, signed: signedBases.includes(base) };
}

function exactNumber(tokens: Tokens, name: Token, value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw tokens.error(name, `'${name.text}' is ${value}, which no JavaScript number holds exactly`);
}
