import { CArray } from 'carray';
import { bold } from '../style.js';
import { hex } from '../text.js';
import { lineOf, type TextOf } from '../values/value-text.js';
import { type Column, columnsOf } from './columns.js';
import { ELEMENT_BLOCK_BYTES, type Format, type Looks, type Subject } from './format.js';

const MIN_DIGITS = 8;
const GAP = '  ';

interface Cells extends Column {
  readonly text: TextOf;
  width: number;
}

/**
 * A row for each element: the offset of its first byte, then its fields in columns with their names above. Where the terminal is too
 * narrow for rows, a line for each field.
 */
export function rowTable({ type, byteOffset: first, byteLength }: Subject, looks: Looks): Format {
  const digits = Math.max(MIN_DIGITS, hex(first + byteLength, 0).length);
  const columns = columnsOf(type).map(
    (column): Cells => ({ ...column, text: lineOf(column.type), width: column.name.length }),
  );
  let isNarrow = false;
  return {
    unitBytes: type.size,
    blockBytes: ELEMENT_BLOCK_BYTES,
    isStateless: false, // columns are as wide as their widest value so far
    block(bytes, byteOffset) {
      const elements = CArray.view(type, bytes).toArray();
      const rows = elements.map((element) => columns.map(({ text, valueIn }) => text(valueIn(element))));
      for (const row of rows) widen(columns, row);
      const isFirst = byteOffset === first;
      if (isFirst) isNarrow = looks.isTerminal && digits + line(columns, []).length > looks.columns;
      const offsetOf = (row: number): string => hex(byteOffset + row * type.size, digits);
      if (isNarrow)
        return rows.map((row, index) => `${bold(offsetOf(index))}\n${fieldLines(columns, row)}`).join('');
      const lines = rows.map((row, index) => `${offsetOf(index)}${line(columns, row)}\n`);
      return (isFirst ? header(columns, digits) : '') + lines.join('');
    },
  };
}

function fieldLines(columns: readonly Cells[], row: readonly string[]): string {
  const width = Math.max(...columns.map(({ name }) => name.length));
  return columns.map(({ name }, index) => `${GAP}${name.padEnd(width)}${GAP}${row[index] ?? ''}\n`).join('');
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
