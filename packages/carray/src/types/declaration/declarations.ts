import { type Attributes, parseAttributes, refuseAttributes, single } from './attributes.js';
import { type CType, realigned, requireComplete } from './c-type.js';
import type { Context, Specifiers } from './context.js';
import { derive, parseDeclarator } from './declarators.js';
import type { Token } from './tokens.js';

/** What a declaration outside of structs declares. */
export interface Declared {
  readonly at: Token;
  readonly type: CType;
  /** Whether it is a type alone, of no use to what follows. */
  readonly nameless: boolean;
  /** The second name of the declaration, where it has more than one. */
  readonly second: Token | undefined;
}

/** `struct trade { ... };`, `typedef unsigned long word;`, `float x[3];`, `char[16]` */
export function parseDeclaration(context: Context): Declared {
  const { tokens } = context;
  const specifiers = context.grammar.specifiers(context);
  const { at, type, storage, attributes } = specifiers;
  if (isEnd(tokens.peek())) {
    refuseAttributes(tokens, attributes);
    if (storage?.text === 'typedef') throw tokens.expected('a name');
    tokens.accept(';');
    return { at, type, nameless: type.kind !== 'tag', second: undefined };
  }
  const first = parseName(context, specifiers);
  let second: Token | undefined;
  while (first.name !== undefined && tokens.accept(',') !== undefined) {
    const next = parseName(context, specifiers);
    if (next.name === undefined) throw tokens.expected('a name');
    second ??= next.name;
  }
  endDeclaration(context);
  return { at: first.name ?? at, type: first.type, nameless: first.name === undefined, second };
}

const isEnd = ({ kind, text }: Token): boolean => kind === 'end' || text === ';';

function endDeclaration({ tokens }: Context): void {
  if (tokens.peek().text === '=') throw tokens.error(tokens.peek(), 'initializers are not supported');
  if (!isEnd(tokens.peek())) throw tokens.expected(`';'`);
  tokens.accept(';');
}

interface Name {
  readonly name: Token | undefined;
  readonly type: CType;
}

function parseName(context: Context, specifiers: Specifiers): Name {
  const { tokens, scope } = context;
  const declarator = parseDeclarator(context);
  const { name } = declarator;
  const attributes = parseAttributes(context, specifiers.attributes);
  const type = derive(context, specifiers.type, declarator);
  if (specifiers.storage?.text !== 'typedef') {
    refuseAttributes(tokens, attributes, 'would be of the variable, not of its type: use a typedef');
    const complete = requireComplete(tokens, type, name ?? specifiers.at);
    if (name !== undefined) scope.declare(name, { kind: 'variable' });
    return { name, type: complete };
  }
  if (name === undefined) throw tokens.expected('a name');
  const named = alignedTypedef(context, type, name, attributes);
  scope.declare(name, { kind: 'typedef', type: named });
  return { name, type: named };
}

/** A typedef can change the alignment of a type, in both directions, and nothing else of it. */
function alignedTypedef(context: Context, type: CType, name: Token, attributes: Attributes): CType {
  const { tokens } = context;
  const packed = { ...attributes, aligned: [] };
  refuseAttributes(tokens, packed, 'has no effect on a typedef: it belongs behind the closing brace');
  const alignment = single(tokens, attributes);
  if (alignment === undefined) return type;
  const complete = requireComplete(tokens, type, name);
  return { ...complete, type: realigned(complete.type, alignment.bytes) };
}
