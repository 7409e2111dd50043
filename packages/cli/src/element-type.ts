import { readFileSync } from 'node:fs';
import * as carray from 'carray';
import { messageOf, UsageError } from './errors.js';

/**
 * The element type that a text names: one of the library's (`float64`, `int32be`), a declaration in C, or `@FILE:NAME`, which is
 * declared in a C header.
 * @throws UsageError
 */
export function elementTypeOf(text: string): carray.ElementType {
  const named = Object.hasOwn(carray, text) ? (carray as Readonly<Record<string, unknown>>)[text] : undefined;
  if (isElementType(named)) return named;
  try {
    return text.startsWith('@') ? declaredIn(text) : carray.ctype(text);
  } catch (error) {
    throw new UsageError(
      `type '${text}': ${messageOf(error)}. A type is a name (uint8, float64, int32be, ...), C text ('struct { uint32_t id; double x; }') or @FILE:NAME`,
    );
  }
}

function isElementType(value: unknown): value is carray.ElementType {
  return typeof value === 'object' && value !== null && 'codec' in value && 'size' in value;
}

/** `@FILE:NAME`. The name is a typedef's, or a struct's, union's or enum's tag. */
function declaredIn(text: string): carray.ElementType {
  const [, path, name] = /^@(.+):(\w+)$/.exec(text) ?? [];
  if (path === undefined || name === undefined) throw new Error('a header is named so: @FILE:NAME');
  const header = declarationsOf(readFileSync(path, 'utf8'));
  const [kind = ''] = new RegExp(`\\b(?:struct|union|enum)\\s+(?=${name}\\s*\\{)`).exec(header) ?? [];
  return carray.ctype(`${header}\n${kind}${name}`);
}

/** Without what says nothing of the types: comments, inclusions, guards, lines for C++. The line numbers stay, for messages. */
function declarationsOf(header: string): string {
  const empty = (text: string): string => text.replace(/[^\n]/g, '');
  return header
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, empty)
    .replace(/^[ \t]*#[ \t]*ifdef[ \t]+__cplusplus$[\s\S]*?^[ \t]*#[ \t]*endif\b.*$/gm, empty)
    .replace(
      /^[ \t]*#[ \t]*(?:include\b|pragma[ \t]+once|ifndef\b|endif\b|define[ \t]+\w+[ \t]*$).*$/gm,
      empty,
    );
}
