import { pointer } from '../c-names.js';
import { arrayOf, type CType, opaque, plain, requireComplete } from './c-type.js';
import type { Context } from './context.js';
import { qualifiers } from './keywords.js';
import type { Token } from './tokens.js';

/** What stands behind a type: `*name[3]`. */
export interface Declarator {
  readonly name: Token | undefined;
  /** From the type outwards. */
  readonly derivations: readonly Derivation[];
}

interface Derivation {
  readonly kind: 'pointer' | 'array' | 'function';
  readonly at: Token;
  /** Of an array; undefined where the brackets are empty. */
  readonly length?: bigint;
}

export function parseDeclarator(context: Context): Declarator {
  return context.tokens.nested(() => {
    const pointers = parsePointers(context);
    const inner = isNested(context) ? parseNested(context) : undefined;
    const name = inner === undefined ? context.tokens.acceptName() : inner.name;
    const suffixes = parseSuffixes(context);
    return { name, derivations: [...pointers, ...suffixes.reverse(), ...(inner?.derivations ?? [])] };
  });
}

function parsePointers({ tokens }: Context): Derivation[] {
  const pointers: Derivation[] = [];
  for (;;) {
    const at = tokens.accept('*');
    if (at === undefined) return pointers;
    pointers.push({ kind: 'pointer', at });
    while (qualifiers.has(tokens.peek().text)) tokens.next();
  }
}

/** Whether a parenthesis is around a declarator, and not around the parameters of a function. */
function isNested(context: Context): boolean {
  const { tokens, scope } = context;
  if (tokens.peek().text !== '(') return false;
  const { kind, text } = tokens.peek(1);
  return ['*', '(', '['].includes(text) || (kind === 'name' && scope.typeNamed(text) === undefined);
}

function parseNested(context: Context): Declarator {
  context.tokens.expect('(');
  const inner = parseDeclarator(context);
  context.tokens.expect(')');
  return inner;
}

function parseSuffixes(context: Context): Derivation[] {
  const { tokens } = context;
  const suffixes: Derivation[] = [];
  for (;;) {
    const at = tokens.peek();
    if (at.text === '[') suffixes.push(parseArray(context));
    else if (at.text === '(') suffixes.push(parseFunction(context));
    else return suffixes;
  }
}

function parseArray(context: Context): Derivation {
  const { tokens, grammar } = context;
  tokens.expect('[');
  const at = tokens.peek();
  if (tokens.accept(']') !== undefined) return { kind: 'array', at };
  const { value } = grammar.constantExpression(context);
  tokens.expect(']');
  return { kind: 'array', at, length: value };
}

function parseFunction(context: Context): Derivation {
  const { tokens, grammar } = context;
  const at = tokens.expect('(');
  if (tokens.accept(')') !== undefined) return { kind: 'function', at };
  let isFirst = true;
  do {
    if (tokens.accept('...') !== undefined) break;
    tokens.nested(() => grammar.parameter(context, isFirst));
    isFirst = false;
  } while (tokens.accept(',') !== undefined);
  tokens.expect(')');
  return { kind: 'function', at };
}

/** The type of what is declared. */
export function derive(context: Context, base: CType, { derivations }: Declarator): CType {
  let type = base;
  let before: Derivation | undefined;
  for (const each of derivations) {
    if (each.kind === 'function' && (before?.kind === 'function' || before?.kind === 'array')) {
      throw context.tokens.error(each.at, `a function cannot return a function or an array`);
    }
    type = derived(context, type, each);
    before = each;
  }
  return type;
}

function derived({ tokens, names }: Context, type: CType, { kind, at, length }: Derivation): CType {
  if (kind === 'pointer') return plain(pointer);
  if (kind === 'function') return opaque('a function');
  const element = requireComplete(tokens, type, at);
  if (length === undefined) return opaque('an array without a length');
  const array = arrayOf(tokens, element, length, at);
  names.spend(at, array.type.name.length);
  return array;
}
