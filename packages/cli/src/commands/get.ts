import type { CArray, ElementType } from 'carray';
import type { Position } from '../arguments/position.js';
import { elementTypeOf } from '../element-type.js';
import { elementAt } from '../elements/element-at.js';
import { documentHead } from '../elements/lines.js';
import { type Elements, withElements } from '../elements/open.js';
import type { GlobalOptions } from '../library.js';
import { write } from '../output.js';
import { columnIn, columnOf, wholeOf } from '../values/fields.js';
import { jsonOf, lineOf } from '../values/value-text.js';

export interface GetOptions extends GlobalOptions {
  readonly type: string;
  readonly offset?: Position;
  readonly field?: string;
  readonly json?: boolean;
}

/** `carray get FILE INDEX...`. */
export async function get(file: string, indexes: readonly number[], options: GetOptions): Promise<void> {
  const type = elementTypeOf(options.type);
  const column = options.field === undefined ? wholeOf(type) : columnOf(options.field, type);
  const endlessCount = Math.min(...indexes) < 0 ? undefined : Math.max(...indexes) + 1;
  const text = await withElements(file, type, { ...options, endlessCount }, (elements) => {
    const places = indexes.map((index) => elementAt(index, elements.array.length, file));
    const values = columnIn(elements.array, column);
    if (options.json) return json(elements, places, values, column);
    const line = lineOf(column.type);
    return places.map((at) => `${line(values.get(at))}\n`).join('');
  });
  await write(text);
}

function json(
  elements: Elements,
  places: readonly number[],
  values: CArray<ElementType>,
  column: ReturnType<typeof wholeOf>,
): string {
  const { type, byteOffset } = elements;
  const text = jsonOf(column.type);
  const items = places.map((index) => {
    const offset = byteOffset + index * type.size + column.byteOffset;
    return `{"index":${index},"offset":${offset},"value":${text(values.get(index))}}`;
  });
  const field = column.names.length === 0 ? '' : `,"field":${JSON.stringify(column.names.join('.'))}`;
  return `${documentHead(elements)}${field},"elements":[${items.join(',')}]}\n`;
}
