import { hex } from './text.js';
import { type TypeName, widthOf } from './types.js';

const COLUMNS = 72; // of a terminal's 80, what 8 digits of the offset leave
const MIN_DIGITS = 8;
const CHUNK_ELEMENTS = 8192;

/** What the table needs of an array. */
export interface Elements {
  readonly length: number;
  readonly stride: number;
  get(index: number): number | bigint;
}

/**
 * The elements as rows of text, some rows at a time: the offset of a row's first byte in the file, then values
 * in columns. `byteOffset` is where the array starts in the file.
 */
export function* table(elements: Elements, type: TypeName, byteOffset: number): Generator<string> {
  const perRow = valuesPerRow(type);
  const width = widthOf(type);
  const digits = Math.max(MIN_DIGITS, hex(byteOffset + elements.length * elements.stride, 0).length);
  let text = '';
  for (let from = 0; from < elements.length; from += perRow) {
    const to = Math.min(from + perRow, elements.length);
    text += hex(byteOffset + from * elements.stride, digits);
    for (let index = from; index < to; index++)
      text += ` ${valueText(elements.get(index), type).padStart(width)}`;
    text += '\n';
    if (to % CHUNK_ELEMENTS !== 0) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

/** As many as fit, a power of two, so that offsets are round. */
function valuesPerRow(type: TypeName): number {
  let count = 16;
  while (count * (widthOf(type) + 1) > COLUMNS) count /= 2;
  return count;
}

/** The shortest text that reads back as the same value. */
export function valueText(value: number | bigint, type: TypeName): string {
  if (Object.is(value, -0)) return '-0';
  return type === 'float32' && typeof value === 'number' ? float32Text(value) : String(value);
}

function float32Text(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  let short = value;
  for (let digits = 6; digits <= 9; digits++) {
    short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) break;
  }
  const size = Math.abs(short);
  return size === 0 || (size >= 1e-3 && size < 1e9) ? String(short) : short.toExponential();
}
