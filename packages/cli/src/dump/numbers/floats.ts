import { exceptionalDouble, exceptionalFloat32, shortFloat32 } from '../../values/float-text.js';
import type { NumberTexts } from './texts.js';

const COMMA = 44;
const LONGEST = 25; // characters of a double

/** Floating-point numbers of one size. */
export interface FloatKind {
  viewOf(bytes: Buffer): Float32Array | Float64Array;
  /** The number whose text, as the engine has it, is that of the value. */
  listed(value: number): number;
  /** The text where that is not so: of a number by `listed`. */
  exceptional(listed: number): string | undefined;
}

export const float64Kind: FloatKind = {
  viewOf: (bytes) => new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8),
  listed: (value) => value,
  exceptional: exceptionalDouble,
};

export const float32Kind: FloatKind = {
  viewOf: (bytes) => new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4),
  listed: shortFloat32,
  exceptional: exceptionalFloat32,
};

/** Floating-point numbers. The engine writes a list of doubles as JSON faster than each alone. */
export class FloatTexts implements NumberTexts {
  readonly #kind: FloatKind;
  #list: number[] = [];
  /** Of the list: a comma in front of each. */
  #texts = Buffer.alloc(0);
  /** Where those that are not put yet end. */
  #end = 0;

  constructor(kind: FloatKind) {
    this.#kind = kind;
  }

  load(bytes: Buffer): void {
    const values = this.#kind.viewOf(bytes);
    const { listed } = this.#kind;
    // An array without holes: the engine has a fast way for those.
    if (this.#list.length !== values.length) this.#list = Array.from(values);
    const list = this.#list;
    for (let index = 0; index < values.length; index++) list[index] = listed(values[index] ?? 0);
    const room = values.length * (LONGEST + 1) + 2;
    if (this.#texts.length < room) this.#texts = Buffer.allocUnsafeSlow(room);
    this.#end = this.#texts.write(JSON.stringify(list), 0, 'latin1') - 1;
    this.#texts[0] = COMMA; // in place of the bracket
  }

  putBefore(target: Uint8Array, end: number, index: number): number {
    const texts = this.#texts;
    let from = this.#end - 1;
    let at = end;
    for (let code = texts[from] ?? COMMA; code !== COMMA; code = texts[--from] ?? COMMA) target[--at] = code;
    this.#end = from;
    const text = this.#kind.exceptional(this.#list[index] ?? 0);
    return text === undefined ? at : putText(text, target, end);
  }

  isBeyondJson(index: number): boolean {
    return !Number.isFinite(this.#list[index]);
  }
}

function putText(text: string, target: Uint8Array, end: number): number {
  const start = end - text.length;
  for (let index = 0; index < text.length; index++) target[start + index] = text.charCodeAt(index);
  return start;
}
