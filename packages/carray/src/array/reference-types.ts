import type { ArrayType } from '../types/arrays.js';
import type { ElementType, ValueOf } from '../types/element-type.js';
import type { BitField, Fields, Padding } from '../types/layout.js';
import type { RecordType } from '../types/struct.js';
import type { CArray } from './carray.js';

/** A live accessor of a struct or union with these fields. */
export type FieldRefs<F extends Fields> = {
  -readonly [Name in keyof F as F[Name] extends Padding ? never : Name]: FieldRef<F[Name]>;
};

type FieldRef<F> = F extends BitField<infer V> ? V : F extends ElementType ? RefOf<F> : never;

/** What `ref` gives for elements of a type; for a type without parts, in a struct, its value. */
export type RefOf<E> =
  E extends RecordType<unknown, infer F>
    ? FieldRefs<F>
    : E extends ArrayType<infer T>
      ? CArray<T>
      : ValueOf<E>;

/** The element type of a struct's column. */
export type FieldType<F> = F extends BitField<infer V> ? ElementType<V> : F extends ElementType ? F : never;

/** The fields of a struct or union type that have a column. */
export type FieldsOf<E> =
  E extends RecordType<unknown, infer F>
    ? { readonly [Name in keyof F as F[Name] extends Padding ? never : Name]: F[Name] }
    : never;
