import { invalidType } from '../errors/arguments.js';
import { typeError } from '../errors/coded.js';
import type { ElementType } from './element-type.js';

/** What elements can be of: a type with a size. */
export function checkElementType(name: string, value: unknown): asserts value is ElementType {
  if (typeof value !== 'object' || value === null || !hasCodec(value) || !('size' in value)) {
    throw invalidType(name, 'an element type such as uint8', value);
  }
  if (Number.isSafeInteger(value.size) && Number(value.size) > 0) return;
  throw typeError(
    'ERR_ELEMENT_TYPE',
    `The "${name}" argument must be an element type with a size of at least 1 byte`,
  );
}

const hasCodec = (value: object): boolean =>
  'codec' in value && value.codec instanceof Object && 'load' in value.codec;
