import { jsonOf } from '../values/value-text.js';
import type { Format, Subject } from './format.js';
import { list } from './list.js';

/** One document, an element in each line. */
export function json(subject: Subject): Format {
  const { file, type, byteOffset, byteLength } = subject;
  const count = byteLength / type.size;
  const head = JSON.stringify({ file, type: type.name, byteOffset, count }).slice(0, -1);
  const marks = { separator: ',\n', terminator: '', isJson: true };
  return {
    ...list(subject, marks, jsonOf(type)),
    begin: () => `${head},"elements":[${count > 0 ? '\n' : ''}`,
    end: () => `${count > 0 ? '\n' : ''}]}\n`,
  };
}

/** The JSON of an element in each line. */
export const ndjson = (subject: Subject): Format =>
  list(subject, { separator: '', terminator: '\n', isJson: true }, jsonOf(subject.type));
