import { UsageError } from '../errors.js';

/** JSON whose numbers are kept as they were written, so that none is rounded before its type is known. */
export type Written =
  | null
  | boolean
  | { readonly number: string }
  | { readonly string: string }
  | readonly Written[]
  | ReadonlyMap<string, Written>;

// A string, or what is a number outside of strings.
const tokens =
  /"(?:[^"\\]|\\.)*"|[+-]?(?:0x[\da-f]+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|NaN|Infinity)(?![\w.])/gi;

/** Reads JSON, in which numbers may be hexadecimal, NaN and Infinity too. @throws UsageError */
export function writtenJson(text: string): Written {
  // Each becomes a string whose first letter tells what it was.
  const tagged = text.replace(tokens, (token) =>
    token.startsWith('"') ? `"s${token.slice(1)}` : `"n${token}"`,
  );
  try {
    return untagged(JSON.parse(tagged));
  } catch {
    throw new UsageError(
      `the value '${text}' is no JSON: {"field": value, ...} for a struct, [value, ...] for an array`,
    );
  }
}

function untagged(value: unknown): Written {
  if (typeof value === 'string') {
    return value.startsWith('n') ? { number: value.slice(1) } : { string: value.slice(1) };
  }
  if (Array.isArray(value)) return value.map(untagged);
  if (typeof value === 'object' && value !== null) {
    return new Map(Object.entries(value).map(([name, field]) => [name.slice(1), untagged(field)]));
  }
  return typeof value === 'boolean' ? value : null;
}
