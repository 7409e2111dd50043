import type { CArray, ElementType, FieldPlace, RecordType } from '../../src/index.js';
import { isRecordType } from '../../src/types/struct.js';

const isList = (type: ElementType): type is ElementType & { element: ElementType; count: number } =>
  'element' in type;

/** Stores a struct field by field, those of structs and arrays in it too, through what `ref` gives. */
export function assign(reference: object, type: RecordType<unknown>, value: object, stored = () => {}): void {
  for (const { name, type: field, bits } of type.places) {
    const given: unknown = Reflect.get(value, name);
    if (bits === undefined && isRecordType(field) && field.kind === 'struct') {
      assign(Reflect.get(reference, name), field, given as object, stored);
    } else if (bits === undefined && isList(field)) {
      assignList(Reflect.get(reference, name), field.element, given as unknown[], stored);
    } else {
      Reflect.set(reference, name, given);
      stored();
    }
  }
}

function assignList(list: CArray, type: ElementType, values: readonly unknown[], stored: () => void): void {
  for (const [index, value] of values.entries()) {
    if (isRecordType(type) && type.kind === 'struct') {
      assign(list.ref(index) as object, type, value as object, stored);
    } else {
      list.set(index, value);
      stored();
    }
  }
}

/** The value of a struct, read field by field through what `ref` gives. */
export function read(reference: object, type: RecordType<unknown>): object {
  return Object.fromEntries(type.places.map((place) => [place.name, readField(reference, place)]));
}

function readField(reference: object, { name, type, bits }: FieldPlace): unknown {
  const value: unknown = Reflect.get(reference, name);
  if (bits !== undefined) return value;
  if (isRecordType(type)) return read(value as object, type);
  if (!isList(type)) return value;
  const list = value as CArray;
  const { element } = type;
  return Array.from(list, (item, index) =>
    isRecordType(element) ? read(list.ref(index) as object, element) : item,
  );
}

/** Sets the bits of a struct that belong to a value. */
export function mask(bytes: Uint8Array, start: number, type: ElementType): void {
  if (isList(type)) {
    for (let index = 0; index < type.count; index++)
      mask(bytes, start + index * type.element.size, type.element);
  } else if (isRecordType(type) && type.kind === 'struct') {
    for (const place of type.places) maskField(bytes, start + place.byteOffset, place);
  } else {
    bytes.fill(0xff, start, start + type.size);
  }
}

function maskField(bytes: Uint8Array, start: number, { type, bits }: FieldPlace): void {
  if (bits === undefined) {
    mask(bytes, start, type);
    return;
  }
  for (let bit = bits.first; bit < bits.first + bits.width; bit++) {
    const at = start + Math.floor(bit / 8);
    bytes[at] = (bytes[at] ?? 0) | (1 << (bit % 8));
  }
}
