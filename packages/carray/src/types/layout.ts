import { inspect } from 'node:util';
import { typeError } from '../errors/coded.js';
import type { ElementType } from './element-type.js';

/** A field of a few bits: C `unsigned int x : 3`, made by `bits`. Only fields of structs and unions can be one. */
export interface BitField<V = unknown> {
  /** Tells it from other fields. */
  readonly kind: 'bits';
  /** The type of its values. */
  readonly base: ElementType<V>;
  /** Bits; 0 ends the storage unit, as an unnamed one does in C. */
  readonly width: number;
  /** @internal Bits without a value, as C's `int : 3`. */
  readonly unnamed?: boolean;
  /** @internal Packed by an attribute of its own. */
  readonly packed?: boolean;
}

/** Bytes of a struct without a value, made by `padding`. */
export interface Padding {
  /** Tells it from other fields. */
  readonly kind: 'padding';
  /** Bytes, at least 1. */
  readonly byteLength: number;
}

/** What a field of a struct or union can be. */
export type Field = ElementType | BitField | Padding;

/** The fields of a struct or the members of a union by their names, in the order of the declaration. */
export type Fields = Readonly<Record<string, Field>>;

/** How a struct or union is laid out, where that is not as plain C does. */
export interface LayoutOptions {
  /** Bytes that no field's alignment exceeds, a power of two: 1 is C's `packed`, others `#pragma pack(n)`. */
  readonly pack?: number;
  /** Bytes that the whole is aligned to at least, a power of two: C's `aligned(n)`. */
  readonly align?: number;
}

/** Where a field lies. */
export interface FieldPlace {
  /** Its name. */
  readonly name: string;
  /** What it is; of a bit-field, what its values are of. */
  readonly type: ElementType;
  /** Bytes from the start; of a bit-field, of the byte with its first bit. */
  readonly byteOffset: number;
  /** Of a bit-field: its first bit in that byte, and how many there are. */
  readonly bits?: {
    /** From 0 to 7. */
    readonly first: number;
    /** At least 1. */
    readonly width: number;
  };
}

export interface Layout {
  readonly size: number;
  readonly alignment: number;
  readonly places: readonly FieldPlace[];
}

const unnamedBitsAlign = ['arm', 'arm64'].includes(process.arch);

const roundUp = (value: number, multiple: number): number => Math.ceil(value / multiple) * multiple;

export function checkPowerOfTwo(name: string, value: number): void {
  if (Number.isInteger(value) && value > 0 && Number.isInteger(Math.log2(value))) return;
  throw typeError('ERR_ELEMENT_TYPE', `${name} must be a power of two. Received ${inspect(value)}`);
}

export const isBitField = (field: Field): field is BitField => 'kind' in field && field.kind === 'bits';
export const isPadding = (field: Field): field is Padding => 'kind' in field && field.kind === 'padding';

/**
 * The places of a struct's fields, as the C compilers of the System V and ARM ABIs lay them out.
 *
 * A bit-field goes on right behind the one before it, unless it would then lie in more storage units of its type
 * than one: then it starts with the next unit. Packed ones always go on.
 *
 *   struct { uint8_t a : 5; uint8_t b : 4; uint16_t c : 9; }
 *   |aaaaa...|bbbb....|ccccccccc.......|      b would straddle a byte, c two bytes
 */
export function layoutOf(fields: Fields, { pack, align }: LayoutOptions = {}): Layout {
  const capped = (alignment: number): number => (pack === undefined ? alignment : Math.min(alignment, pack));
  const places: FieldPlace[] = [];
  let alignment = 1;
  let bit = 0; // the first free bit
  for (const [name, field] of Object.entries(fields)) {
    if (isPadding(field)) {
      bit = roundUp(bit, 8) + 8 * field.byteLength;
    } else if (isBitField(field)) {
      const { base, width } = field;
      bit = placeBits(bit, field, pack);
      alignment = Math.max(alignment, bitAlignment(field, capped));
      if (hasValue(field)) {
        places.push({ name, type: base, byteOffset: Math.floor(bit / 8), bits: { first: bit % 8, width } });
      }
      bit += width;
    } else {
      const byteOffset = roundUp(Math.ceil(bit / 8), capped(field.alignment));
      alignment = Math.max(alignment, capped(field.alignment));
      places.push({ name, type: field, byteOffset });
      bit = 8 * (byteOffset + field.size);
    }
  }
  alignment = Math.max(alignment, align ?? 1);
  return { size: roundUp(Math.ceil(bit / 8), alignment), alignment, places };
}

const hasValue = ({ width, unnamed }: BitField): boolean => width > 0 && unnamed !== true;

/** What a bit-field asks of its struct: nothing without a name, but in the ABIs of ARM, which do not pack zero bits. */
function bitAlignment(field: BitField, capped: (alignment: number) => number): number {
  const { base, width, packed } = field;
  if (!hasValue(field) && !unnamedBitsAlign) return 1;
  if (width === 0) return base.alignment;
  return packed ? 1 : capped(base.alignment);
}

function placeBits(bit: number, { base, width, packed }: BitField, pack: number | undefined): number {
  const unit = 8 * base.size;
  if (width === 0) return roundUp(bit, unit);
  // Under a #pragma pack of any number compilers do not move bit-fields up.
  if (packed || pack !== undefined) return bit;
  const grain = 8 * base.alignment;
  const spanned = Math.ceil(((bit % grain) + width) / grain);
  return spanned > unit / grain ? roundUp(bit, grain) : bit;
}
