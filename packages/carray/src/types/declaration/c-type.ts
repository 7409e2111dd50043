import { array } from '../arrays.js';
import type { ElementType } from '../element-type.js';
import { MAX_DEPTH, MAX_SIZE } from './limits.js';
import type { Token, Tokens } from './tokens.js';

/** A type of C, on the way to an element type: pointers can point to what no element can be. */
export type CType = Complete | Opaque | Tag;

export interface Complete {
  readonly kind: 'complete';
  readonly type: ElementType;
  /** Levels of types in it: values are checked, loaded and stored level by level. */
  readonly depth: number;
}

export interface Opaque {
  readonly kind: 'opaque';
  readonly name: string;
}

/** A struct, union or enum; the same object before its definition and after it. */
export interface Tag {
  readonly kind: 'tag';
  readonly word: string;
  readonly name: string | undefined;
  defined: boolean;
  complete?: Complete;
}

export const plain = (type: ElementType): Complete => ({ kind: 'complete', type, depth: 0 });
export const opaque = (name: string): Opaque => ({ kind: 'opaque', name });

/** The type, where it can be an element: it has a size. */
export function requireComplete(tokens: Tokens, type: CType, at: Token): Complete {
  if (type.kind === 'complete') return type;
  if (type.kind === 'opaque') throw tokens.error(at, `${type.name} cannot be an element type`);
  if (type.complete !== undefined) return type.complete;
  const name = `${type.word} ${type.name ?? ''}`.trim();
  throw tokens.error(at, `'${name}' is incomplete: it is not defined before this`);
}

export function arrayOf(tokens: Tokens, element: Complete, length: bigint, at: Token): Complete {
  const { type } = element;
  if (length <= 0n) throw tokens.error(at, `an array must have at least 1 element, not ${shown(length)}`);
  if (type.size % type.alignment !== 0) {
    const message = `an array's elements cannot be aligned to ${type.alignment} bytes: they have ${type.size}`;
    throw tokens.error(at, message);
  }
  if (length > BigInt(MAX_SIZE)) throw tooLarge(tokens, at);
  const made = tokens.making(at, () => array(type, Number(length)));
  return checkedType(tokens, made, element.depth + 1, at);
}

/** The type as one that can be used, if it is neither too large nor too deep. */
export function checkedType(tokens: Tokens, type: ElementType, depth: number, at: Token): Complete {
  if (type.size > MAX_SIZE) throw tooLarge(tokens, at);
  if (depth > MAX_DEPTH)
    throw tokens.error(at, `types are nested in each other deeper than ${MAX_DEPTH} levels`);
  return { kind: 'complete', type, depth };
}

const tooLarge = (tokens: Tokens, at: Token): Error =>
  tokens.error(at, `the type has more than ${MAX_SIZE} bytes`);

/** The same values, aligned otherwise: a struct's inside stays as it is. */
export function realigned(type: ElementType, alignment: number): ElementType {
  return type.alignment === alignment ? type : Object.freeze({ ...type, alignment });
}

const shown = (value: bigint): string => (value > -(2n ** 64n) ? `${value}` : 'fewer');
