import type { ElementType } from 'carray';
import { quoted } from '../visible.js';
import { doubleText, float32Text } from './float-text.js';
import { isArray, isRecord, type RecordShape } from './shapes.js';

/** The text of a value of one type. */
export type TextOf = (value: unknown) => string;

/** What the two ways to write a value differ in. */
interface Manner {
  /** Behind a comma or colon. */
  readonly gap: '' | ' ';
  /** A number that JSON does not have, or most of its readers would round. */
  beyondJson(text: string): string;
}

const json: Manner = { gap: '', beyondJson: (text) => `"${text}"` };
const line: Manner = { gap: ' ', beyondJson: (text) => text };

/** Values as JSON. NaN, the infinities and integers past 2^53 - 1 are strings there. */
export const jsonOf = (type: ElementType): TextOf => textOf(type, json);

/** Values in one line, as `set` takes them: numbers so that they read back as the same, structs as `{"id": 7, "price": NaN}`. */
export const lineOf = (type: ElementType): TextOf => textOf(type, line);

/** Made once for each type, since what is known of that need not be asked for each value. */
function textOf(type: ElementType, manner: Manner): TextOf {
  if (isRecord(type)) return recordText(type, manner);
  if (!isArray(type)) return scalarText(type, manner);
  const text = textOf(type.element, manner);
  return (value) => `[${Array.isArray(value) ? value.map(text).join(`,${manner.gap}`) : ''}]`;
}

function recordText({ places }: RecordShape, manner: Manner): TextOf {
  const { gap } = manner;
  const fields = places.map(({ name, type }) => ({
    name,
    label: `${quoted(name)}:${gap}`,
    text: textOf(type, manner),
  }));
  return (value) =>
    `{${fields.map(({ name, label, text }) => label + text(memberOf(value, name))).join(`,${gap}`)}}`;
}

function scalarText({ name }: ElementType, { beyondJson }: Manner): TextOf {
  const numberText = name.startsWith('float32') ? float32Text : doubleText;
  return (value) => {
    if (typeof value === 'number') return Number.isFinite(value) ? numberText(value) : beyondJson(`${value}`);
    if (typeof value === 'bigint') return isSafe(value) ? String(value) : beyondJson(`${value}`);
    return typeof value === 'string' ? quoted(value) : String(value);
  };
}

/** The value of a field in that of a struct. */
export function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

const isSafe = (value: bigint): boolean =>
  value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER);
