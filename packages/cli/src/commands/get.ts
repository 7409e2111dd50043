import type { CArray, ElementType } from 'carray';
import type { Position } from '../arguments/position.js';
import { elementTypeOf } from '../element-type.js';
import { columnIn, columnOf, wholeOf } from '../elements/fields.js';
import { elementAt } from '../elements/index-of.js';
import { type Elements, withElements } from '../elements/open.js';
import { jsonText, valueText } from '../elements/value-text.js';
import type { GlobalOptions } from '../library.js';
import { write } from '../output.js';

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
  const ofDevice = Math.min(...indexes) < 0 ? -1 : Math.max(...indexes) + 1;
  const text = await withElements(file, type, { ...options, ofDevice }, (elements) => {
    const places = indexes.map((index) => elementAt(index, elements.array.length, file));
    const values = columnIn(elements.array, column);
    return options.json
      ? json(elements, places, values, column)
      : places.map((at) => `${valueText(values.get(at), column.type)}\n`).join('');
  });
  await write(text);
}

function json(
  { path, type, byteOffset }: Elements,
  places: readonly number[],
  values: CArray<ElementType>,
  column: ReturnType<typeof wholeOf>,
): string {
  const items = places.map((index) => {
    const offset = byteOffset + index * type.size + column.byteOffset;
    return `{"index":${index},"offset":${offset},"value":${jsonText(values.get(index), column.type)}}`;
  });
  const field = column.names.length === 0 ? '' : `,"field":${JSON.stringify(column.names.join('.'))}`;
  return `{"file":${JSON.stringify(path)},"type":${JSON.stringify(type.name)}${field},"elements":[${items.join(',')}]}\n`;
}
