import { noAttributes, parseAlignas, parseAttributes } from './attributes.js';
import { type CType, opaque, plain } from './c-type.js';
import type { Context, Specifiers } from './context.js';
import { parseEnum } from './enums.js';
import { alignasWords, attributeWords, qualifiers, storageClasses, tagWords, typeWords } from './keywords.js';
import { typeOfWords } from './names.js';
import { parseRecord } from './records.js';
import type { Token } from './tokens.js';

/** Whether a type, or what can stand before one, starts with the token. */
export function startsType({ scope }: Context, { kind, text }: Token): boolean {
  if (kind === 'name') return scope.typeNamed(text) !== undefined;
  return typeWords.has(text) || tagWords.has(text) || qualifiers.has(text);
}

/** What stands before the names of a declaration: `typedef const unsigned long`, `struct trade { ... }`. */
export function parseSpecifiers(context: Context): Specifiers {
  const { tokens } = context;
  const at = tokens.peek();
  let storage: Token | undefined;
  let attributes = noAttributes;
  let named: CType | undefined;
  const words: Token[] = [];
  for (;;) {
    const token = tokens.peek();
    if (qualifiers.has(token.text)) tokens.next();
    else if (storageClasses.has(token.text)) storage = oneStorage(context, storage);
    else if (attributeWords.has(token.text)) attributes = parseAttributes(context, attributes);
    else if (alignasWords.has(token.text)) attributes = parseAlignas(context, attributes);
    else if (typeWords.has(token.text) && named === undefined) words.push(tokens.next());
    else {
      const type = words.length === 0 && named === undefined ? parseNamed(context) : undefined;
      if (type === undefined) break;
      named = type;
    }
  }
  return { at, storage, attributes, type: named ?? typeOf(context, words) };
}

function oneStorage({ tokens }: Context, before: Token | undefined): Token {
  if (before !== undefined)
    throw tokens.error(tokens.peek(), `'${tokens.peek().text}' after '${before.text}'`);
  return tokens.next();
}

/** A type that has a name, or a tag. */
function parseNamed(context: Context): CType | undefined {
  const { tokens, scope } = context;
  const token = tokens.peek();
  if (tagWords.has(token.text)) {
    tokens.next();
    return token.text === 'enum' ? parseEnum(context, token) : parseRecord(context, token);
  }
  const type = token.kind === 'name' ? scope.typeNamed(token.text) : undefined;
  if (type !== undefined) tokens.next();
  return type;
}

function typeOf({ tokens }: Context, words: readonly Token[]): CType {
  const [first] = words;
  const next = tokens.peek();
  if (first === undefined) {
    if (next.kind === 'name') throw tokens.error(next, `unknown type name '${next.text}'`);
    throw tokens.expected('a type');
  }
  const texts = words.map(({ text }) => text);
  const type = typeOfWords(texts);
  const name = texts.slice(0, 5).join(' ');
  if (type === undefined) throw tokens.error(first, `'${name}' is no type`);
  return type === 'opaque' ? opaque(name) : plain(type);
}
