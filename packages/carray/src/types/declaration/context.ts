import type { Attributes } from './attributes.js';
import type { CType } from './c-type.js';
import type { Integer } from './integers.js';
import { MAX_NAMES } from './limits.js';
import type { Packing } from './packing.js';
import type { Scope } from './scope.js';
import type { Token, Tokens } from './tokens.js';

/** What the parsers share. */
export interface Context {
  readonly tokens: Tokens;
  readonly scope: Scope;
  readonly packing: Packing;
  readonly names: NameBudget;
  readonly grammar: Grammar;
}

/** The rules that others lead back to: the grammar of C goes in circles, imports do not. */
export interface Grammar {
  /** Whether a type starts with the token. */
  startsType(context: Context, token: Token): boolean;
  specifiers(context: Context): Specifiers;
  /** A type without a name: `unsigned char *`. */
  typeName(context: Context): CType;
  /** A parameter of a function, which means nothing here. */
  parameter(context: Context, isFirst: boolean): void;
  constantExpression(context: Context): Integer;
}

/** What stands before the names of a declaration. */
export interface Specifiers {
  readonly at: Token;
  /** `typedef` is one to C. */
  readonly storage: Token | undefined;
  readonly type: CType;
  /** Those of all the names. */
  readonly attributes: Attributes;
}

/** Counts the characters in the names of the types that a text makes. */
export class NameBudget {
  readonly #tokens: Tokens;
  #left = MAX_NAMES;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
  }

  spend(at: Token, characters: number): void {
    this.#left -= characters;
    if (this.#left < 0) throw this.#tokens.error(at, 'the types of the text contain too much');
  }
}
