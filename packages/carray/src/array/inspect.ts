import { inspect } from 'node:util';
import type { ElementType } from '../types/element-type.js';
import type { CArray } from './carray.js';

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

function elementsOf(array: CArray<ElementType>): string {
  const count = Math.min(array.length, SHOWN);
  if (
    !array.memory.readable(array.byteOffset, count === 0 ? 0 : (count - 1) * array.stride + array.type.size)
  )
    return '[ not readable ]';
  const shown: string[] = [];
  for (let index = 0; index < count; index++) shown.push(showElement(array, index));
  if (array.length > count) shown.push(`... ${array.length - count} more`);
  return shown.length === 0 ? '[]' : `[ ${shown.join(', ')} ]`;
}

function showElement(array: CArray<ElementType>, index: number): string {
  try {
    return inspect(array.get(index));
  } catch (error) {
    return `<${error instanceof Error ? error.message : String(error)}>`;
  }
}
