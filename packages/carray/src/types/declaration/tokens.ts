import { typeError } from '../../errors/coded.js';
import { keywords } from './keywords.js';
import { MAX_DEPTH } from './limits.js';

export interface Token {
  readonly kind: 'name' | 'keyword' | 'number' | 'character' | 'mark' | 'end';
  readonly text: string;
  /** Where it starts, in UTF-16 units. */
  readonly offset: number;
  /** Whether it is the first one of its line: a directive ends where the next line starts. */
  readonly firstOfLine: boolean;
}

// Bounded or of single characters: the engine's regular expressions have a stack of their own.
const shapes = [
  ['name', /[A-Za-z_$][\w$]*/y],
  ['number', /\.?\d[\w.]*/y],
  ['character', /'(?:[^'\\\n]|\\[^\n]){1,16}'/y],
  ['mark', /\.\.\.|<<=|>>=|<<|>>|&&|\|\||\+\+|--|->|[-+*/%&|^=!<>]=|[{}()[\];:,*=+\-/%&|^~!<>?.#]/y],
] as const;

const blank = /[ \t\v\f\r\n]*/y;

/** The tokens of a text, read when they are asked for; every error has the place that it is about. */
export class Tokens {
  readonly #text: string;
  #at: number;
  #ahead: Token[] = [];
  #depth = 0;
  #firstOfLine = true;

  constructor(text: string) {
    this.#text = text;
    this.#at = text.startsWith('\ufeff') ? 1 : 0;
  }

  peek(distance: 0 | 1 = 0): Token {
    while (this.#ahead.length <= distance) this.#ahead.push(this.#read());
    return this.#ahead[distance] ?? this.#read();
  }

  next(): Token {
    const token = this.peek();
    this.#ahead.shift();
    return token;
  }

  accept(text: string): Token | undefined {
    return this.peek().text === text ? this.next() : undefined;
  }

  expect(text: string): Token {
    const token = this.accept(text);
    if (token === undefined) throw this.expected(`'${text}'`);
    return token;
  }

  acceptName(): Token | undefined {
    return this.peek().kind === 'name' ? this.next() : undefined;
  }

  /** The error for a next token that cannot be. */
  expected(what: string): Error {
    const { kind, text } = this.peek();
    if (text === '#') return this.error(this.peek(), `a directive can only be between declarations`);
    const found = kind === 'end' ? 'the end of the text' : `'${shortened(text)}'`;
    return this.error(this.peek(), `expected ${what}, found ${found}`);
  }

  error({ offset }: Pick<Token, 'offset'>, message: string, options?: ErrorOptions): Error {
    const before = this.#text.slice(0, offset).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    return typeError('ERR_ELEMENT_TYPE', `line ${before.length}, column ${column}: ${message}`, options);
  }

  /** What `make` makes; what it refuses is refused at the token. */
  making<T>(token: Token, make: () => T): T {
    try {
      return make();
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'ERR_ELEMENT_TYPE')) throw cause;
      throw this.error(token, cause.message, { cause });
    }
  }

  /** One level deeper: what calls itself comes through here, so that no text exhausts the stack. */
  nested<T>(parse: () => T): T {
    if (this.#depth >= MAX_DEPTH) throw this.error(this.peek(), `nested deeper than ${MAX_DEPTH} levels`);
    this.#depth++;
    const parsed = parse();
    this.#depth--;
    return parsed;
  }

  #read(): Token {
    this.#skip();
    const offset = this.#at;
    const firstOfLine = this.#firstOfLine;
    this.#firstOfLine = false;
    if (offset >= this.#text.length) return { kind: 'end', text: '', offset, firstOfLine };
    for (const [kind, shape] of shapes) {
      shape.lastIndex = offset;
      const text = shape.exec(this.#text)?.[0];
      if (text === undefined) continue;
      this.#at += text.length;
      return { kind: kind === 'name' && keywords.has(text) ? 'keyword' : kind, text, offset, firstOfLine };
    }
    throw this.error({ offset }, unreadable(this.#text, offset));
  }

  /** Goes over blanks and comments. The lines in a comment are no lines to directives. */
  #skip(): void {
    for (;;) {
      blank.lastIndex = this.#at;
      const space = blank.exec(this.#text)?.[0] ?? '';
      if (space.includes('\n')) this.#firstOfLine = true;
      this.#at += space.length;
      if (this.#text.startsWith('/*', this.#at)) this.#at = this.#endOfComment();
      else if (this.#text.startsWith('//', this.#at)) this.#at = this.#endOfLine();
      else return;
    }
  }

  #endOfComment(): number {
    const end = this.#text.indexOf('*/', this.#at + 2);
    if (end === -1) throw this.error({ offset: this.#at }, 'the comment has no end');
    return end + 2;
  }

  #endOfLine(): number {
    const end = this.#text.indexOf('\n', this.#at);
    const comment = this.#text.slice(this.#at, end === -1 ? undefined : end);
    // C would go on with the comment on the next line, against what one sees.
    if (end !== -1 && /\\\s*$/.test(comment)) {
      throw this.error({ offset: this.#at }, 'the comment ends in a backslash, which continues the line');
    }
    return end === -1 ? this.#text.length : end;
  }
}

const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}...` : text);

function unreadable(text: string, offset: number): string {
  const code = text.codePointAt(offset) ?? 0;
  const character = String.fromCodePoint(code);
  if (character === "'") return 'a character constant must be one character and a closing quote';
  if (character === '"') return 'string literals are not supported';
  const visible = code > 0x20 && code < 0x7f;
  return `unexpected character ${visible ? `'${character}'` : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`}`;
}
