import { bits } from '../bits.js';
import type { ElementType } from '../element-type.js';
import type { BitField } from '../layout.js';
import type { Attributes } from './attributes.js';
import type { Context } from './context.js';
import type { Token } from './tokens.js';

/** How many bits, and where that is said. */
export interface Width {
  readonly at: Token;
  readonly bits: number;
}

export function parseWidth(context: Context): Width {
  const { tokens, grammar } = context;
  const at = tokens.peek();
  const { value } = grammar.constantExpression(context);
  return { at, bits: Number(value) };
}

export function bitFieldOf(
  { tokens }: Context,
  type: ElementType,
  name: Token | undefined,
  width: Width,
  { aligned }: Attributes,
): BitField {
  const [alignment] = aligned;
  if (alignment !== undefined) {
    throw tokens.error(alignment.at, `'${alignment.at.text}' is not supported for a bit-field`);
  }
  const base = type as ElementType<number>; // or no integer at all: bits() looks
  const field = tokens.making(width.at, () => bits(base, width.bits));
  if (type.alignment !== type.size) {
    throw tokens.error(width.at, 'a bit-field of a type with an alignment of its own is not supported');
  }
  if (name === undefined) return { ...field, unnamed: true };
  if (width.bits === 0) throw tokens.error(width.at, 'a bit-field with a name must have at least 1 bit');
  return field;
}
