import type { CArray, ElementType, uint8 } from 'carray';
import { blocks, bytesOf, elementsPerBlock } from '../elements/blocks.js';
import type { Progress } from '../progress.js';
import { columnIn } from '../values/fields.js';
import type { Store } from '../values/stores.js';
import { nextMatch, type Pattern } from './pattern.js';

/** The first byte of each place where the pattern lies, overlapping ones too. */
export function* patternPlaces(
  array: CArray<typeof uint8>,
  pattern: Pattern,
  progress?: Progress,
): Generator<number> {
  const step = elementsPerBlock(array);
  // A block reaches into the next one, so that what lies across their border is found, once.
  for (const block of blocks(array, { extra: pattern.bytes.length - 1, progress })) {
    const bytes = bytesOf(block.elements);
    let at = nextMatch(pattern, bytes, 0);
    while (at !== -1 && at < step) {
      yield block.first + at;
      at = nextMatch(pattern, bytes, at + 1);
    }
  }
}

/** The index of each element whose fields have these values: equal as `===` has it, NaN as any NaN. */
export function* elementPlaces(
  array: CArray<ElementType>,
  wanted: readonly Store[],
  progress?: Progress,
): Generator<number> {
  for (const { first, elements } of blocks(array, { progress })) {
    const [column, ...others] = wanted.map((each) => ({
      array: columnIn(elements, each.column),
      value: each.value,
    }));
    if (column === undefined) return;
    let at = nextIndex(column.array, column.value, 0);
    while (at !== -1) {
      const index = at;
      if (others.every((other) => other.array.subarray(index, index + 1).includes(other.value)))
        yield first + index;
      at = nextIndex(column.array, column.value, at + 1);
    }
  }
}

/** Where one element matches the next one does, often: so many are looked at before the rest is searched. */
const NEAR = 8;

function nextIndex(array: CArray<ElementType>, value: unknown, from: number): number {
  if (typeof value === 'object') return array.indexOf(value, from);
  const isNumber = !Number.isNaN(value);
  const near = isNumber ? Math.min(from + NEAR, array.length) : array.length;
  for (let index = from; index < near; index++) {
    const element = array.get(index);
    if (isNumber ? element === value : Number.isNaN(element)) return index;
  }
  return isNumber ? array.indexOf(value, near) : -1;
}
