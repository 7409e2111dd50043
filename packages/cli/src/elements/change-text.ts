import { type CArray, type ElementType, uint8 } from 'carray';
import { hexBytes, offsetText } from '../text.js';
import { columnIn } from '../values/fields.js';
import type { Store } from '../values/stores.js';
import { lineOf } from '../values/value-text.js';

const MOST_BYTES = 32;

/** A line for each store into one element: where, its bytes before and after, the values. Both are copies of that element. */
export function changeLines(
  stores: readonly Store[],
  before: CArray<ElementType>,
  after: CArray<ElementType>,
  byteOffset: number,
): string[] {
  return stores.map(({ column }) => {
    const from = column.byteOffset;
    const to = from + column.byteLength;
    const bytes = [before, after].map((copy) => bytesText(copy.cast(uint8).subarray(from, to)));
    const text = lineOf(column.type);
    const values = [before, after].map((copy) => text(columnIn(copy, column).get(0)));
    const name = column.names.length === 0 ? '' : `${column.names.join('.')} `;
    return `${name}${offsetText(byteOffset + from)}: ${bytes.join(' → ')}  (${values.join(' → ')})`;
  });
}

function bytesText(bytes: CArray<typeof uint8>): string {
  const shown = hexBytes(bytes.subarray(0, MOST_BYTES).toArray());
  return bytes.length > MOST_BYTES ? `${shown} ... (${bytes.length} bytes)` : shown;
}
