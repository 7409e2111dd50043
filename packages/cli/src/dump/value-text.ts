import type { ElementType, RecordType } from 'carray';
import { doubleText, float32Text } from './numbers/float-text.js';

/** The text of a value of one type. */
export type TextOf = (value: unknown) => string;

interface Repeated extends ElementType {
  readonly element: ElementType;
}

export const isRecord = (type: ElementType): type is RecordType<unknown> => 'places' in type;
const isRepeated = (type: ElementType): type is Repeated => 'element' in type;
const isFloat32 = ({ name }: ElementType): boolean => name.startsWith('float32');

/** The value in JSON. What it has no number for, or most of its readers would round, is a text. */
export function jsonOf(type: ElementType): TextOf {
  if (isRecord(type)) return jsonOfRecord(type);
  if (isRepeated(type)) {
    const text = jsonOf(type.element);
    return (value) => `[${Array.isArray(value) ? value.map(text).join(',') : ''}]`;
  }
  const numberText = isFloat32(type) ? float32Text : doubleText;
  return (value) => {
    if (typeof value === 'number') return Number.isFinite(value) ? numberText(value) : `"${value}"`;
    if (typeof value === 'bigint') return isSafe(value) ? String(value) : `"${value}"`;
    return typeof value === 'string' ? quoted(value) : JSON.stringify(value);
  };
}

function jsonOfRecord({ places }: RecordType<unknown>): TextOf {
  const fields = places.map(({ name, type }) => ({ name, label: quoted(name), text: jsonOf(type) }));
  return (value) =>
    `{${fields.map(({ name, label, text }) => `${label}:${text(fieldOf(value, name))}`).join(',')}}`;
}

/** The value as it is, in a column: texts without quotes, arrays in JSON. */
export function plainOf(type: ElementType): TextOf {
  if (isRecord(type) || isRepeated(type)) return jsonOf(type);
  if (!isFloat32(type)) return (value) => (typeof value === 'number' ? doubleText(value) : String(value));
  return (value) => (typeof value === 'number' ? float32Text(value) : String(value));
}

export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** In JSON's quotes. Control characters past ASCII are escaped too: terminals would obey them. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const isSafe = (value: bigint): boolean =>
  value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER);
