import type { CArray, ElementType } from 'carray';
import { bytesOf } from '../elements/blocks.js';
import { UsageError } from '../errors.js';
import { orderOf, swapBytes } from '../values/byte-order.js';

/** Numbers as the engine's own array of them; integers of 64 bits as bigints. */
export type Numbers =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/** What the numbers of a type are, and how to have those of a copy. */
export interface Numeric {
  /** 'small' are integers of up to 16 bits, 'wide' those of 64. */
  readonly kind: 'float' | 'small' | 'integer' | 'wide';
  numbersOf(copy: CArray<ElementType>): Numbers;
}

const views = {
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  float32: Float32Array,
  float64: Float64Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  safeInt64: BigInt64Array,
  safeUint64: BigUint64Array,
  pointer: BigUint64Array,
} as const;

/** How to read elements as numbers. A copy of a bit-field's column is `bits(...)`. @throws UsageError where they are none */
export function numericOf(type: ElementType): Numeric {
  const [, bits] = /^bits\((\w+), \d+\)$/.exec(type.name) ?? [];
  const { base, isForeign } = orderOf(bits ?? type.name);
  const View = Object.hasOwn(views, base) ? views[base as keyof typeof views] : undefined;
  if (View === undefined) {
    throw new UsageError(
      `elements of type ${type.name} are no numbers: of a struct, --field NAME takes one that is`,
    );
  }
  const kind = /^float/.test(base) ? 'float' : kindOf(View.BYTES_PER_ELEMENT);
  if (bits !== undefined) return { kind, numbersOf: (copy) => listed(copy, kind, base) };
  return {
    kind,
    numbersOf(copy) {
      const bytes = bytesOf(copy);
      if (isForeign) swapBytes(bytes, type.size);
      return new View(bytes.buffer, bytes.byteOffset, bytes.length / type.size);
    },
  };
}

function kindOf(bytes: number): Numeric['kind'] {
  if (bytes === 8) return 'wide';
  return bytes === 4 ? 'integer' : 'small';
}

function listed(elements: CArray<ElementType>, kind: Numeric['kind'], base: string): Numbers {
  const values = elements.toArray();
  const wide = /^u|^safeU/.test(base) ? BigUint64Array : BigInt64Array;
  return kind === 'wide'
    ? wide.from(values.map((value) => BigInt(value as number | bigint)))
    : Float64Array.from(values as number[]);
}
