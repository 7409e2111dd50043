import { columnsOf } from './columns.js';
import type { Format, Subject } from './format.js';
import { list } from './list.js';
import { plainOf } from './value-text.js';

/** The names of the columns, then a line for each element, with the quotes of RFC 4180. */
export function csv(subject: Subject): Format {
  const columns = columnsOf(subject.type).map((column) => ({ ...column, text: plainOf(column.type) }));
  const row = (element: unknown): string =>
    columns.map(({ text, valueIn }) => field(text(valueIn(element)))).join(',');
  return {
    ...list(subject, { separator: '', terminator: '\n', isJson: false }, row),
    begin: () => `${columns.map(({ name }) => field(name)).join(',')}\n`,
  };
}

/** In quotes where it has to be; an empty one too, since a line of nothing is no row to some. */
function field(text: string): string {
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
