import type { Format, Looks, Subject } from './format.js';
import { numberTable } from './number-table.js';
import { numberTypeOf } from './numbers/number-type.js';
import { rowTable } from './row-table.js';

/** Numbers in as many columns as fit, other elements in a row each. */
export function table(subject: Subject, looks: Looks): Format {
  const numberType = numberTypeOf(subject.type);
  return numberType === undefined ? rowTable(subject, looks) : numberTable(subject, looks, numberType);
}
