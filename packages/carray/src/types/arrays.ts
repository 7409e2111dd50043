import { inspect } from 'node:util';
import { received, shown } from '../errors/arguments.js';
import { rangeError, typeError } from '../errors/coded.js';
import { type CharacterType, isCharacter, type TextEncoding } from './characters.js';
import { checkElementType } from './check.js';
import type { Codec, ElementType, StoredOf, TypedArray, ValueOf } from './element-type.js';
import { decodeText, encodeText, textByteLength } from './text.js';

function checkLength(length: number): void {
  if (Number.isSafeInteger(length) && length > 0) return;
  throw typeError(
    'ERR_ELEMENT_TYPE',
    `An array type needs a length of at least 1 element. Received ${inspect(length)}`,
  );
}

/** An array type that is no text: it loads as an Array, and takes any iterable. */
export interface ArrayType<E extends ElementType>
  extends ElementType<ValueOf<E>[], TypedArray, Iterable<StoredOf<E>>> {
  /** The type of what is in it. */
  readonly element: E;
  /** How many of them. */
  readonly count: number;
}

export const isArrayType = (type: ElementType): type is ArrayType<ElementType> => 'element' in type;

/**
 * C `T name[n]`: n elements as one. Of characters it is a text: shorter ones are filled up with NULs, longer ones are
 * refused, never cut, and it loads up to the first NUL. Of other types it is an Array of exactly n values.
 *
 * Values are refused with ERR_INVALID_ARG_TYPE where they are no string, cannot be iterated, or are not n, and with ERR_OUT_OF_RANGE where a text
 * is too long or has characters that the encoding lacks.
 *
 * @param type of what is in it; no bit-field.
 * @param length elements, at least 1.
 * @throws ERR_ELEMENT_TYPE for another length, ERR_INVALID_ARG_TYPE for what is no type.
 * @example
 * const names = CArray.of(array(char, 8), 'ada', 'grace');
 * const points = CArray.of(array(float32, 3), [0, 0, 1]);
 * console.log(names.get(1), points.get(0)); // grace [ 0, 0, 1 ]
 */
export function array(type: CharacterType, length: number): ElementType<string>;
export function array<E extends ElementType>(type: E, length: number): ArrayType<E>;
export function array(type: ElementType, length: number): ElementType<string> | ArrayType<ElementType> {
  checkElementType('type', type);
  checkLength(length);
  return isCharacter(type) ? textType(type, length, type.terminated) : arrayType(type, length);
}

/**
 * As `array`, of characters: there is always a NUL at the end, so a text has one character less.
 *
 * @param type `char`, `zchar`, `bchar` or `wchar`.
 * @param length elements, the NUL among them, at least 1.
 * @throws ERR_ELEMENT_TYPE for another length, or a type of no characters, ERR_INVALID_ARG_TYPE for what is no type.
 * @example
 * const names = CArray.of(zarray(char, 4), 'ada'); // 'emma' is ERR_OUT_OF_RANGE
 * console.log(names.toBuffer().toString('hex')); // 61646100
 */
export function zarray(type: CharacterType, length: number): ElementType<string> {
  checkElementType('type', type);
  checkLength(length);
  if (isCharacter(type)) return textType(type, length, true);
  throw typeError('ERR_ELEMENT_TYPE', 'zarray is for character types: char, zchar, bchar, wchar');
}

function arrayType(type: ElementType, length: number): ArrayType<ElementType> {
  const { size, alignment, codec } = type;
  const name = `array(${type.name}, ${length})`;
  return Object.freeze({
    name,
    element: type,
    count: length,
    size: size * length,
    alignment,
    codec: {
      check(value: unknown): unknown[] {
        const list = listOf(name, value);
        if (list.length === length) return list.map((item) => codec.check(item));
        throw typeError(
          'ERR_INVALID_ARG_TYPE',
          `A value of type ${name} must have ${length} elements. Received ${list.length}`,
        );
      },
      load: (view: DataView, at: number) =>
        Array.from({ length }, (_, index) => codec.load(view, at + index * size)),
      store(view: DataView, at: number, values: unknown[]) {
        for (const [index, value] of values.entries()) codec.store(view, at + index * size, value);
      },
    },
  });
}

function listOf(name: string, value: unknown): unknown[] {
  if (typeof value === 'object' && value !== null && Symbol.iterator in value) {
    const iterable: object & { [Symbol.iterator]?: unknown } = value;
    if (typeof iterable[Symbol.iterator] === 'function') return Array.from(iterable as Iterable<unknown>);
  }
  throw typeError('ERR_INVALID_ARG_TYPE', `A value of type ${name} must be iterable. ${received(value)}`);
}

function textType(type: CharacterType, length: number, terminated: boolean): ElementType<string> {
  const name = `${terminated ? 'zarray' : 'array'}(${type.name}, ${length})`;
  const room = (terminated ? length - 1 : length) * type.size;
  const codec: Codec<string> = {
    check: (value) => checkText(name, type.encoding, room, value),
    load(view, at) {
      view.getUint8(at); // of a dead view it throws, and a text of no characters would not
      const count = terminated ? length - 1 : length;
      const bytes = Buffer.from(view.buffer, view.byteOffset + at, count * type.size);
      return decodeText(type.encoding, bytes, true);
    },
    store(view, at, value) {
      const target = Buffer.from(view.buffer, view.byteOffset + at, length * type.size);
      if (type.encoding === 'utf32') target.fill(0).set(encodeText(value, type.encoding) ?? []);
      else target.fill(0, target.write(value, type.encoding));
    },
  };
  return Object.freeze({ name, size: length * type.size, alignment: type.alignment, codec });
}

/** The value, if it is a text of at most `room` bytes. */
function checkText(name: string, encoding: TextEncoding, room: number, value: unknown): string {
  if (typeof value !== 'string') {
    throw typeError('ERR_INVALID_ARG_TYPE', `A value of type ${name} must be a string. ${received(value)}`);
  }
  const bytes = textByteLength(value, encoding);
  if (bytes !== undefined && bytes <= room) return value;
  const expected = bytes === undefined ? `text in ${encoding}` : `at most ${room} bytes of ${encoding}`;
  throw rangeError(
    'ERR_OUT_OF_RANGE',
    `A value of type ${name} must be ${expected}. Received ${shown(value)}`,
  );
}
