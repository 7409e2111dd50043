import { typeError } from '../errors/coded.js';
import type { ElementType } from './element-type.js';
import { checkPowerOfTwo, type LayoutOptions, type Padding } from './layout.js';
import { isRecordType, struct, union } from './struct.js';

/** Bytes of a struct without a value: `{ x: uint8, gap: padding(3), y: uint32 }`. They are never changed. */
export function padding(byteLength: number): Padding {
  if (Number.isSafeInteger(byteLength) && byteLength > 0) return { kind: 'padding', byteLength };
  throw typeError('ERR_ELEMENT_TYPE', `Padding must have at least 1 byte. Received ${byteLength}`);
}

/** The type with another alignment; a struct or union is laid out anew. */
function aligned<E extends ElementType>(type: E, alignment: number, options: LayoutOptions): E {
  if (!isRecordType(type)) return Object.freeze({ ...type, alignment });
  const { fields, options: before } = type.made;
  const make = type.kind === 'struct' ? struct : union;
  return { ...type, ...make(fields, { ...before, ...options }) };
}

/**
 * The type with an alignment of at most `alignment` bytes, and so its fields: C's `packed` is `pack(type)`.
 *
 * @throws ERR_ELEMENT_TYPE where it is no power of two.
 */
export function pack<E extends ElementType>(type: E, alignment = 1): E {
  checkPowerOfTwo('alignment', alignment);
  return aligned(type, Math.min(type.alignment, alignment), { pack: alignment });
}

/**
 * The type with an alignment of at least `alignment` bytes, as C's `aligned(n)`: a struct's size is rounded up to it.
 *
 * @throws ERR_ELEMENT_TYPE where it is no power of two.
 */
export function align<E extends ElementType>(type: E, alignment = 16): E {
  checkPowerOfTwo('alignment', alignment);
  return aligned(type, Math.max(type.alignment, alignment), { align: alignment });
}
