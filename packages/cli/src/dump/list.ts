import { CArray } from 'carray';
import type { TextOf } from '../values/value-text.js';
import { ELEMENT_BLOCK_BYTES, type Format, type Subject } from './format.js';
import { type ListMarks, numberList } from './number-list.js';
import { numberTypeOf } from './numbers/number-type.js';

/** The texts of all elements, one after the other: numbers in the fast way, others as `text` has them. */
export function list(subject: Subject, marks: ListMarks, text: TextOf): Format {
  const { type } = subject;
  const numberType = numberTypeOf(type);
  if (numberType !== undefined) return numberList(subject, numberType, marks);
  const between = marks.terminator + marks.separator;
  return {
    unitBytes: type.size,
    blockBytes: ELEMENT_BLOCK_BYTES,
    isStateless: true,
    block(bytes, byteOffset) {
      const texts = CArray.view(type, bytes).toArray().map(text).join(between);
      return (byteOffset === subject.byteOffset ? '' : marks.separator) + texts + marks.terminator;
    },
  };
}
