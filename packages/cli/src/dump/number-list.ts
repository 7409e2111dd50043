import { ELEMENT_BLOCK_BYTES, type Format, type Subject } from './format.js';
import type { NumberType } from './numbers/number-type.js';

const QUOTE = 34;
const QUOTES = 2;

/** What is around the texts of a list. */
export interface ListMarks {
  /** In front of all but the first of the file. */
  readonly separator: string;
  /** Behind each. */
  readonly terminator: string;
  /** Whether what JSON has no number for is put in quotes. */
  readonly isJson: boolean;
}

/** Numbers one after the other, put into place from the last one to the first. */
export function numberList(subject: Subject, numberType: NumberType, marks: ListMarks): Format {
  const { size } = subject.type;
  const texts = numberType.texts();
  const separator = Buffer.from(marks.separator, 'latin1');
  const terminator = Buffer.from(marks.terminator, 'latin1');
  const longest = numberType.width + separator.length + terminator.length + QUOTES;
  let target = Buffer.alloc(0);
  return {
    unitBytes: size,
    blockBytes: ELEMENT_BLOCK_BYTES,
    isStateless: true,
    block(bytes, byteOffset) {
      const count = bytes.length / size;
      if (target.length < count * longest) target = Buffer.allocUnsafeSlow(count * longest);
      texts.load(bytes);
      let at = target.length;
      for (let index = count - 1; index >= 0; index--) {
        at = putAllBefore(terminator, target, at);
        const isQuoted = marks.isJson && texts.isBeyondJson(index);
        if (isQuoted) target[--at] = QUOTE;
        at = texts.putBefore(target, at, index);
        if (isQuoted) target[--at] = QUOTE;
        if (index > 0 || byteOffset !== subject.byteOffset) at = putAllBefore(separator, target, at);
      }
      return target.subarray(at);
    },
  };
}

function putAllBefore(part: Buffer, target: Buffer, end: number): number {
  const start = end - part.length;
  for (let index = 0; index < part.length; index++) target[start + index] = part[index] ?? 0;
  return start;
}
