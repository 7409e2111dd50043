import type { TextEncoding } from './characters.js';
import { uint32 } from './numbers.js';

/** How many bytes a text takes, without an end mark; undefined where the encoding has no such character. */
export function textByteLength(text: string, encoding: TextEncoding): number | undefined {
  if (encoding === 'utf8') return /\p{Surrogate}/u.test(text) ? undefined : Buffer.byteLength(text, 'utf8');
  if (encoding === 'latin1') return /^[\0-\xff]*$/.test(text) ? text.length : undefined;
  return Array.from(text).length * uint32.size;
}

/** The bytes of a text, without an end mark; undefined where the encoding has no such character. */
export function encodeText(text: string, encoding: TextEncoding): Uint8Array | undefined {
  if (encoding === 'utf8') return !/\p{Surrogate}/u.test(text) ? Buffer.from(text, 'utf8') : undefined;
  if (encoding === 'latin1') return /^[\0-\xff]*$/.test(text) ? Buffer.from(text, 'latin1') : undefined;
  const points = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const bytes = new DataView(new ArrayBuffer(points.length * uint32.size));
  for (const [index, point] of points.entries()) uint32.codec.store(bytes, index * uint32.size, point);
  return new Uint8Array(bytes.buffer);
}
