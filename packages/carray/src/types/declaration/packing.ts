import type { Integer } from './integers.js';
import { integerLiteral } from './literals.js';
import type { Token, Tokens } from './tokens.js';

/** What `#pragma pack` has set. */
export class Packing {
  /** Bytes that no field's alignment exceeds. */
  current: number | undefined;
  readonly saved: (number | undefined)[] = [];
}

const forms = 'pack(), pack(n), pack(push), pack(push, n) or pack(pop)';

/** A directive, from its `#` to the end of its line. */
export function parseDirective(tokens: Tokens, packing: Packing): void {
  const hash = tokens.next();
  if (!hash.firstOfLine) throw tokens.error(hash, 'a directive must be the first on its line');
  for (const word of ['pragma', 'pack']) {
    if (isOnLine(tokens) && tokens.accept(word) !== undefined) continue;
    throw tokens.error(
      hash,
      'the only directive that is supported is #pragma pack: gcc -E -P writes a header out without the others',
    );
  }
  const line: Token[] = [];
  while (isOnLine(tokens) && line.length < 8) line.push(tokens.next());
  const form = /^\( (?:(push)(?: , (\w+))? |(pop) |(\w+) )?\)$/.exec(line.map(({ text }) => text).join(' '));
  if (form === null) throw tokens.error(hash, `a #pragma pack must be ${forms}`);
  const [, push, pushed, pop, set] = form;
  if (push !== undefined) packing.saved.push(packing.current);
  if (pop !== undefined) restore(tokens, packing, hash);
  else if (push === undefined || pushed !== undefined) {
    packing.current = packOf(tokens, hash, pushed ?? set ?? '0');
  }
}

const isOnLine = (tokens: Tokens): boolean => {
  const { kind, firstOfLine } = tokens.peek();
  return kind !== 'end' && !firstOfLine;
};

function restore(tokens: Tokens, packing: Packing, hash: Token): void {
  if (packing.saved.length === 0) throw tokens.error(hash, 'a #pragma pack(pop) without a push before it');
  packing.current = packing.saved.pop();
}

/** The bytes that a directive says; none, or 0, is as it was without any. */
function packOf(tokens: Tokens, hash: Token, text: string): number | undefined {
  const literal: Integer | string = integerLiteral(text);
  const bytes = typeof literal === 'string' ? -1 : Number(literal.value);
  if (![0, 1, 2, 4, 8, 16].includes(bytes)) {
    throw tokens.error(hash, `a #pragma pack must be ${forms}, n being 1, 2, 4, 8 or 16`);
  }
  return bytes === 0 ? undefined : bytes;
}
