import { invalidArray } from '../errors/arguments.js';
import { isArrayType } from '../types/arrays.js';
import type { ElementType, TypedArray, ValueOf } from '../types/element-type.js';
import { isRecordType } from '../types/struct.js';
import { chunksOf } from './bytes.js';
import type { CArray } from './carray.js';
import { ElementRanges } from './element-ranges.js';
import { startFromEnd, startOf } from './positions.js';
import { isSameValue } from './same-value.js';

type Compare = (element: unknown, value: unknown) => boolean;
const isStrictlyEqual: Compare = (element, value) => element === value;

/** Looks for elements, and compares arrays. Structs, unions and arrays are compared by what is in them. */
export abstract class ElementSearch<E extends ElementType> extends ElementRanges<E> {
  /**
   * The first index from `from` on whose element is `value`, or -1: as `===` has it, structs and arrays by what is in them. What the type
   * cannot have is nowhere, and no error. NaN is found by `includes` alone.
   *
   * @param value as `get` gives it.
   * @param from negative ones count from the end, and what leaves the array is clamped; default 0.
   * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE (`from`: fractions, NaN); as `get`.
   * @example
   * console.log(CArray.of(uint8, 5, 7, 5).indexOf(5, 1)); // 2
   */
  indexOf(value: ValueOf<E>, from?: number | bigint): number {
    return this.#search(value, startOf(this.length, from), isStrictlyEqual, (elements, start) =>
      callIndexOf(elements, 'indexOf', value, start),
    );
  }

  /**
   * Whether an element from `from` on is `value`; NaN is equal to itself here.
   *
   * @param value as `get` gives it.
   * @param from as of `indexOf`.
   * @throws as `indexOf`.
   * @example
   * console.log(CArray.of(float64, NaN).includes(NaN)); // true
   */
  includes(value: ValueOf<E>, from?: number | bigint): boolean {
    const start = startOf(this.length, from);
    if (Number.isNaN(value)) return this.#search(value, start, isSameValue) !== -1;
    return this.indexOf(value, start) !== -1;
  }

  /**
   * The last index up to `from` whose element is `value`, or -1; equal as of `indexOf`.
   *
   * @param value as `get` gives it.
   * @param from default: the last element; negative ones count from the end.
   * @throws as `indexOf`.
   * @example
   * console.log(CArray.of(uint8, 5, 7, 5).lastIndexOf(5, 1)); // 0
   */
  lastIndexOf(value: ValueOf<E>, from?: number | bigint): number {
    const start = startFromEnd(this.length, from);
    this.checkElements(0, this.length, 'read');
    const elements = this.trusted();
    if (elements !== undefined && start >= 0) {
      const found = callIndexOf(elements, 'lastIndexOf', value, start);
      this.settleElements(Math.max(found, 0), start + 1);
      return found;
    }
    if (this.memory.copies) return this.#lastIndexInCopies(value, start);
    const equal = this.#comparison(isStrictlyEqual);
    for (let index = start; index >= 0; index--) if (equal(this.get(index), value)) return index;
    return -1;
  }

  #lastIndexInCopies(value: ValueOf<E>, start: number): number {
    for (const { first, count } of this.#chunks(0, start + 1).reverse()) {
      const found = this.slice(first, first + count).lastIndexOf(value);
      if (found !== -1) return first + found;
    }
    return -1;
  }

  #search(
    value: unknown,
    start: number,
    compare: Compare,
    search?: (elements: TypedArray, start: number) => number,
  ): number {
    this.checkElements(0, this.length, 'read');
    const elements = this.trusted();
    if (elements !== undefined && search !== undefined) {
      const found = search(elements, start);
      this.settleElements(start, found === -1 ? Math.max(start, this.length) : found + 1);
      return found;
    }
    if (this.memory.copies) return this.#searchCopies(value, start, compare, search);
    const equal = this.#comparison(compare);
    for (let index = start; index < this.length; index++) if (equal(this.get(index), value)) return index;
    return -1;
  }

  #searchCopies(
    value: unknown,
    start: number,
    ...how: [Compare, ((elements: TypedArray, start: number) => number)?]
  ) {
    for (const { first, count } of this.#chunks(start, this.length)) {
      const copy: ElementSearch<E> = this.slice(first, first + count);
      const found = copy.#search(value, 0, ...how);
      if (found !== -1) return first + found;
    }
    return -1;
  }

  /** Ranges of elements that go over the heap at once. */
  #chunks(from: number, to: number): { readonly first: number; readonly count: number }[] {
    const chunks = chunksOf(Math.max(0, to - from), this.type.size, this.memory);
    return Array.from(chunks, ({ first, count }) => ({ first: from + first, count }));
  }

  #comparison(scalar: Compare): Compare {
    return isRecordType(this.type) || isArrayType(this.type) ? isSameValue : scalar;
  }

  /**
   * Whether another array has as many elements, and equal ones: numbers as `===` has it or both NaN, structs and arrays by
   * what is in them. The types may differ. That the memory is not changed meanwhile is not promised.
   *
   * @param other an array of any type, over any memory.
   * @throws ERR_INVALID_ARG_TYPE for no CArray; as `get`, of both.
   * @example
   * console.log(CArray.of(uint8, 1, 2).equals(CArray.of(float64, 1, 2))); // true
   */
  equals(other: CArray<ElementType>): boolean {
    if (!(other instanceof ElementSearch)) throw invalidArray('other', other);
    this.checkElements(0, this.length, 'read');
    other.checkElements(0, other.length, 'read');
    if (other.length !== this.length) return false;
    if (this.memory.copies || other.memory.copies) return this.#equalsInCopies(other);
    const equal = this.#comparison(isSameValue);
    for (let index = 0; index < this.length; index++) {
      if (!equal(this.get(index), other.get(index))) return false;
    }
    return true;
  }

  #equalsInCopies(other: ElementSearch<ElementType>): boolean {
    const larger = this.type.size > other.type.size ? this : other;
    return larger.#chunks(0, this.length).every(({ first, count }) => {
      const end = first + count;
      return this.slice(first, end).equals(other.slice(first, end));
    });
  }
}

/** The engine's own search, where the value is of the kind that its array has; -1 else. */
function callIndexOf(
  elements: TypedArray,
  method: 'indexOf' | 'lastIndexOf',
  value: unknown,
  start: number,
): number {
  if (elements instanceof BigInt64Array || elements instanceof BigUint64Array) {
    return typeof value === 'bigint' ? elements[method](value, start) : -1;
  }
  return typeof value === 'number' ? elements[method](value, start) : -1;
}
