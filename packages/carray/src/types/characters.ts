import { rangeError } from '../errors/coded.js';
import type { ElementType } from './element-type.js';
import { refusedValue } from './number-types.js';
import { uint8, uint32 } from './numbers.js';

/** How arrays of a character type hold text. */
export type TextEncoding = 'utf8' | 'latin1' | 'utf32';

/** An element type whose values are single characters, and whose arrays are strings. */
export interface CharacterType extends ElementType<string> {
  /** How its arrays are text. */
  readonly encoding: TextEncoding;
  /** Whether its arrays always keep room for a NUL at the end. */
  readonly terminated: boolean;
}

export const isCharacter = (type: ElementType): type is CharacterType => 'encoding' in type;

function characterType(
  name: string,
  base: ElementType<number>,
  encoding: TextEncoding,
  terminated: boolean,
): CharacterType {
  const max = encoding === 'utf32' ? 0x10ffff : 0xff;
  const last = `U+${max.toString(16).toUpperCase().padStart(4, '0')}`;
  return Object.freeze({
    name,
    size: base.size,
    alignment: base.alignment,
    encoding,
    terminated,
    codec: {
      check(value: unknown): string {
        const code = typeof value === 'string' ? value.codePointAt(0) : undefined;
        if (
          typeof value === 'string' &&
          code !== undefined &&
          code <= max &&
          value.length === (code > 0xffff ? 2 : 1)
        ) {
          return value;
        }
        throw refusedValue(name, `a string of one character from U+0000 to ${last}`, value, 'string');
      },
      load(view: DataView, at: number): string {
        const code = base.codec.load(view, at);
        if (code <= max) return String.fromCodePoint(code);
        throw rangeError(
          'ERR_OUT_OF_RANGE',
          `The element is ${code}, which is no code point: read it as ${base.name}`,
        );
      },
      store: (view: DataView, at: number, value: string) =>
        base.codec.store(view, at, value.codePointAt(0) ?? 0),
    },
  });
}

/**
 * C `char` as a character: a string of one, U+0000 to U+00FF. Arrays of it are UTF-8 text: `array(char, n)`, `readString`.
 *
 * @example
 * const text = CArray.alloc(char, 4);
 * text.writeString('né');
 * console.log(text.readString(), text.get(1)); // né Ã
 */
export const char = characterType('char', uint8, 'utf8', false);
/** As `char`; arrays of it always end in a NUL: `array(zchar, n)` is `zarray(char, n)`, and `writeString` keeps room for one. */
export const zchar = characterType('zchar', uint8, 'utf8', true);
/** A byte as a character: a string of one, U+0000 to U+00FF. Arrays of it are Latin-1 text. */
export const bchar = characterType('bchar', uint8, 'latin1', false);
/**
 * C `wchar_t` of POSIX systems: one code point in 32 bits, surrogates among them. Arrays of it are text, a code point each. To load a number past
 * U+10FFFF is ERR_OUT_OF_RANGE.
 */
export const wchar = characterType('wchar', uint32, 'utf32', false);
