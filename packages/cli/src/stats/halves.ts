import { isLowFirst } from '../values/byte-order.js';
import type { WideIntegers } from './numeric.js';

/** Where the halves of an integer of 64 bits lie among those of 32 bits. */
export const lowHalf = isLowFirst ? 0 : 1;
export const highHalf = 1 - lowHalf;

/** The same bytes; the low halves have no sign, at each second place. */
export function lowHalves({ buffer, byteOffset, length }: WideIntegers): Uint32Array {
  return new Uint32Array(buffer, byteOffset, length * 2);
}

/** The same bytes; the high halves have the sign, if there is one, at each second place. */
export function highHalves(numbers: WideIntegers): Int32Array | Uint32Array {
  const { buffer, byteOffset, length } = numbers;
  return numbers instanceof BigInt64Array
    ? new Int32Array(buffer, byteOffset, length * 2)
    : new Uint32Array(buffer, byteOffset, length * 2);
}
