import { inspect } from 'node:util';
import { checkOptions } from '../arguments/check.js';
import { received } from '../errors/arguments.js';
import { typeError } from '../errors/coded.js';
import type { Codec, ElementType, StoredOf, TypedArray, ValueOf } from './element-type.js';
import {
  type BitField,
  checkPowerOfTwo,
  type FieldPlace,
  type Fields,
  isBitField,
  isPadding,
  type Layout,
  type LayoutOptions,
  layoutOf,
  type Padding,
} from './layout.js';
import { structCodec, unionCodec } from './record-codecs.js';

type FieldValue<F> = F extends BitField<infer V> ? V : ValueOf<F>;

type FieldStored<F> = F extends BitField<infer V> ? V : StoredOf<F>;

/** The value of a struct with these fields. */
export type StructValue<F extends Fields> = {
  -readonly [Name in keyof F as F[Name] extends Padding ? never : Name]: FieldValue<F[Name]>;
};

/** What stores take for a struct with these fields. */
export type StructStored<F extends Fields> = {
  readonly [Name in keyof F as F[Name] extends Padding ? never : Name]: FieldStored<F[Name]>;
};

/** The value of a union with these members: all of them, each a view of the same bytes. */
export type UnionValue<F extends Fields> = StructValue<F>;

/** What stores take for a union with these members: exactly one of them. */
export type UnionStored<F extends Fields> = OneOf<StructStored<F>>;

type OneOf<Members> = {
  [Name in keyof Members]: Pick<Members, Name> & { readonly [Other in Exclude<keyof Members, Name>]?: never };
}[keyof Members];

/** A struct or union type: an element type that knows its fields. */
export interface RecordType<V, F extends Fields = Fields, S = V> extends ElementType<V, TypedArray, S> {
  /** Which of the two. */
  readonly kind: 'struct' | 'union';
  /** Fields with a value, in the order of the declaration. */
  readonly places: readonly FieldPlace[];
  /** @internal What it was made from, to be laid out anew by `pack` and `align`. */
  readonly made: { readonly fields: F; readonly options: LayoutOptions };
}

export const isRecordType = (type: ElementType): type is RecordType<unknown> => 'places' in type;

/**
 * C `struct`: fields in order, laid out as the C compilers of this platform do. Values are objects with exactly
 * its fields, own or inherited; what is between them (padding) is never changed. A missing or an unknown field is ERR_INVALID_ARG_TYPE.
 * Where one value does not fit, the error names its field, and nothing is stored.
 *
 * @param fields own properties in order. A name like '0' would come first in JavaScript and is refused.
 * @param options `pack`: no field is aligned to more bytes (1: C's `packed`); `align`: the whole is aligned to at least so many.
 * @throws ERR_ELEMENT_TYPE for no fields, a field that is no type, pack or align that is no power of two; ERR_INVALID_ARG_TYPE,
 * ERR_INVALID_ARG_VALUE (an unknown option).
 * @example
 * const trade = struct({ id: uint32, price: float64, name: array(char, 16) });
 * const trades = CArray.of(trade, { id: 1, price: 2.5, name: 'ada' });
 * console.log(trade.size, trades.get(0).price); // 32 2.5
 */
export function struct<F extends Fields>(
  fields: F,
  options: LayoutOptions = {},
): RecordType<StructValue<F>, F, StructStored<F>> {
  checkFields('struct', fields, options);
  const layout = layoutOf(fields, options);
  return recordType('struct', { fields, options }, layout, structCodec(layout.places));
}

/**
 * C `union`: all members at the same place. It loads as an object with each member's view of the bytes, and takes an
 * object with exactly one member (else ERR_INVALID_ARG_TYPE); the bytes behind that one become zeros. `ref` stores into one member and
 * leaves them.
 *
 * @param fields the members, own properties.
 * @param options as of `struct`.
 * @throws as `struct`.
 * @example
 * const word = union({ number: uint32le, bytes: array(uint8, 4) });
 * const words = CArray.of(word, { number: 258 });
 * console.log(words.get(0).bytes); // [ 2, 1, 0, 0 ]
 */
export function union<F extends Fields>(
  fields: F,
  options: LayoutOptions = {},
): RecordType<UnionValue<F>, F, UnionStored<F>> {
  checkFields('union', fields, options);
  const layouts = Object.entries(fields).map(([name, field]) => layoutOf({ [name]: field }, options));
  const places = layouts.flatMap((layout) => layout.places);
  const alignment = Math.max(...layouts.map((layout) => layout.alignment));
  const size = Math.ceil(Math.max(...layouts.map((layout) => layout.size)) / alignment) * alignment;
  return recordType('union', { fields, options }, { size, alignment, places }, unionCodec(places, size));
}

function recordType<V, F extends Fields, S>(
  kind: 'struct' | 'union',
  made: RecordType<V, F, S>['made'],
  { size, alignment, places }: Layout,
  codec: Codec<unknown>,
): RecordType<V, F, S> {
  const name = `${kind} { ${places.map((place) => `${place.name}: ${place.type.name}`).join('; ')} }`;
  const typed: Codec<V> = codec as Codec<V>; // the fields' own codecs make the values that V says
  return Object.freeze({ name, size, alignment, codec: typed, kind, places, made });
}

function checkFields(kind: string, fields: Fields, options: LayoutOptions): void {
  checkOptions(options, ['pack', 'align']);
  const { pack, align } = options;
  if (typeof fields !== 'object' || fields === null || Object.keys(fields).length === 0) {
    throw typeError(
      'ERR_ELEMENT_TYPE',
      `A ${kind} needs an object with at least one field. ${received(fields)}`,
    );
  }
  if (pack !== undefined) checkPowerOfTwo('pack', pack);
  if (align !== undefined) checkPowerOfTwo('align', align);
  for (const [name, field] of Object.entries(fields)) {
    const isType =
      typeof field === 'object' &&
      field !== null &&
      ('codec' in field || isBitField(field) || isPadding(field));
    if (!isType)
      throw typeError('ERR_ELEMENT_TYPE', `The field ${inspect(name)} must be a type. ${received(field)}`);
    if (String(Number(name) >>> 0) === name) {
      throw typeError(
        'ERR_ELEMENT_TYPE',
        `A field cannot be named ${inspect(name)}: JavaScript orders such names first`,
      );
    }
  }
}
