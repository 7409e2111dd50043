import type { ElementType } from 'carray';
import { UsageError } from '../errors.js';
import { isArray, isRecord, type RecordShape, type Shape, shapeOf } from './shapes.js';
import { type Written, writtenJson } from './written-json.js';
import { bigIntOf, numberOf } from './written-number.js';

/** The value of a type that a text of the command line means. Whether it fits is not asked yet. @throws UsageError */
export function valueOfText(text: string, type: ElementType): unknown {
  const shape = shapeOf(type);
  if (shape === 'record' || shape === 'array') return valueOfWritten(writtenJson(text), type);
  if (shape === 'boolean') return valueOfWritten({ string: text }, type);
  return scalar(text, shape);
}

/** The same of a part of JSON. @throws UsageError */
export function valueOfWritten(written: Written, type: ElementType): unknown {
  if (isRecord(type)) return recordOf(written, type);
  if (isArray(type)) {
    if (Array.isArray(written)) return written.map((item) => valueOfWritten(item, type.element));
    throw new UsageError(`a value of type ${type.name} is a list of ${type.count}: [value, ...]`);
  }
  const shape = shapeOf(type);
  if (shape === 'boolean') return booleanOf(written, type);
  if (typeof written === 'object' && written !== null) {
    if ('string' in written) return scalar(written.string, shape);
    if ('number' in written && shape !== 'text') return scalar(written.number, shape);
  }
  throw new UsageError(`a value of type ${type.name} is a ${shape === 'text' ? 'string' : 'number'}`);
}

function scalar(text: string, shape: Shape): unknown {
  if (shape === 'text') return text;
  if (shape === 'bigint') return bigIntOf(text);
  if (shape === 'enumeration' && !/^[+-]?\d/.test(text)) return text;
  return numberOf(text);
}

function booleanOf(written: Written, type: ElementType): boolean {
  if (typeof written === 'boolean') return written;
  const text = typeof written === 'object' && written !== null && 'string' in written ? written.string : '';
  if (text === 'true' || text === 'false') return text === 'true';
  throw new UsageError(`a value of type ${type.name} is true or false`);
}

function recordOf(written: Written, type: RecordShape): Record<string, unknown> {
  if (!(written instanceof Map))
    throw new UsageError(`a value of type ${type.name} is a struct: {"field": value, ...}`);
  const record: Record<string, unknown> = {};
  for (const [name, field] of written) {
    const place = type.places.find((each) => each.name === name);
    if (place === undefined) throw unknownField(name, type.places);
    record[name] = valueOfWritten(field, place.type);
  }
  return record;
}

export function unknownField(name: string, places: readonly { readonly name: string }[]): UsageError {
  return new UsageError(
    `there is no field '${name}': ${places.map((place) => place.name).join(', ')} are there`,
  );
}
