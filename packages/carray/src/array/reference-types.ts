import type { ArrayType } from '../types/arrays.js';
import type { ElementType, StoredOf, TypedArray, ValueOf } from '../types/element-type.js';
import type { BitField, Fields, Padding } from '../types/layout.js';
import type { RecordType } from '../types/struct.js';
import type { CArray } from './carray.js';

/**
 * A live accessor of a struct or union with these fields. An array in it reads as a CArray, and so a whole one is
 * stored with `replace`: TypeScript has no such property that takes more than it gives.
 */
export type FieldRefs<F extends Fields> = {
  -readonly [Name in keyof F as F[Name] extends Padding ? never : Name]: FieldRef<F[Name]>;
};

type FieldRef<F> =
  F extends BitField<infer V>
    ? V
    : F extends RecordType<unknown> | ArrayType<ElementType>
      ? RefOf<F>
      : F extends ElementType<infer V, TypedArray, unknown>
        ? ValueRef<V>
        : never;

/** What `ref` gives for elements of a type; never for numbers and others without parts, where it throws. */
export type RefOf<E> =
  E extends RecordType<infer V, infer F, unknown>
    ? RecordRef<V, F>
    : E extends ArrayType<infer T>
      ? CArray<T>
      : E extends ElementType<infer V, TypedArray, unknown>
        ? PartsOf<V>
        : never;

type RecordRef<V, F extends Fields> = string extends keyof F ? PartsOf<V> : FieldRefs<F>;

/* Of types that `ctype` made only the values are known. */

type PartsOf<V> = unknown extends V ? unknown : V extends object ? ValueRef<V> : never;

type ValueRef<V> = V extends readonly (infer Item)[]
  ? CArray<ElementType<Item>>
  : V extends object
    ? { -readonly [Name in keyof V]-?: ValueRef<V[Name]> }
    : V;

/** The element type of a struct's column. */
export type FieldType<F> = F extends BitField<infer V> ? ElementType<V> : F extends ElementType ? F : never;

/** The fields of a struct or union type that have a column. */
export type FieldsOf<E> =
  E extends RecordType<infer V, infer F, infer S>
    ? RecordFields<V, F, S>
    : ValueFields<ValueOf<E>, StoredOf<E>>;

type RecordFields<V, F extends Fields, S> = string extends keyof F
  ? ValueFields<V, S>
  : { readonly [Name in keyof F as F[Name] extends Padding ? never : Name]: F[Name] };

type ValueFields<V, S> = unknown extends V
  ? Readonly<Record<string, ElementType>>
  : V extends readonly unknown[]
    ? NoFields
    : V extends object
      ? { readonly [Name in keyof V]-?: ElementType<V[Name], TypedArray, StoredField<S, Name, V[Name]>> }
      : NoFields;

type StoredField<S, Name, V> = S extends { readonly [Only in Name & string]: infer Stored } ? Stored : V;

type NoFields = Readonly<Record<never, ElementType>>;
