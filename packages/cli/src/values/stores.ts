import { CArray, type ElementType } from 'carray';
import { messageOf, UsageError } from '../errors.js';
import { type Column, columnIn, fieldOf, wholeOf } from './fields.js';
import { isRecord } from './shapes.js';
import { type Written, writtenJson } from './written-json.js';
import { valueOfText, valueOfWritten } from './written-value.js';

/** A value for one field, or for whole elements. */
export interface Store {
  readonly column: Column;
  readonly value: unknown;
}

/**
 * What a text of the command line gives to elements of a type: of a struct a value for each field that it names, however
 * deep, and nothing for the others. Each value fits.
 * @throws UsageError
 */
export function storesOf(text: string, type: ElementType): Store[] {
  const whole = wholeOf(type);
  const stores = isRecord(type)
    ? fieldStores(writtenJson(text), whole)
    : [{ column: whole, value: valueOfText(text, type) }];
  const trial = CArray.alloc(type, 1);
  for (const store of stores) tryOn(trial, store);
  return stores;
}

function fieldStores(written: Written, column: Column): Store[] {
  const { type } = column;
  if (!isRecord(type)) return [{ column, value: valueOfWritten(written, type) }];
  if (!(written instanceof Map) || written.size === 0) {
    throw new UsageError(
      `a value of type ${type.name} names fields: {"${type.places[0]?.name}": value, ...}`,
    );
  }
  if (type.kind === 'union' && written.size > 1) {
    const names = type.places.map(({ name }) => name).join(', ');
    throw new UsageError(`a value of type ${type.name} is that of one member: one of ${names}`);
  }
  return [...written].flatMap(([name, field]) => fieldStores(field, fieldOf(column, name)));
}

function tryOn(trial: CArray<ElementType>, { column, value }: Store): void {
  try {
    columnIn(trial, column).set(0, value);
  } catch (error) {
    const field = column.names.length === 0 ? '' : `field '${column.names.join('.')}': `;
    throw new UsageError(`${field}${messageOf(error)}`);
  }
}

/** Stores into all elements of an array: the bytes of the fields that are given, and no others. */
export function apply(stores: readonly Store[], array: CArray<ElementType>): void {
  for (const { column, value } of stores) columnIn(array, column).fill(value);
}

/** The values as elements give them back once they are stored: rounded, an enumeration's number as its name. */
export function asLoaded(stores: readonly Store[], type: ElementType): Store[] {
  const trial = CArray.alloc(type, 1);
  return stores.map(({ column, value }) => {
    const field = columnIn(trial, column);
    field.set(0, value);
    return { column, value: field.get(0) };
  });
}
