import { CArray, type ElementType, type FieldPlace } from 'carray';

/** A struct or union. */
export interface RecordShape extends ElementType {
  readonly kind: 'struct' | 'union';
  readonly places: readonly FieldPlace[];
}

/** An array as an element, but no text. */
export interface ArrayShape extends ElementType {
  readonly element: ElementType;
  readonly count: number;
}

export const isRecord = (type: ElementType): type is RecordShape => 'places' in type;
export const isArray = (type: ElementType): type is ArrayShape => 'element' in type;

export type Shape = 'record' | 'array' | 'enumeration' | 'number' | 'bigint' | 'boolean' | 'text';

/** What the values of a type are. */
export function shapeOf(type: ElementType): Shape {
  if (isRecord(type)) return 'record';
  if (isArray(type)) return 'array';
  if (type.name.startsWith('enumeration(')) return 'enumeration';
  const zero = CArray.alloc(type, 1).get(0);
  if (typeof zero === 'number') return 'number';
  if (typeof zero === 'bigint') return 'bigint';
  return typeof zero === 'boolean' ? 'boolean' : 'text';
}
