import type { CArray, ElementType, FieldPlace } from 'carray';
import { UsageError } from '../errors.js';
import { isRecord } from './shapes.js';
import { unknownField } from './written-value.js';

/** One field of all the structs, found by its name, and of structs in it by further ones. */
export interface Column {
  readonly names: readonly string[];
  /** Of a bit-field, that of its base. */
  readonly type: ElementType;
  /** The bytes of an element that it lies in. */
  readonly byteOffset: number;
  readonly byteLength: number;
}

/** The field that a path means: `price`, `position.x`. @throws UsageError */
export function columnOf(path: string, type: ElementType): Column {
  let column = wholeOf(type);
  for (const name of path.split('.')) column = fieldOf(column, name);
  return column;
}

/** The elements themselves. */
export function wholeOf(type: ElementType): Column {
  return { names: [], type, byteOffset: 0, byteLength: type.size };
}

/** A field of a field. @throws UsageError */
export function fieldOf({ names, type, byteOffset }: Column, name: string): Column {
  if (!isRecord(type)) {
    const what = names.length === 0 ? 'an element' : `'${names.join('.')}'`;
    throw new UsageError(
      `${what} of type ${type.name} has no fields, so no '${name}': those of structs have`,
    );
  }
  const place = type.places.find((each) => each.name === name);
  if (place === undefined) throw unknownField(name, type.places);
  return {
    names: [...names, name],
    type: place.type,
    byteOffset: byteOffset + place.byteOffset,
    byteLength: bytesOf(place),
  };
}

function bytesOf({ type, bits }: FieldPlace): number {
  return bits === undefined ? type.size : Math.ceil((bits.first + bits.width) / 8);
}

/** The column of an array, over the same memory. */
export function columnIn(array: CArray<ElementType>, { names }: Column): CArray<ElementType> {
  return names.reduce((column, name) => column.field(name), array);
}
