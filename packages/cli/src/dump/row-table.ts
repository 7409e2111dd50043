import { CArray, type ElementType } from 'carray';
import { bold } from '../style.js';
import { hex } from '../text.js';
import { ELEMENT_BLOCK_BYTES } from './blocks.js';
import { type Column, columnsOf } from './columns.js';
import type { Format, Subject } from './format.js';
import { plainOf, quoted, type TextOf } from './value-text.js';

const MIN_DIGITS = 8;
const GAP = '  ';

interface Cells extends Column {
  readonly text: TextOf;
  width: number;
}

/** A row for each element: the offset of its first byte, then its fields in columns with their names above. */
export function rowTable({ type, byteOffset: first, byteLength }: Subject): Format {
  const digits = Math.max(MIN_DIGITS, hex(first + byteLength, 0).length);
  const columns = columnsOf(type).map(
    (column): Cells => ({ ...column, text: cellText(column.type), width: column.name.length }),
  );
  return {
    unitBytes: type.size,
    blockBytes: ELEMENT_BLOCK_BYTES,
    isStateless: false, // columns are as wide as their widest value so far
    block(bytes, byteOffset) {
      const elements = CArray.view(type, bytes).toArray();
      const rows = elements.map((element) => columns.map(({ text, valueIn }) => text(valueIn(element))));
      for (const row of rows) widen(columns, row);
      const lines = rows.map(
        (row, index) => `${hex(byteOffset + index * type.size, digits)}${line(columns, row)}\n`,
      );
      return (byteOffset === first ? header(columns, digits) : '') + lines.join('');
    },
  };
}

/** Texts in quotes, so that each row is a line and shows where they end. */
function cellText(type: ElementType): TextOf {
  const plain = plainOf(type);
  return (value) => (typeof value === 'string' ? quoted(value) : plain(value));
}

function widen(columns: readonly Cells[], row: readonly string[]): void {
  for (const [index, column] of columns.entries()) {
    column.width = Math.max(column.width, row[index]?.length ?? 0);
  }
}

function line(columns: readonly Cells[], row: readonly string[]): string {
  return columns.map(({ width }, index) => GAP + (row[index] ?? '').padStart(width)).join('');
}

function header(columns: readonly Cells[], digits: number): string {
  return `${bold(
    `${'offset'.padEnd(digits)}${line(
      columns,
      columns.map(({ name }) => name),
    )}`,
  )}\n`;
}
