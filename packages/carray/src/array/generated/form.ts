import type { ElementType } from '../../types/element-type.js';
import { isRecordType, type RecordType } from '../../types/struct.js';

/** What the generated methods of a class are made for. */
export interface Form {
  readonly type: ElementType;
  readonly stride: number;
  /** Whether the elements are an array of the engine; else they are read through a DataView. */
  readonly typed: boolean;
  readonly writable: boolean;
  /** Elements per window, a power of two; undefined where one holds all. */
  readonly windowLength: number | undefined;
  /** Whether each access must be followed by a look at the count of faults. */
  readonly canFault: boolean;
  /** The struct and union types whose references the class makes: its own, and those nested in it. */
  readonly records: readonly RecordType<unknown>[];
}

/** The state of a class's methods: made anew whenever it changes. */
export interface State {
  /** The number that an array must have for these methods to be used on it. */
  readonly binding: number;
  /** Whether the views of one array are constants of the methods, and no other has the binding. */
  readonly own: boolean;
  /** Whether indexes are compared before each access, as in a storm of errors: slower, but errors do not spoil it. */
  readonly inStorm: boolean;
}

/** The struct and union types of an element type, outermost first. */
export function recordsOf(type: ElementType): RecordType<unknown>[] {
  if (!isRecordType(type)) return [];
  const found = new Set<RecordType<unknown>>([type]);
  for (const record of found) {
    for (const place of record.places) if (isRecordType(place.type)) found.add(place.type);
  }
  return [...found];
}
