import type { ElementType } from '../element-type.js';
import { requireComplete } from './c-type.js';
import { constantExpression } from './constant-expressions.js';
import { type Context, NameBudget } from './context.js';
import { type Declared, parseDeclaration } from './declarations.js';
import { Packing, parseDirective } from './packing.js';
import { Scope } from './scope.js';
import { parseSpecifiers, startsType } from './specifiers.js';
import { Tokens } from './tokens.js';
import { parseParameter, parseTypeName } from './type-names.js';

function contextOf(text: string): Context {
  const tokens = new Tokens(text);
  return {
    tokens,
    scope: new Scope(tokens),
    packing: new Packing(),
    names: new NameBudget(tokens),
    grammar: {
      startsType,
      specifiers: parseSpecifiers,
      typeName: parseTypeName,
      parameter: parseParameter,
      constantExpression,
    },
  };
}

/** The type of the last declaration of a text. */
export function parse(text: string): ElementType {
  const context = contextOf(text);
  const { tokens } = context;
  const last = parseDeclarations(context);
  if (last === undefined) throw tokens.expected('a declaration');
  if (last.second !== undefined) {
    const message = 'the last declaration has more than one name: end with the one that is meant';
    throw tokens.error(last.second, message);
  }
  return requireComplete(tokens, last.type, last.at).type;
}

function parseDeclarations(context: Context): Declared | undefined {
  const { tokens, packing } = context;
  let last: Declared | undefined;
  while (tokens.peek().kind !== 'end') {
    if (tokens.peek().text === '#') parseDirective(tokens, packing);
    else if (tokens.accept(';') === undefined) {
      if (last?.nameless) throw tokens.error(last.at, 'only the last declaration can be a type alone');
      last = parseDeclaration(context);
    }
  }
  return last;
}
