import { inspect } from 'node:util';
import { inField, received, shown } from '../errors/arguments.js';
import { typeError } from '../errors/coded.js';
import { fieldType } from './bits.js';
import type { Codec, Inline } from './element-type.js';
import { loadSource, propertySource } from './inline.js';
import type { FieldPlace } from './layout.js';

/** A field or member with a value, and how that goes into its bytes. */
interface PlacedField {
  readonly name: string;
  readonly byteOffset: number;
  readonly codec: Codec<unknown>;
}

const placed = (places: readonly FieldPlace[]): PlacedField[] =>
  places.map((place) => ({
    name: place.name,
    byteOffset: place.byteOffset,
    codec: fieldType(place).codec,
  }));

const namesOf = (fields: readonly PlacedField[]): Set<string> => new Set(fields.map(({ name }) => name));

/** The own properties of a value that is an object. */
function ownNames(kind: string, value: unknown): { object: object; names: string[] } {
  if (typeof value === 'object' && value !== null) return { object: value, names: Object.keys(value) };
  throw typeError(
    'ERR_INVALID_ARG_TYPE',
    `A value of a ${kind} must be an object with its fields. ${received(value)}`,
  );
}

function refuseUnknown(kind: string, names: readonly string[], known: ReadonlySet<string>): void {
  const unknown = names.find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw typeError(
    'ERR_INVALID_ARG_TYPE',
    `The ${kind} has no field ${shown(unknown)}. It has ${[...known].join(', ')}`,
  );
}

/** Whether a property comes from a class of the value's: references have their fields so. */
function inherits(object: object, name: string): boolean {
  for (let from = Object.getPrototypeOf(object); from !== null; from = Object.getPrototypeOf(from)) {
    if (from === Object.prototype) return false;
    if (Object.hasOwn(from, name)) return true;
  }
  return false;
}

/** The value of a field, checked; what is refused is refused with the name of the field. */
export function checkField(name: string, codec: Codec<unknown>, value: unknown): unknown {
  try {
    return codec.check(value);
  } catch (error) {
    throw inField(name, error);
  }
}

export function structCodec(places: readonly FieldPlace[]): Codec<unknown> {
  const fields = placed(places);
  const known = namesOf(fields);
  return {
    check(value) {
      const { object, names } = ownNames('struct', value);
      refuseUnknown('struct', names, known);
      const missing = fields.find(
        (field) => !Object.hasOwn(object, field.name) && !inherits(object, field.name),
      );
      if (missing !== undefined) {
        throw typeError(
          'ERR_INVALID_ARG_TYPE',
          `The field ${inspect(missing.name)} of the struct is missing`,
        );
      }
      return fields.map(({ name, codec }) => checkField(name, codec, Reflect.get(object, name)));
    },
    load: (view, at) => loadFields(fields, view, at),
    inline: inlineFields(fields),
    store(view, at, values) {
      if (!Array.isArray(values)) return;
      for (const [index, { byteOffset, codec }] of fields.entries())
        codec.store(view, at + byteOffset, values[index]);
    },
  };
}

interface CheckedMember {
  readonly field: PlacedField;
  readonly value: unknown;
}

export function unionCodec(places: readonly FieldPlace[], size: number): Codec<unknown> {
  const fields = placed(places);
  const known = namesOf(fields);
  return {
    check(value): CheckedMember {
      const { object, names } = ownNames('union', value);
      refuseUnknown('union', names, known);
      const field = fields.find(({ name }) => name === names[0]);
      if (field !== undefined && names.length === 1)
        return { field, value: checkField(field.name, field.codec, Reflect.get(object, field.name)) };
      throw typeError(
        'ERR_INVALID_ARG_TYPE',
        `A value of a union must have exactly one field. Received ${names.length}`,
      );
    },
    load: (view, at) => loadFields(fields, view, at),
    inline: inlineFields(fields),
    store(view, at, checked) {
      const { field, value } = checked as CheckedMember;
      new Uint8Array(view.buffer, view.byteOffset + at, size).fill(0);
      field.codec.store(view, at + field.byteOffset, value);
    },
  };
}

// defineProperty, so that a field named __proto__ is a field.
function loadFields(fields: readonly PlacedField[], view: DataView, at: number): object {
  const loaded = {};
  for (const { name, byteOffset, codec } of fields) {
    const value = codec.load(view, at + byteOffset);
    Object.defineProperty(loaded, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return loaded;
}

function inlineFields(fields: readonly PlacedField[]): Inline {
  return {
    load(view, at, constants) {
      const properties = fields.map(({ name, byteOffset, codec }) => {
        const place = byteOffset === 0 ? at : `${at} + ${byteOffset}`;
        return `${propertySource(name)}: ${loadSource(codec, view, place, constants)}`;
      });
      return `{ ${properties.join(', ')} }`;
    },
  };
}
