import { type TextEncoding, wchar } from './characters.js';
import { uint32 } from './numbers.js';

/** Whether the encoding has all characters of a text. */
const canEncode: Readonly<Record<TextEncoding, (text: string) => boolean>> = {
  utf8: (text) => !/\p{Surrogate}/u.test(text),
  latin1: (text) => /^[\0-\xff]*$/.test(text),
  utf32: () => true,
};

/** How many bytes a text takes, without an end mark; undefined where the encoding has no such character. */
export function textByteLength(text: string, encoding: TextEncoding): number | undefined {
  if (!canEncode[encoding](text)) return undefined;
  return encoding === 'utf32' ? Array.from(text).length * uint32.size : Buffer.byteLength(text, encoding);
}

/** The bytes of a text, without an end mark; undefined where the encoding has no such character. */
export function encodeText(text: string, encoding: TextEncoding): Uint8Array | undefined {
  if (!canEncode[encoding](text)) return undefined;
  if (encoding !== 'utf32') return Buffer.from(text, encoding);
  const points = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const bytes = new DataView(new ArrayBuffer(points.length * uint32.size));
  for (const [index, point] of points.entries()) uint32.codec.store(bytes, index * uint32.size, point);
  return new Uint8Array(bytes.buffer);
}

/** Up to the first NUL, and never further than the bytes; or all of them. */
export function decodeText(encoding: TextEncoding, bytes: Buffer, untilNul: boolean): string {
  if (encoding !== 'utf32') {
    const end = untilNul ? bytes.indexOf(0) : -1;
    return bytes.toString(encoding, 0, end === -1 ? bytes.length : end);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let text = '';
  for (let at = 0; at < bytes.length; at += wchar.size) {
    const character = wchar.codec.load(view, at);
    if (untilNul && character === '\0') break;
    text += character;
  }
  return text;
}
