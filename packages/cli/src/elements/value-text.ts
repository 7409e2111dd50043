import type { ElementType } from 'carray';
import { isArray, isRecord } from './shapes.js';

/** A value in one line, as `set` takes it: numbers so that they read back as the same, structs as `{"id": 7, "price": NaN}`. */
export function valueText(value: unknown, type: ElementType): string {
  return text(value, type, false);
}

/** A value as JSON. Integers of 64 bits, NaN and the infinities are strings there. */
export function jsonText(value: unknown, type: ElementType): string {
  return text(value, type, true);
}

function text(value: unknown, type: ElementType, isJson: boolean): string {
  if (typeof value === 'number') return quotedIf(isJson && !Number.isFinite(value), numberText(value, type));
  if (typeof value === 'bigint') return quotedIf(isJson, String(value));
  if (typeof value === 'string') return quoted(value);
  const gap = isJson ? '' : ' ';
  if (Array.isArray(value)) {
    const element = isArray(type) ? type.element : type;
    return `[${value.map((item) => text(item, element, isJson)).join(`,${gap}`)}]`;
  }
  if (typeof value !== 'object' || value === null || !isRecord(type)) return String(value);
  const fields = type.places.map(
    (place) => `${quoted(place.name)}:${gap}${text(Reflect.get(value, place.name), place.type, isJson)}`,
  );
  return `{${fields.join(`,${gap}`)}}`;
}

/** The shortest text that reads back as the same number. */
export function numberText(value: number, type: ElementType): string {
  if (Object.is(value, -0)) return '-0';
  return /^float32(be|le)?$/.test(type.name) && Number.isFinite(value) ? float32Text(value) : String(value);
}

function float32Text(value: number): string {
  let short = value;
  for (let digits = 6; digits <= 9; digits++) {
    short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) break;
  }
  return String(short);
}

const quotedIf = (condition: boolean, text: string): string => (condition ? `"${text}"` : text);

/** As JSON, and besides without what a terminal would obey: control characters, and those that turn the direction of text. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
