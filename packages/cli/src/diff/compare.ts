import type { CArray, ElementType } from 'carray';
import { type Block, blocks, bytesOf } from '../elements/blocks.js';
import type { Progress } from '../progress.js';

/** Bytes that are compared at once. */
const PIECE = 2 ** 14;

/** An element that differs: its index, and copies of its neighbourhood in both arrays. */
export interface Difference {
  readonly index: number;
  value(of: 'a' | 'b'): unknown;
}

/** The elements of two arrays of one type whose bytes differ, as far as both have some. */
export function* differences(
  a: CArray<ElementType>,
  b: CArray<ElementType>,
  progress?: Progress,
): Generator<Difference> {
  const length = Math.min(a.length, b.length);
  const others = blocks(b.subarray(0, length));
  for (const block of blocks(a.subarray(0, length), { progress })) {
    const { value: other } = others.next();
    if (other === undefined) return;
    for (const at of differingElements(bytesOf(block.elements), bytesOf(other.elements), a.type.size)) {
      yield differenceAt(at, block, other);
    }
  }
}

function differenceAt(at: number, a: Block, b: Block): Difference {
  return { index: a.first + at, value: (of) => (of === 'a' ? a : b).elements.get(at) };
}

/** Indexes of elements of so many bytes. Both buffers are of one length. */
export function* differingElements(a: Buffer, b: Buffer, elementBytes: number): Generator<number> {
  let at = nextDifference(a, b, 0);
  while (at < a.length) {
    const index = Math.floor(at / elementBytes);
    yield index;
    at = nextDifference(a, b, (index + 1) * elementBytes);
  }
}

/** The first byte from `from` on that differs; the length where none does. */
function nextDifference(a: Buffer, b: Buffer, from: number): number {
  for (let start = from; start < a.length; start += PIECE) {
    const end = Math.min(start + PIECE, a.length);
    const at = firstIn(a, b, start, Math.min(start + 8, end));
    if (at < start + 8 && at < end) return at; // where one element differs the next one does, often
    if (a.compare(b, start, end, start, end) !== 0) return firstIn(a, b, start, end);
  }
  return a.length;
}

function firstIn(a: Buffer, b: Buffer, from: number, to: number): number {
  let at = from;
  while (at < to && a[at] === b[at]) at++;
  return at;
}
