import { typeError } from '../errors/coded.js';
import { checkElementType } from './check.js';
import type { ElementType } from './element-type.js';
import { checkPowerOfTwo, type LayoutOptions, type Padding } from './layout.js';
import { isRecordType, struct, union } from './struct.js';

/**
 * Bytes of a struct without a value, which are never changed. The name of the field is no property of values.
 *
 * @param byteLength from 1 to 2 ** 53 - 1.
 * @throws ERR_ELEMENT_TYPE for another length.
 * @example
 * const header = struct({ kind: uint8, gap: padding(7), size: uint8 });
 * console.log(header.size, CArray.alloc(header, 1).get(0)); // 9 { kind: 0, size: 0 }
 */
export function padding(byteLength: number): Padding {
  if (Number.isSafeInteger(byteLength) && byteLength > 0) return { kind: 'padding', byteLength };
  throw typeError('ERR_ELEMENT_TYPE', `Padding must have at least 1 byte. Received ${byteLength}`);
}

/** The type with another alignment; a struct or union is laid out anew. */
function aligned<E extends ElementType>(type: E, alignment: number, options: LayoutOptions): E {
  if (!isRecordType(type)) return Object.freeze({ ...type, alignment });
  const { fields, options: before } = type.made;
  const make = type.kind === 'struct' ? struct : union;
  return Object.freeze({ ...type, ...make(fields, { ...before, ...options }) });
}

/**
 * The type with an alignment of at most `alignment` bytes, and so its fields: C's `packed` is `pack(type)`, and `#pragma pack(n)` is
 * `pack(type, n)`. Structs in it keep the layout that they have.
 *
 * @param type any type.
 * @param alignment bytes, a power of two; default 1.
 * @returns another type; the one that is given stays as it is.
 * @throws ERR_ELEMENT_TYPE where it is no power of two, ERR_INVALID_ARG_TYPE for what is no type.
 * @example
 * const plain = struct({ kind: uint8, size: uint32 });
 * console.log(plain.size, pack(plain).size, pack(plain, 2).size); // 8 5 6
 */
export function pack<E extends ElementType>(type: E, alignment = 1): E {
  checkElementType('type', type);
  checkPowerOfTwo('alignment', alignment);
  return aligned(type, Math.min(type.alignment, alignment), { pack: alignment });
}

/**
 * The type with an alignment of at least `alignment` bytes, as C's `aligned(n)`: a struct's size is rounded up to it. Fields of the type
 * are placed so; where an array starts is the caller's business.
 *
 * @param type any type.
 * @param alignment bytes, a power of two; default 16.
 * @returns another type; the one that is given stays as it is.
 * @throws ERR_ELEMENT_TYPE where it is no power of two, ERR_INVALID_ARG_TYPE for what is no type.
 * @example
 * const line = align(struct({ count: uint64 }), 64);
 * console.log(line.size, line.alignment); // 64 64
 */
export function align<E extends ElementType>(type: E, alignment = 16): E {
  checkElementType('type', type);
  checkPowerOfTwo('alignment', alignment);
  return aligned(type, Math.max(type.alignment, alignment), { align: alignment });
}
