import type { Memory } from '../memory/memory.js';
import type { ElementType, TypedArray } from '../types/element-type.js';

/** The elements of an array as one typed array of the engine, and what may be done with them. */
export interface Elements {
  readonly access: 'read' | 'read-write';
  readonly typedArray: TypedArray;
}

/** What an array holds when it has no such typed array: every index misses. */
export const noElements: TypedArray = new Uint8Array(0);

/**
 * The typed array over the elements, if the engine can have one: of a type that it knows, aligned, within
 * one ArrayBuffer, in memory where each element may be used alike.
 */
export function elementsOver(
  type: ElementType,
  memory: Memory,
  byteOffset: number,
  length: number,
): Elements | undefined {
  const engine = type.codec.engine;
  const byteLength = length * type.size;
  if (engine === undefined || length === 0 || byteLength > memory.maxWindowBytes) return undefined;
  const access = memory.steady(byteOffset, byteLength);
  const window = access && memory.window(byteOffset, byteLength);
  if (access === undefined || window === undefined || window.offset % type.size !== 0) return undefined;
  return { access, typedArray: new engine.typedArray(window.buffer, window.offset, length) };
}

/** Fills with a checked value. */
export function fillElements(elements: TypedArray, value: unknown, from: number, to: number): void {
  if (elements instanceof BigInt64Array || elements instanceof BigUint64Array) {
    elements.fill(value as bigint, from, to);
  } else {
    elements.fill(value as number, from, to);
  }
}
