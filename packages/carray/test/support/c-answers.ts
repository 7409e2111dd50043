import type { ElementType } from '../../src/index.js';
import { isRecordType } from '../../src/types/struct.js';

const placesOf = (type: ElementType) => (isRecordType(type) ? type.places : []);

/** The fields of a type, as `questionsOf` asks for them. */
export const fieldsOf = (type: ElementType): { name: string; isBits: boolean }[] =>
  placesOf(type).map(({ name, bits }) => ({ name, isBits: bits !== undefined }));

/** The answers of an element type to `questionsOf`, on a little-endian platform. */
export function answersOf(type: ElementType): string {
  const fields = placesOf(type).map(({ name, byteOffset, bits }) =>
    bits === undefined ? `${name}@${byteOffset}` : `${name}@${8 * byteOffset + bits.first}:${bits.width}`,
  );
  return [type.size, type.alignment, ...fields].join(' ');
}
