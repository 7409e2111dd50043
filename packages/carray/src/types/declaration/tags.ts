import { type Attributes, parseAttributes, refuseAttributes } from './attributes.js';
import type { Complete, Tag } from './c-type.js';
import type { Context } from './context.js';
import type { Token } from './tokens.js';

/** Makes the type of what was between the braces; attributes behind them count as much as those before. */
type Make<Body> = (context: Context, tag: Tag, at: Token, body: Body, attributes: Attributes) => Complete;

/** What comes behind `struct`, `union` or `enum`: attributes, a name, what is in braces. */
export function parseTag<Body>(
  context: Context,
  word: Token,
  parseBody: (context: Context) => Body,
  make: Make<Body>,
): Tag {
  const { tokens, scope } = context;
  const before = parseAttributes(context);
  const name = tokens.acceptName();
  if (tokens.peek().text !== '{') {
    if (name === undefined) throw tokens.expected(`a name or '{'`);
    refuseAttributes(tokens, before, 'belongs to the definition, the one with braces');
    return scope.tag(word.text, name);
  }
  const tag = scope.define(word.text, name);
  tokens.expect('{');
  const body = tokens.nested(() => parseBody(context));
  tokens.expect('}');
  tag.complete = make(context, tag, name ?? word, body, parseAttributes(context, before));
  return tag;
}
