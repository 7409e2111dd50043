import type { TypedArray } from '../types/element-type.js';

/** The engine's own search, where the value is of the kind that its array has; -1 else. */
export function callIndexOf(
  elements: TypedArray,
  method: 'indexOf' | 'lastIndexOf',
  value: unknown,
  start: number,
): number {
  if (elements instanceof BigInt64Array || elements instanceof BigUint64Array) {
    return typeof value === 'bigint' ? elements[method](value, start) : -1;
  }
  return typeof value === 'number' ? elements[method](value, start) : -1;
}
