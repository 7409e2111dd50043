import { requireComplete } from './c-type.js';
import type { Context } from './context.js';
import { attributeWords } from './keywords.js';
import { MAX_ALIGNMENT } from './limits.js';
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

/** The attributes that come next, and those before. */
export function parseAttributes(context: Context, before: Attributes = noAttributes): Attributes {
  const { tokens } = context;
  let { packed } = before;
  const aligned = [...before.aligned];
  while (attributeWords.has(tokens.peek().text)) {
    const word = tokens.next();
    if (word.text.endsWith('lignas')) aligned.push(...alignas(context, word));
    else packed = parseList(context, aligned) ?? packed;
  }
  return { packed, aligned };
}

/** `((packed, aligned(8)))`: what is aligned is added, what is packed returned. */
function parseList(context: Context, aligned: Alignment[]): Token | undefined {
  const { tokens } = context;
  let packed: Token | undefined;
  tokens.expect('(');
  tokens.expect('(');
  while (tokens.peek().text !== ')') {
    const { kind } = tokens.peek();
    if (kind === 'name' || kind === 'keyword') {
      const name = tokens.next();
      const bare = name.text.replace(/^__([a-z_]*[a-z])__$/, '$1');
      if (bare === 'packed') packed = name;
      else if (bare === 'aligned') aligned.push(parseAligned(context, name));
      else if (!harmless.has(bare)) throw tokens.error(name, `the attribute '${name.text}' is not supported`);
    } else if (tokens.peek().text !== ',') throw tokens.expected('an attribute');
    if (tokens.accept(',') === undefined) break;
  }
  tokens.expect(')');
  tokens.expect(')');
  return packed;
}

function parseAligned(context: Context, at: Token): Alignment {
  const { tokens, grammar } = context;
  if (tokens.accept('(') === undefined) return { at, bytes: greatest(tokens, at), standard: false };
  const { value } = grammar.constantExpression(context);
  tokens.expect(')');
  return { at, bytes: checked(tokens, at, value), standard: false };
}

function alignas(context: Context, at: Token): Alignment[] {
  const { tokens, grammar } = context;
  tokens.expect('(');
  const argument = tokens.peek();
  const bytes = grammar.startsType(context, argument)
    ? BigInt(requireComplete(tokens, grammar.typeName(context), argument).type.alignment)
    : grammar.constantExpression(context).value;
  tokens.expect(')');
  return bytes === 0n ? [] : [{ at, bytes: checked(tokens, at, bytes), standard: true }];
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
