import { inspect } from 'node:util';
import { typeError } from '../errors/coded.js';
import { HeapMemory } from '../memory/heap.js';
import type { ElementPlace } from '../memory/mapping-fault.js';
import type { Memory } from '../memory/memory.js';
import { isArrayType } from '../types/arrays.js';
import { fieldType } from '../types/bits.js';
import type { ElementType } from '../types/element-type.js';
import type { FieldPlace } from '../types/layout.js';
import { checkField } from '../types/record-codecs.js';
import { isRecordType, type RecordType } from '../types/struct.js';
import { loadAt, storeAt } from './bytes.js';
import type { ArrayPlace } from './place.js';
import { type ElementWindow, noWindow } from './trusted.js';

/** What a reference needs of its array. */
interface ReferredArray extends ElementPlace {
  readonly memory: Memory;
  derive(place: ArrayPlace<ElementType>): ReferredArray;
  openWindow(index: number): void;
}

/** Where a reference's struct or union lies. */
export interface Origin {
  readonly array: ReferredArray;
  readonly window: Pick<ElementWindow, 'windowOffset'>;
  /** Bytes from the start of the window. */
  readonly at: number;
}

/**
 * Live accessors of one struct or union type: its fields are properties, read and written in the memory itself. Their
 * own state is in private fields, so that a field of the struct may have any name.
 */
export interface ReferenceClass {
  new (array: ReferredArray, window: Pick<ElementWindow, 'windowOffset'>, at: number): object;
  readonly prototype: object;
  /** Undefined for what is no reference of the class. */
  origin(reference: unknown): Origin | undefined;
}

interface FieldAddress extends Origin {
  readonly byteOffset: number;
}

function locate(origin: Origin | undefined, place: FieldPlace): FieldAddress {
  if (origin === undefined) {
    throw typeError(
      'ERR_INVALID_ARG_TYPE',
      `The field ${inspect(place.name)} is one of references: take ref(i)`,
    );
  }
  const { array, window, at } = origin;
  return { array, window, at, byteOffset: array.byteOffset + window.windowOffset + at + place.byteOffset };
}

/** The value of a field; of a struct, union or array in it what reads and writes those in place. */
export function loadField(origin: Origin | undefined, place: FieldPlace): unknown {
  const { array, window, at, byteOffset } = locate(origin, place);
  const type = fieldType(place);
  if (isRecordType(type)) {
    const nested = checkedReferenceClass(type);
    return new nested(array, window, at + place.byteOffset);
  }
  if (isArrayType(type)) {
    return array.derive({ type: type.element, memory: array.memory, byteOffset, length: type.count });
  }
  array.memory.check(byteOffset, type.size, 'read', array);
  return loadAt(array.memory, byteOffset, type, array);
}

/** Stores into a field, checked as `set` checks: what does not fit changes nothing. */
export function storeField(origin: Origin | undefined, place: FieldPlace, value: unknown): void {
  const { array, byteOffset } = locate(origin, place);
  const type = fieldType(place);
  array.memory.check(byteOffset, type.size, 'write', array);
  const checked = checkField(place.name, type.codec, value);
  array.memory.check(byteOffset, type.size, 'write', array); // the conversion may have run code of the caller's
  storeAt(array.memory, byteOffset, type, checked, array);
}

/** Shows the fields of a reference as `console.log` shows those of an object. */
function describeReference(origin: Origin | undefined, type: RecordType<unknown>): object {
  const shown: object = Object.create(null);
  const copied = origin && copyOf(origin, type);
  for (const place of type.places) {
    const get = () => (copied === undefined ? refuse(origin, type) : loadField(copied, place));
    Object.defineProperty(shown, place.name, { value: attempt(get), enumerable: true });
  }
  return shown;
}

/** The struct or union on the heap, so that nothing is accessed to show it; undefined where it cannot be read. */
function copyOf({ array, window, at }: Origin, type: RecordType<unknown>): Origin | undefined {
  const bytes = array.memory.peek(array.byteOffset + window.windowOffset + at, type.size);
  if (bytes === undefined) return undefined;
  const memory = new HeapMemory(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { array: array.derive({ type, memory, byteOffset: 0, length: 1 }), window: noWindow, at: 0 };
}

/** Throws what an access would, without one. */
function refuse(origin: Origin | undefined, type: RecordType<unknown>): never {
  if (origin !== undefined) {
    const { array, window, at } = origin;
    array.memory.check(array.byteOffset + window.windowOffset + at, type.size, 'read', array);
  }
  throw typeError('ERR_MAPPING_FAULT', 'not readable');
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
    made = class CheckedReference {
      readonly #origin: Origin;
      constructor(array: ReferredArray, window: Pick<ElementWindow, 'windowOffset'>, at: number) {
        this.#origin = { array, window, at };
      }
      static origin(reference: unknown): Origin | undefined {
        return reference instanceof Object && #origin in reference ? reference.#origin : undefined;
      }
    };
    Object.defineProperty(made.prototype, 'constructor', { value: Object, configurable: true });
    prepareReferences(made, type);
    for (const place of type.places) defineField(made, place);
    checkedClasses.set(type, made);
  }
  return made;
}

function defineField(referenceClass: ReferenceClass, place: FieldPlace): void {
  Object.defineProperty(referenceClass.prototype, place.name, {
    get() {
      return loadField(referenceClass.origin(this), place);
    },
    set(value: unknown) {
      storeField(referenceClass.origin(this), place, value);
    },
    configurable: true,
  });
}

/** What all references have besides their fields, one of which may be named `toJSON` and takes its place. */
export function prepareReferences(referenceClass: ReferenceClass, type: RecordType<unknown>): void {
  Object.defineProperty(referenceClass.prototype, 'toJSON', {
    value() {
      const fields = type.places.map((place) => [place.name, loadField(referenceClass.origin(this), place)]);
      return Object.fromEntries(fields);
    },
    configurable: true,
  });
  Object.defineProperty(referenceClass.prototype, inspect.custom, {
    value() {
      return describeReference(referenceClass.origin(this), type);
    },
  });
}
