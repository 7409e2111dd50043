import { invalidType } from '../errors/arguments.js';
import { rangeError } from '../errors/coded.js';
import { isArrayType } from '../types/arrays.js';
import type { ElementType, TypedArray, ValueOf } from '../types/element-type.js';
import { isRecordType } from '../types/struct.js';
import { chunksOf } from './bytes.js';
import type { CArray } from './carray.js';
import { ElementRanges } from './element-ranges.js';
import { callIndexOf } from './engine-search.js';
import { startFromEnd, startOf } from './positions.js';
import { isSameValue } from './same-value.js';

const MOST_ELEMENTS = 2 ** 32 - 1;

type Compare = (element: unknown, value: unknown) => boolean;
const isStrictlyEqual: Compare = (element, value) => element === value;

/** Loops over the elements. Those of structs, unions and arrays are compared by what is in them. */
export abstract class ElementLoops<E extends ElementType>
  extends ElementRanges<E>
  implements Iterable<ValueOf<E>>
{
  /**
   * Calls back with element, index and array, each element read when its turn comes: what the callback stores further on is seen.
   *
   * @param callback what it returns is not looked at.
   * @throws ERR_INVALID_ARG_TYPE; as `get`, also half-way, when the callback has unmapped; what the callback throws.
   * @example
   * CArray.of(uint8, 7).forEach((value, index) => console.log(index, value)); // 0 7
   */
  forEach(callback: (value: ValueOf<E>, index: number, array: this) => void): void {
    requireFunction(callback);
    this.checkElements(0, 0, 'read');
    this.forEachElement(callback);
  }

  /**
   * The last result of calling back with result, element, index and array, element by element. Without an initial
   * value the first element is it, as for JavaScript's own arrays.
   *
   * @param callback returns the next result.
   * @throws as `forEach`; ERR_OUT_OF_RANGE for no elements and no initial value.
   * @example
   * console.log(CArray.of(float64, 1, 2, 3.5).reduce((sum, value) => sum + value, 0)); // 6.5
   */
  reduce(
    callback: (result: ValueOf<E>, value: ValueOf<E>, index: number, array: this) => ValueOf<E>,
  ): ValueOf<E>;
  reduce<R>(callback: (result: R, value: ValueOf<E>, index: number, array: this) => R, initial: R): R;
  reduce(...given: [callback: (...args: never) => unknown, initial?: unknown]): unknown {
    const callback: (...args: never) => unknown = given[0];
    requireFunction(callback);
    this.checkElements(0, 0, 'read');
    if (given.length > 1) return this.reduceElements(callback, 0, given[1]);
    if (this.length > 0) return this.reduceElements(callback, 1, this.get(0));
    throw rangeError(
      'ERR_OUT_OF_RANGE',
      'An array without elements has nothing to reduce: give an initial value',
    );
  }

  /**
   * The elements as an ordinary Array, at most 2 ** 32 - 1.
   *
   * @throws ERR_OUT_OF_RANGE for more; as `get`.
   * @example
   * console.log(CArray.of(int64, 1n, -1n).toArray()); // [ 1n, -1n ]
   */
  toArray(): ValueOf<E>[] {
    this.checkElements(0, this.length, 'read');
    if (this.length > MOST_ELEMENTS) {
      throw rangeError(
        'ERR_OUT_OF_RANGE',
        `An Array has at most ${MOST_ELEMENTS} elements, this one ${this.length}`,
      );
    }
    if (this.memory.copies) return this.slice().toArray();
    return this.copyElements(new Array<ValueOf<E>>(this.length));
  }

  /**
   * For JSON.stringify: the elements. Bigints are not JSON: the engine's TypeError.
   *
   * @throws as `toArray`.
   * @example
   * console.log(JSON.stringify({ ids: CArray.of(uint8, 1, 2) })); // {"ids":[1,2]}
   */
  toJSON(): ValueOf<E>[] {
    return this.toArray();
  }

  // The generated classes have loops of their own in place of these five.
  /** @internal */
  protected forEachElement(callback: (value: ValueOf<E>, index: number, array: this) => void): void {
    for (let index = 0; index < this.length; index++) callback(this.get(index), index, this);
  }

  /** @internal */
  protected reduceElements(callback: (...args: never) => unknown, first: number, initial: unknown): unknown {
    const call = callback as (...args: unknown[]) => unknown;
    let result = initial;
    for (let index = first; index < this.length; index++) result = call(result, this.get(index), index, this);
    return result;
  }

  /** @internal */
  protected copyElements(copy: ValueOf<E>[]): ValueOf<E>[] {
    for (let index = 0; index < this.length; index++) copy[index] = this.get(index);
    return copy;
  }

  /** @internal */
  protected *eachElement(): IterableIterator<ValueOf<E>> {
    for (let index = 0; index < this.length; index++) yield this.get(index);
  }

  /** @internal */
  protected *eachEntry(): IterableIterator<[number, ValueOf<E>]> {
    for (let index = 0; index < this.length; index++) yield [index, this.get(index)];
  }

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
      const copy: ElementLoops<E> = this.slice(first, first + count);
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
    if (!(other instanceof ElementLoops)) throw invalidType('other', 'a CArray', other);
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

  #equalsInCopies(other: ElementLoops<ElementType>): boolean {
    const larger = this.type.size > other.type.size ? this : other;
    return larger.#chunks(0, this.length).every(({ first, count }) => {
      const end = first + count;
      return this.slice(first, end).equals(other.slice(first, end));
    });
  }

  /** The indices, in order. Nothing is read, so it works on unmapped memory too. */
  *keys(): IterableIterator<number> {
    for (let index = 0; index < this.length; index++) yield index;
  }

  /**
   * The elements, each read when its turn comes.
   *
   * @throws as `get`, from `next`.
   * @example
   * for (const value of CArray.of(uint8, 7)) console.log(value); // 7
   */
  values(): IterableIterator<ValueOf<E>> {
    return this.eachElement();
  }

  /**
   * Pairs of index and element, each read when its turn comes.
   *
   * @throws as `get`, from `next`.
   * @example
   * for (const [index, value] of CArray.of(uint8, 7).entries()) console.log(index, value); // 0 7
   */
  entries(): IterableIterator<[number, ValueOf<E>]> {
    return this.eachEntry();
  }

  /** For `for ... of`: `values`. @throws as `values` */
  [Symbol.iterator](): IterableIterator<ValueOf<E>> {
    return this.values();
  }
}

function requireFunction(callback: unknown): void {
  if (typeof callback !== 'function') throw invalidType('callback', 'of type function', callback);
}
