import { type CType, plain, type Tag } from './c-type.js';
import type { Integer } from './integers.js';
import { typeNames } from './names.js';
import type { Token, Tokens } from './tokens.js';

/** A name of an enum, whose type may widen at the end of the enum. */
export interface Constant {
  readonly kind: 'constant';
  value: Integer;
}

/** What a name stands for. Tags have names of their own. */
export type Meaning =
  | Constant
  | { readonly kind: 'typedef'; readonly type: CType }
  | { readonly kind: 'variable' };

/** The names of a text: C has one scope for all that is outside of functions, fields aside. */
export class Scope {
  readonly #tokens: Tokens;
  readonly #meanings = new Map<string, Meaning>();
  readonly #tags = new Map<string, Tag>();

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
  }

  declare(name: Token, meaning: Meaning): void {
    if (this.#meanings.has(name.text)) throw this.#tokens.error(name, `'${name.text}' is declared already`);
    // A text may bring its own uint32_t, but not call something else so.
    if (meaning.kind !== 'typedef' && typeNames.has(name.text)) {
      throw this.#tokens.error(name, `'${name.text}' is the name of a type`);
    }
    this.#meanings.set(name.text, meaning);
  }

  typeNamed(name: string): CType | undefined {
    const meaning = this.#meanings.get(name);
    if (meaning !== undefined) return meaning.kind === 'typedef' ? meaning.type : undefined;
    const type = typeNames.get(name);
    return type && plain(type);
  }

  constantNamed(name: string): Integer | undefined {
    const meaning = this.#meanings.get(name);
    return meaning?.kind === 'constant' ? meaning.value : undefined;
  }

  /** The tag of this name, which may be defined later. */
  tag(word: string, name: Token): Tag {
    const known = this.#tags.get(name.text);
    if (known?.word === word) return known;
    if (known !== undefined) {
      throw this.#tokens.error(name, `'${name.text}' is a ${known.word}, not a ${word}`);
    }
    const tag: Tag = { kind: 'tag', word, name: name.text, defined: false };
    this.#tags.set(name.text, tag);
    return tag;
  }

  /** The tag that the braces behind it define, which is incomplete up to the closing one. */
  define(word: string, name: Token | undefined): Tag {
    if (name === undefined) return { kind: 'tag', word, name: undefined, defined: true };
    const tag = this.tag(word, name);
    if (tag.defined) throw this.#tokens.error(name, `'${word} ${name.text}' is defined already`);
    tag.defined = true;
    return tag;
  }
}
