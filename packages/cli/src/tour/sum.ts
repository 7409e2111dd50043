import { type CArray, uint32 } from 'carray';
import { counted, duration, type Fact, facts, grouped } from '../text.js';
import type { Step } from './step.js';

type Words = CArray<typeof uint32>;

// The sum of so many 32-bit numbers is below 2 ** 53, so that a number holds it exactly.
const CHUNK_ELEMENTS = 2 ** 20;
const MIN_BYTES_FOR_RATE = 1_000_000;

export const sumStep: Step = {
  title: 'The sum of its elements, in plain loops',
  run({ file }) {
    const words = file.cast(uint32);
    if (words.length === 0) return facts([['elements', 'no whole uint32, so nothing to add up']]);
    const passes = [
      timed('get(i)', 'checked; brings the pages in', words, sumChecked),
      timed('get(i) again', 'checked', words, sumChecked),
      timed('typedArray[i]', 'raw, the same memory', words, sumRaw),
      timed('typedArray[i] again', 'raw', words, sumRaw),
    ];
    const sums = passes.map(({ sum }) => sum);
    const [total = 0n] = sums;
    if (sums.some((sum) => sum !== total)) throw new Error(`the sums of one file differ: ${sums.join(', ')}`);
    return facts([
      ['elements', elementsText(words, file.length - words.byteLength)],
      ...passes.map(({ fact }) => fact),
      ['sum', `${grouped(total)}, each time`],
    ]);
  },
};

function elementsText(words: Words, bytesLeft: number): string {
  const left = bytesLeft === 0 ? '' : `, and ${counted(bytesLeft, 'byte')} left over`;
  return `${grouped(words.length)} of type uint32${left}`;
}

function timed(
  label: string,
  note: string,
  words: Words,
  sum: (part: Words) => number,
): { sum: bigint; fact: Fact } {
  const start = performance.now();
  let total = 0n;
  for (let from = 0; from < words.length; from += CHUNK_ELEMENTS) {
    total += BigInt(sum(words.subarray(from, from + CHUNK_ELEMENTS)));
  }
  const took = performance.now() - start;
  const numbers = `${duration(took).padStart(8)}  ${rate(words.byteLength, took).padStart(9)}`;
  return { sum: total, fact: [label, `${numbers}  ${note}`] };
}

/** In GB/s; nothing where there is too little to measure. */
function rate(byteLength: number, milliseconds: number): string {
  if (byteLength < MIN_BYTES_FOR_RATE) return '';
  return `${(byteLength / 1e6 / milliseconds).toFixed(2)} GB/s`;
}

function sumChecked(part: Words): number {
  let sum = 0;
  for (let index = 0; index < part.length; index++) sum += part.get(index);
  return sum;
}

function sumRaw(part: Words): number {
  const { typedArray } = part;
  let sum = 0;
  for (let index = 0; index < typedArray.length; index++) sum += typedArray[index] ?? 0;
  return sum;
}
