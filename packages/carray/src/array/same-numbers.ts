import type { ElementType } from '../types/element-type.js';
import { allocate } from './bytes.js';

/**
 * A copy of the bytes of a typed array of the engine, at most so many elements, where it has the very numbers of the type: none of them
 * has to be checked or converted. Undefined for anything else, and where the caller's code would run in an iteration.
 */
export function bytesOfSame(
  items: unknown,
  { codec, size }: ElementType,
  most: number,
): Uint8Array | undefined {
  const { engine } = codec;
  if (engine === undefined || !(items instanceof engine)) return undefined;
  if (items[Symbol.iterator] !== Reflect.get(engine, 'prototype')[Symbol.iterator]) return undefined;
  const byteLength = Math.min(items.length, most) * size;
  const copy = new Uint8Array(allocate(byteLength));
  if (byteLength > 0) copy.set(new Uint8Array(items.buffer, items.byteOffset, byteLength));
  return copy;
}
