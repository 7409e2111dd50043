import { checkBoolean } from '../arguments/check.js';
import { invalidType, invalidValue, outOfRange } from '../errors/arguments.js';
import { typeError } from '../errors/coded.js';
import { isCharacter, type TextEncoding } from '../types/characters.js';
import type { ElementType } from '../types/element-type.js';
import { encodeText } from '../types/text.js';

/** How the elements of an array are the units of a text. */
export interface TextUnits {
  readonly encoding: TextEncoding;
  /** Whether there is always a NUL at the end. */
  readonly terminated: boolean;
}

const encodings: readonly TextEncoding[] = ['utf8', 'latin1', 'utf32'];

/** The units of a text in elements of a type: characters, or bytes. */
export function textUnits(type: ElementType, encoding: unknown, nullTerminated: unknown): TextUnits {
  const isByte = type.size === 1 && type.codec.engine !== undefined;
  if (!isCharacter(type) && !isByte) {
    const message = `Elements of type ${type.name} are no text: cast to char or wchar`;
    throw typeError('ERR_ELEMENT_TYPE', message);
  }
  const own = isCharacter(type) ? type.encoding : 'utf8';
  const chosen = encoding === undefined ? own : knownEncoding(encoding);
  if ((chosen === 'utf32') !== (type.size === 4)) {
    throw invalidValue('encoding', `cannot be in elements of ${type.size} bytes`, encoding);
  }
  if (nullTerminated === undefined) {
    return { encoding: chosen, terminated: isCharacter(type) && type.terminated };
  }
  checkBoolean('options.nullTerminated', nullTerminated);
  return { encoding: chosen, terminated: nullTerminated };
}

function knownEncoding(encoding: unknown): TextEncoding {
  if (typeof encoding !== 'string') throw invalidType('encoding', 'of type string', encoding);
  const name = encoding === 'utf-8' ? 'utf8' : encoding;
  const known = encodings.find((each) => each === name);
  if (known === undefined) throw invalidValue('encoding', `must be one of ${encodings.join(', ')}`, encoding);
  return known;
}

/** The bytes of a text that fit into `room` bytes, the NUL at the end among them. */
export function encodeChecked(
  text: unknown,
  { encoding, terminated }: TextUnits,
  size: number,
  room: number,
): Uint8Array {
  if (typeof text !== 'string') throw invalidType('text', 'of type string', text);
  const bytes = encodeText(text, encoding);
  if (bytes === undefined) throw outOfRange('text', `text that ${encoding} can encode`, text);
  const most = Math.max(0, room - (terminated ? size : 0));
  const needed = bytes.length + (terminated ? size : 0);
  if (needed <= room) return bytes;
  const end = terminated ? ', and a NUL' : '';
  throw outOfRange('text', `at most ${most} bytes of ${encoding}${end}`, `${bytes.length} bytes`);
}
