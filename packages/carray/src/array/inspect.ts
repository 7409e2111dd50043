import { inspect } from 'node:util';
import type { ElementType } from '../types/element-type.js';
import { viewOf } from './bytes.js';
import type { CArray } from './carray.js';
import { spanOf } from './place.js';

const SHOWN = 8;

/** One line for `console.log`: type, length, some elements, and the state of the mapping. Never faults. */
export function describeArray(array: CArray<ElementType>): string {
  if (!Object.hasOwn(array, 'memory')) return 'CArray'; // a prototype
  const parts = [`CArray<${array.type.name}>(${array.length})`, elementsOf(array)];
  const { mapping } = array;
  if (mapping === undefined) return parts.join(' ');
  const file = mapping.path === undefined ? 'memory' : inspect(mapping.path);
  const state = mapping.unmapped ? 'unmapped' : mapping.access;
  return [...parts, `<${file}, offset ${mapping.fileOffset}, ${state}>`].join(' ');
}

function elementsOf({ type, memory, byteOffset, length, stride }: CArray<ElementType>): string {
  const count = Math.min(length, SHOWN);
  const bytes = memory.peek(byteOffset, spanOf(count, stride, type.size));
  if (bytes === undefined) return '[ not readable ]';
  const shown: string[] = [];
  for (let index = 0; index < count; index++) shown.push(showElement(type, bytes, index * stride));
  if (length > count) shown.push(`... ${length - count} more`);
  return shown.length === 0 ? '[]' : `[ ${shown.join(', ')} ]`;
}

function showElement({ codec }: ElementType, bytes: Uint8Array, at: number): string {
  try {
    return inspect(codec.load(viewOf(bytes), at));
  } catch (error) {
    return `<${error instanceof Error ? error.message : String(error)}>`;
  }
}
