import { jsonOf } from '../values/value-text.js';
import type { Format, Subject } from './format.js';
import { list } from './list.js';

/** The JSON of an element in each line. */
export const ndjson = (subject: Subject): Format =>
  list(subject, { separator: '', terminator: '\n', isJson: true }, jsonOf(subject.type));
