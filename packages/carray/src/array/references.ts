import { inspect } from 'node:util';
import { typeError } from '../errors/coded.js';
import type { Memory } from '../memory/memory.js';
import { isArrayType } from '../types/arrays.js';
import { fieldType } from '../types/bits.js';
import type { FieldPlace } from '../types/layout.js';
import { isRecordType, type RecordType } from '../types/struct.js';
import { viewOf } from './bytes.js';
import type { ArrayPlace } from './place.js';
import type { Part } from './trusted.js';

/** What a reference needs of its array. */
interface ReferredArray {
  readonly memory: Memory;
  readonly byteOffset: number;
  derive(place: ArrayPlace<unknown>): unknown;
}

// Symbols, so that a field may have any name.
export const ARRAY = Symbol('array');
export const PART = Symbol('part');
export const AT = Symbol('at');
export const BINDING = Symbol('binding');

/** A live accessor of one struct or union: its fields are properties, read and written in the memory itself. */
export interface Reference {
  readonly [ARRAY]: ReferredArray;
  readonly [PART]: Pick<Part, 'partOffset'>;
  /** Bytes from the start of the part. */
  readonly [AT]: number;
  readonly [BINDING]: number;
}

export type ReferenceClass = new (
  array: ReferredArray,
  part: Pick<Part, 'partOffset'>,
  at: number,
  binding: number,
) => Reference;

interface FieldAddress {
  readonly array: ReferredArray;
  readonly byteOffset: number;
}

function locate(reference: Reference, place: FieldPlace): FieldAddress {
  const array: ReferredArray | undefined = reference[ARRAY];
  if (array === undefined) {
    throw typeError(
      'ERR_INVALID_ARG_TYPE',
      `The field ${inspect(place.name)} is one of references: take ref(i)`,
    );
  }
  const inArray = reference[PART].partOffset + reference[AT] + place.byteOffset;
  return { array, byteOffset: array.byteOffset + inArray };
}

/** The value of a field; of a struct, union or array in it what reads and writes those in place. */
export function loadField(reference: Reference, place: FieldPlace): unknown {
  const { array, byteOffset } = locate(reference, place);
  const type = fieldType(place);
  if (isRecordType(type)) {
    const nested = checkedReferenceClass(type);
    return new nested(array, reference[PART], reference[AT] + place.byteOffset, 0);
  }
  if (isArrayType(type)) {
    return array.derive({ type: type.element, memory: array.memory, byteOffset, length: type.count });
  }
  array.memory.check(byteOffset, type.size, 'read');
  return type.codec.load(viewOf(array.memory, byteOffset, type.size), 0);
}

/** Stores into a field, checked as `set` checks: what does not fit changes nothing. */
export function storeField(reference: Reference, place: FieldPlace, value: unknown): void {
  const { array, byteOffset } = locate(reference, place);
  const { codec, size } = fieldType(place);
  array.memory.check(byteOffset, size, 'write');
  const checked = codec.check(value);
  array.memory.check(byteOffset, size, 'write'); // the conversion may have run code of the caller's
  codec.store(viewOf(array.memory, byteOffset, size), 0, checked);
}

/** Shows the fields of a reference as `console.log` shows those of an object. */
export function describeReference(reference: Reference, type: RecordType<unknown>): object {
  const shown: object = Object.create(null);
  for (const place of type.places) {
    const get = () => loadField(reference, place);
    Object.defineProperty(shown, place.name, { value: attempt(get), enumerable: true });
  }
  return shown;
}

function attempt(get: () => unknown): unknown {
  try {
    return get();
  } catch (error) {
    return `<${error instanceof Error ? error.message : String(error)}>`;
  }
}

const checkedClasses = new WeakMap<RecordType<unknown>, ReferenceClass>();

/** The class of references that check step by step, for memory that cannot be trusted. */
export function checkedReferenceClass(type: RecordType<unknown>): ReferenceClass {
  let made = checkedClasses.get(type);
  if (made === undefined) {
    made = class CheckedReference implements Reference {
      readonly [ARRAY]: ReferredArray;
      readonly [PART]: Pick<Part, 'partOffset'>;
      readonly [AT]: number;
      readonly [BINDING]: number;
      constructor(array: ReferredArray, part: Pick<Part, 'partOffset'>, at: number, binding: number) {
        this[ARRAY] = array;
        this[PART] = part;
        this[AT] = at;
        this[BINDING] = binding;
      }
    };
    for (const place of type.places) defineField(made.prototype, place);
    prepareReferences(made, type);
    checkedClasses.set(type, made);
  }
  return made;
}

function defineField(prototype: object, place: FieldPlace): void {
  Object.defineProperty(prototype, place.name, {
    get(this: Reference) {
      return loadField(this, place);
    },
    set(this: Reference, value: unknown) {
      storeField(this, place, value);
    },
    configurable: true,
  });
}

/** What all references have besides their fields. */
export function prepareReferences(referenceClass: ReferenceClass, type: RecordType<unknown>): void {
  Object.defineProperty(referenceClass.prototype, inspect.custom, {
    value(this: Reference) {
      return describeReference(this, type);
    },
  });
}
