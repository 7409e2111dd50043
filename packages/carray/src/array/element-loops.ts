import { invalidType } from '../errors/arguments.js';
import { rangeError } from '../errors/coded.js';
import type { ElementType, ValueOf } from '../types/element-type.js';
import { ElementSearch } from './element-search.js';

const MOST_ELEMENTS = 2 ** 32 - 1;

/** Loops over the elements, one after the other. */
export abstract class ElementLoops<E extends ElementType>
  extends ElementSearch<E>
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

  /** The indexes, in order. Nothing is read, so it works on unmapped memory too. */
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
