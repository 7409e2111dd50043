import type { ElementType } from 'carray';
import { isArray } from '../values/shapes.js';
import { jsonOf, lineOf, type TextOf } from '../values/value-text.js';
import { columnsOf } from './columns.js';
import type { Format, Subject } from './format.js';
import { list } from './list.js';

/** The names of the columns, then a line for each element, with the quotes of RFC 4180. */
export function csv(subject: Subject): Format {
  const columns = columnsOf(subject.type).map((column) => ({ ...column, text: cellOf(column.type) }));
  const row = (element: unknown): string =>
    columns.map(({ text, valueIn }) => field(text(valueIn(element)))).join(',');
  return {
    ...list(subject, { separator: '', terminator: '\n', isJson: false }, row),
    begin: () => `${columns.map(({ name }) => field(name)).join(',')}\n`,
  };
}

/** The value as it is: texts without the quotes that they have in a line, arrays in JSON. */
function cellOf(type: ElementType): TextOf {
  const text = isArray(type) ? jsonOf(type) : lineOf(type);
  return (value) => (typeof value === 'string' ? value : text(value));
}

/** In quotes where it has to be; an empty one too, since a line of nothing is no row to some. */
function field(text: string): string {
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
