import { requireComplete } from './c-type.js';
import type { Context } from './context.js';
import { binary, choice, type Integer, int, type Problem, size, unary } from './integers.js';
import { characterConstant, integerLiteral } from './literals.js';
import type { Token } from './tokens.js';

/** Operators of two operands, from those that bind loosest. */
const levels = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];
const levelOf: ReadonlyMap<string, number> = new Map(
  levels.flatMap((operators, level) => operators.map((operator): [string, number] => [operator, level])),
);

/** An integer constant expression, computed as C does: in its types, without overflow. */
export function constantExpression(context: Context): Integer {
  return new Expression(context).conditional();
}

class Expression {
  readonly #context: Context;
  /** How many operators around it leave it without effect: `0 && 1 / 0` is 0. */
  #unevaluated = 0;

  constructor(context: Context) {
    this.#context = context;
  }

  conditional(): Integer {
    return this.#context.tokens.nested(() => {
      const { tokens } = this.#context;
      const condition = this.#binary(0);
      if (tokens.accept('?') === undefined) return condition;
      const left = this.#without(condition.value === 0n, () => this.conditional());
      tokens.expect(':');
      const right = this.#without(condition.value !== 0n, () => this.conditional());
      return choice(condition, left, right);
    });
  }

  #binary(least: number): Integer {
    const { tokens } = this.#context;
    let left = this.#unary();
    for (;;) {
      const level = levelOf.get(tokens.peek().text);
      if (level === undefined || level < least) return left;
      left = this.#operation(tokens.next(), left, level + 1);
    }
  }

  #operation(operator: Token, left: Integer, level: number): Integer {
    const logical = operator.text === '&&' || operator.text === '||';
    if (!logical) return this.#result(operator, binary(operator.text, left, this.#binary(level)));
    const decided = (left.value === 0n) === (operator.text === '&&');
    const right = this.#without(decided, () => this.#binary(level));
    return int((decided ? left : right).value !== 0n ? 1n : 0n);
  }

  #unary(): Integer {
    return this.#context.tokens.nested(() => {
      const { tokens } = this.#context;
      const token = tokens.peek();
      if (!['+', '-', '~', '!'].includes(token.text)) return this.#primary();
      tokens.next();
      return this.#result(token, unary(token.text, this.#unary()));
    });
  }

  #primary(): Integer {
    const { tokens, scope } = this.#context;
    const token = tokens.peek();
    if (['sizeof', '_Alignof', 'alignof', '__alignof__'].includes(token.text)) return this.#ofType();
    if (token.text === '(') return this.#parenthesised();
    if (token.kind === 'number') return this.#literal(integerLiteral(token.text));
    if (token.kind === 'character') return this.#literal(characterConstant(token.text));
    if (token.kind !== 'name') throw tokens.expected('a constant');
    const value = scope.constantNamed(token.text);
    if (value === undefined) throw tokens.error(token, `unknown constant '${token.text}'`);
    tokens.next();
    return value;
  }

  #literal(value: Integer | string): Integer {
    const token = this.#context.tokens.next();
    if (typeof value === 'string') throw this.#context.tokens.error(token, value);
    return value;
  }

  #parenthesised(): Integer {
    const { tokens, grammar } = this.#context;
    const open = tokens.next();
    if (grammar.startsType(this.#context, tokens.peek())) {
      throw tokens.error(open, 'casts are not supported');
    }
    const value = this.conditional();
    tokens.expect(')');
    return value;
  }

  #ofType(): Integer {
    const { tokens, grammar } = this.#context;
    const operator = tokens.next();
    tokens.expect('(');
    const at = tokens.peek();
    if (!grammar.startsType(this.#context, at)) throw tokens.expected('a type');
    const { type } = requireComplete(tokens, grammar.typeName(this.#context), at);
    tokens.expect(')');
    return size(operator.text === 'sizeof' ? type.size : type.alignment);
  }

  #result(operator: Token, result: Integer | Problem): Integer {
    if ('value' in result) return result;
    if (this.#unevaluated > 0) return { bits: result.bits, signed: result.signed, value: 0n };
    throw this.#context.tokens.error(operator, result.problem);
  }

  #without(unevaluated: boolean, parse: () => Integer): Integer {
    if (!unevaluated) return parse();
    this.#unevaluated++;
    const value = parse();
    this.#unevaluated--;
    return value;
  }
}
