import type { NumberTexts } from './texts.js';

const COMMA = 44;
const LONGEST = 26; // characters of a double, and a comma

/** Texts of one value that the list of all cannot have. */
const needsText = (value: number): boolean => value - value !== 0 || (value === 0 && 1 / value < 0);

/** A number as the engine writes it, but with its sign: -0. */
export const doubleText = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

/** The shortest text that reads back as the same float32. */
export function float32Text(value: number): string {
  if (!Number.isFinite(value) || (Number.isInteger(value) && Math.abs(value) < 2 ** 24)) {
    return doubleText(value);
  }
  let short = value;
  for (let digits = 6; digits <= 9; digits++) {
    short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) break;
  }
  const size = Math.abs(short);
  return size >= 1e-3 && size < 1e9 ? String(short) : short.toExponential();
}

/**
 * Floating-point numbers. The engine writes a list of doubles as JSON faster than each alone; what JSON cannot say is put
 * in from another list.
 */
export class FloatTexts implements NumberTexts {
  readonly #viewOf: (bytes: Buffer) => Float32Array | Float64Array;
  #values: Float32Array | Float64Array = new Float64Array(0);
  #list: number[] = [];
  /** A comma in front of each text. */
  #texts = Buffer.alloc(0);
  /** Where those that are not put yet end. */
  #end = 0;

  constructor(viewOf: (bytes: Buffer) => Float32Array | Float64Array) {
    this.#viewOf = viewOf;
  }

  load(bytes: Buffer): void {
    this.#values = this.#viewOf(bytes);
    const { length } = this.#values;
    const room = length * LONGEST + 2;
    if (this.#texts.length < room) this.#texts = Buffer.allocUnsafeSlow(room);
    this.#end = this.#texts.write(this.#listText(), 0, 'latin1');
    this.#texts[0] = COMMA;
  }

  /** `[` or so, the texts with commas between; and `]` or not. */
  #listText(): string {
    const values = this.#values;
    if (values instanceof Float32Array) return `[${Array.from(values, float32Text).join(',')},`;
    if (this.#list.length !== values.length) this.#list = new Array<number>(values.length).fill(0.5);
    for (let index = 0; index < values.length; index++) this.#list[index] = values[index] ?? 0;
    return JSON.stringify(this.#list);
  }

  putBefore(target: Uint8Array, end: number, index: number): number {
    const texts = this.#texts;
    let from = this.#end - 2; // in front of the comma or bracket
    let at = end;
    for (let code = texts[from] ?? COMMA; code !== COMMA; code = texts[--from] ?? COMMA) target[--at] = code;
    this.#end = from + 1;
    const value = this.#values[index] ?? 0;
    return needsText(value) ? putText(doubleText(value), target, end) : at;
  }

  isBeyondJson(index: number): boolean {
    const value = this.#values[index] ?? 0;
    return value - value !== 0;
  }
}

function putText(text: string, target: Uint8Array, end: number): number {
  const start = end - text.length;
  for (let index = 0; index < text.length; index++) target[start + index] = text.charCodeAt(index);
  return start;
}
