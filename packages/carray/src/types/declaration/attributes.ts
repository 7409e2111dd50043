import { requireComplete } from './c-type.js';
import type { Context } from './context.js';
import { attributeWords } from './keywords.js';
import { MAX_ALIGNMENT, MAX_ALIGNMENTS } from './limits.js';
import type { Token, Tokens } from './tokens.js';

export interface Alignment {
  readonly at: Token;
  readonly bytes: number;
  /** `_Alignas`, which may not make an alignment smaller. */
  readonly standard: boolean;
}

/** What `__attribute__` and `_Alignas` say of a type, a field or a name. */
export interface Attributes {
  readonly packed: Token | undefined;
  readonly aligned: readonly Alignment[];
}

export const noAttributes: Attributes = { packed: undefined, aligned: [] };

/** Those that have no effect on layouts. */
const harmless = new Set(['unused', 'deprecated', 'may_alias']);

/** The `__attribute__`s that come next, besides those before. */
export function parseAttributes(context: Context, before: Attributes = noAttributes): Attributes {
  const { tokens } = context;
  let attributes = before;
  while (attributeWords.has(tokens.peek().text)) {
    tokens.next();
    attributes = parseList(context, attributes);
  }
  return attributes;
}

/** `_Alignas(8)` or `_Alignas(double)`, which C takes only before the names of a declaration. */
export function parseAlignas(context: Context, before: Attributes): Attributes {
  const { tokens, grammar } = context;
  const at = tokens.next();
  tokens.expect('(');
  const argument = tokens.peek();
  const bytes = grammar.startsType(context, argument)
    ? BigInt(requireComplete(tokens, grammar.typeName(context), argument).type.alignment)
    : grammar.constantExpression(context).value;
  tokens.expect(')');
  if (bytes === 0n) return before;
  return withAlignment(tokens, before, { at, bytes: checked(tokens, at, bytes), standard: true });
}

/** `((packed, aligned(8)))` */
function parseList(context: Context, before: Attributes): Attributes {
  const { tokens } = context;
  let attributes = before;
  tokens.expect('(');
  tokens.expect('(');
  while (tokens.peek().text !== ')') {
    const { kind, text } = tokens.peek();
    if (kind === 'name' || kind === 'keyword') attributes = parseOne(context, attributes);
    else if (text !== ',') throw tokens.expected('an attribute');
    if (tokens.accept(',') === undefined) break;
  }
  tokens.expect(')');
  tokens.expect(')');
  return attributes;
}

function parseOne(context: Context, before: Attributes): Attributes {
  const { tokens } = context;
  const at = tokens.next();
  const bare = at.text.replace(/^__([a-z_]*[a-z])__$/, '$1');
  if (bare === 'packed') return { ...before, packed: at };
  if (bare === 'aligned') return withAlignment(tokens, before, parseAligned(context, at));
  if (harmless.has(bare)) return before;
  throw tokens.error(at, `the attribute '${at.text}' is not supported`);
}

// A text could have very many, and each is looked at for each name.
function withAlignment(tokens: Tokens, { packed, aligned }: Attributes, next: Alignment): Attributes {
  if (aligned.length < MAX_ALIGNMENTS) return { packed, aligned: [...aligned, next] };
  throw tokens.error(next.at, `more than ${MAX_ALIGNMENTS} alignments of one name`);
}

function parseAligned(context: Context, at: Token): Alignment {
  const { tokens, grammar } = context;
  if (tokens.accept('(') === undefined) return { at, bytes: greatest(tokens, at), standard: false };
  const { value } = grammar.constantExpression(context);
  tokens.expect(')');
  return { at, bytes: checked(tokens, at, value), standard: false };
}

function checked(tokens: Tokens, at: Token, bytes: bigint): number {
  if (bytes > 0n && bytes <= BigInt(MAX_ALIGNMENT) && (bytes & (bytes - 1n)) === 0n) return Number(bytes);
  throw tokens.error(at, `an alignment must be a power of two up to ${MAX_ALIGNMENT}, not ${bytes}`);
}

/** `aligned` without a number: the greatest alignment of the platform's ABI. */
function greatest(tokens: Tokens, at: Token): number {
  if (['x64', 'arm64', 'ppc64', 'riscv64'].includes(process.arch)) return 16;
  throw tokens.error(at, `'${at.text}' without a number is not known on ${process.arch}: give the number`);
}

/** The alignment of a field: the strictest that it is given. */
export function strictest({ aligned }: Attributes): number | undefined {
  return aligned.length === 0 ? undefined : aligned.reduce((most, { bytes }) => Math.max(most, bytes), 1);
}

/** The alignment of a type, which a second one would replace in gcc, and not in what one reads. */
export function single(tokens: Tokens, { aligned }: Attributes): Alignment | undefined {
  const [first, second] = aligned;
  if (second !== undefined) throw tokens.error(second.at, `a type can be given one alignment only`);
  if (first?.standard) throw tokens.error(first.at, `'${first.at.text}' cannot be used for a type`);
  return first;
}

/** Refuses attributes where C would ignore them. */
export function refuseAttributes(
  tokens: Tokens,
  { packed, aligned }: Attributes,
  why = 'has no effect here',
): void {
  const at = packed ?? aligned[0]?.at;
  if (at !== undefined) throw tokens.error(at, `'${at.text}' ${why}`);
}
