import { hex } from '../text.js';
import { ELEMENT_BLOCK_BYTES, type Format, type Looks, type Subject } from './format.js';
import type { NumberType } from './numbers/number-type.js';
import { putOffset } from './put-offset.js';

const MIN_DIGITS = 8;
const MOST_PER_ROW = 64;
const NEWLINE = 10;
const SPACE = 32;

/** Numbers in columns, as many in a row as fit: the offset of the row's first byte, then values to the right of their columns. */
export function numberTable(subject: Subject, { columns }: Looks, numberType: NumberType): Format {
  const { byteOffset: first, byteLength, type } = subject;
  const digits = Math.max(MIN_DIGITS, hex(first + byteLength, 0).length);
  const cell = numberType.width + 1;
  const perRow = valuesPerRow(cell, columns - digits);
  const texts = numberType.texts();
  const rowLength = digits + perRow * cell + 1;
  let target = Buffer.alloc(0);
  return {
    unitBytes: perRow * type.size,
    blockBytes: ELEMENT_BLOCK_BYTES,
    isStateless: true,
    block(bytes, byteOffset) {
      const count = bytes.length / type.size;
      const rows = Math.ceil(count / perRow);
      if (target.length < rows * rowLength) target = Buffer.alloc(rows * rowLength, SPACE);
      texts.load(bytes);
      for (let row = rows - 1; row >= 0; row--) {
        const start = row * rowLength;
        const from = row * perRow;
        const to = Math.min(from + perRow, count);
        target[start + digits + (to - from) * cell] = NEWLINE;
        for (let index = to - 1; index >= from; index--) {
          const cellStart = start + digits + (index - from) * cell;
          let at = texts.putBefore(target, cellStart + cell, index);
          while (at > cellStart) target[--at] = SPACE;
        }
        putOffset(byteOffset + from * type.size, digits, target, start);
      }
      return target.subarray(0, rows * rowLength - (rows * perRow - count) * cell);
    },
  };
}

/** A power of two, so that offsets are round. */
function valuesPerRow(cell: number, columns: number): number {
  let count = MOST_PER_ROW;
  while (count > 1 && count * cell > columns) count /= 2;
  return count;
}
