import { parseAttributes, refuseAttributes } from './attributes.js';
import type { CType } from './c-type.js';
import type { Context } from './context.js';
import { derive, parseDeclarator } from './declarators.js';
import { parseSpecifiers } from './specifiers.js';

/** A type without a name: `unsigned char *`, as in sizeof. */
export function parseTypeName(context: Context): CType {
  const { tokens } = context;
  const { type, storage, attributes } = parseSpecifiers(context);
  refuseAttributes(tokens, attributes);
  if (storage !== undefined) throw tokens.error(storage, `a type cannot be '${storage.text}'`);
  const declarator = parseDeclarator(context);
  if (declarator.name !== undefined) {
    throw tokens.error(declarator.name, `expected a type alone, found '${declarator.name.text}'`);
  }
  return derive(context, type, declarator);
}

/** A parameter of a function, with a name or without. `void` alone is none. */
export function parseParameter(context: Context, isFirst: boolean): void {
  const { at, type, attributes } = parseSpecifiers(context);
  const declarator = parseDeclarator(context);
  refuseAttributes(context.tokens, parseAttributes(context, attributes));
  const derived = derive(context, type, declarator);
  const alone = isFirst && declarator.name === undefined && context.tokens.peek().text === ')';
  if (derived.kind === 'opaque' && derived.name === 'void' && !alone) {
    throw context.tokens.error(at, 'a parameter cannot be void');
  }
}
